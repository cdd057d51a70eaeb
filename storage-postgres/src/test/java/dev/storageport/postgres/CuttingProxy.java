// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between a storage and its server and, once armed, lets one more request through and drops the answer: the server does the
 * work and the client does not learn of it.
 */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    CuttingProxy(int target) throws IOException {
        this.target = target;
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cutNextAnswer() {
        armed.set(true);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                AtomicBoolean cut = new AtomicBoolean();
                threads.execute(() -> forward(client, server, true, cut));
                threads.execute(() -> forward(server, client, false, cut));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void forward(Socket from, Socket to, boolean request, AtomicBoolean cut) {
        byte[] buffer = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (request && armed.compareAndSet(true, false)) {
                    cut.set(true);
                }
                if (!request && cut.get()) {
                    return;
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException ended) {
            // Either side has gone, and closing the sockets tells the other.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
