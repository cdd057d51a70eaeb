// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a storage and its server, on the loopback interface, and cuts a connection at a chosen message of the protocol. The
 * client learns of it at once; the server keeps what it was sent whole, does that, and finds its client gone.
 *
 * <pre>
 * step     0       1        2       3
 *        before | within | before | within ...
 *        the next message  the one after
 * </pre>
 */
final class CuttingProxy implements AutoCloseable {

    /** Where a message comes from. */
    enum Side {
        CLIENT,
        SERVER
    }

    /** What becomes of a message. */
    enum Fate {
        PASSES,
        CUT_BEFORE,
        CUT_WITHIN
    }

    private final ServerSocket listener;
    private final int target;
    private final AtomicReference<@Nullable Cut> armed = new AtomicReference<>();
    private final Queue<CompletableFuture<Void>> cutLines = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    CuttingProxy(int target) throws IOException {
        this(target, 0);
    }

    /** Creates one at a given port. */
    CuttingProxy(int target, int port) throws IOException {
        this.listener = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        this.target = target;
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Returns the URL of a database with this proxy in its place. The protocol is read here, so it is not encrypted. */
    String url(TestDatabase database, String parameters) {
        return database.url("sslmode=disable&" + parameters)
                .replace(":" + target + "/", ":" + listener.getLocalPort() + "/");
    }

    /** Lets the next request reach the server and drops its answer. */
    void cutNextAnswer() {
        cut(Side.SERVER, 0);
    }

    /** Cuts one connection, the first on which that step comes, counted over all connections from now on. */
    void cut(Side side, int step) {
        armed.set(new Cut(side, step));
    }

    /** Disarms, and returns whether a connection was cut since it was armed. */
    boolean hasCut() {
        return armed.getAndSet(null) == null;
    }

    /** Waits until the server has done with every connection that was cut. */
    void awaitServer() {
        for (CompletableFuture<Void> line = cutLines.poll(); line != null; line = cutLines.poll()) {
            line.join();
        }
    }

    /** Takes note of a cut before its client can. */
    void cutting(CompletableFuture<Void> serverEnds) {
        cutLines.add(serverEnds);
    }

    Fate fate(Side side) {
        Cut cut = armed.get();
        if (cut == null || cut.side != side) {
            return Fate.PASSES;
        }
        Fate fate = cut.next();
        if (fate != Fate.PASSES) {
            armed.set(null);
        }
        return fate;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                relay(listener.accept());
            } catch (IOException | RejectedExecutionException closed) {
                return;
            }
        }
    }

    /** Closes what it cannot relay any more: who was accepted as this was closed would wait for an answer that never comes. */
    private void relay(Socket client) throws IOException {
        List<Socket> open = new ArrayList<>(List.of(client));
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            new CuttingLine(this, client, server).start(threads);
        } catch (IOException | RejectedExecutionException closed) {
            for (Socket socket : open) {
                socket.close();
            }
            throw closed;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }

    /** Counts down to one message. */
    private static final class Cut {

        private final Side side;
        private final boolean within;
        private int messages;

        Cut(Side side, int step) {
            this.side = side;
            this.within = step % 2 == 1;
            this.messages = step / 2;
        }

        synchronized Fate next() {
            int left = messages--;
            if (left != 0) {
                return Fate.PASSES;
            }
            return within ? Fate.CUT_WITHIN : Fate.CUT_BEFORE;
        }
    }
}
