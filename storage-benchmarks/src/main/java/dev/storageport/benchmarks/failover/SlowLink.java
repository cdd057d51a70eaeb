// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.failover;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A way from a standby to its primary on which everything that the primary sends takes a while. What is under way when the primary dies is
 * lost with it, as on a network whose other end is gone.
 */
final class SlowLink implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private record Part(ByteBuffer bytes, long dueNanos) {}

    private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int primary;
    private final long delayNanos;

    SlowLink(int primary, Duration delay) throws IOException {
        this.primary = primary;
        this.delayNanos = delay.toNanos();
        start("accept", this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    /** Work that a closed socket ends. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                },
                "slow-link-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket standby = entry.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), primary);
            standby.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            start("there", () -> {
                try (standby;
                        server) {
                    standby.getInputStream().transferTo(server.getOutputStream());
                }
            });
            delay(server, standby);
        }
    }

    private void delay(Socket from, Socket to) {
        BlockingQueue<Part> underWay = new LinkedBlockingQueue<>();
        start("back", () -> {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    underWay.add(
                            new Part(ByteBuffer.wrap(Arrays.copyOf(buffer, read)), System.nanoTime() + delayNanos));
                }
            }
        });
        start("delay", () -> {
            OutputStream out = to.getOutputStream();
            while (!to.isClosed()) {
                Part part = underWay.take();
                TimeUnit.NANOSECONDS.sleep(part.dueNanos() - System.nanoTime());
                out.write(part.bytes().array());
            }
        });
    }

    @Override
    public void close() throws IOException {
        entry.close();
    }
}
