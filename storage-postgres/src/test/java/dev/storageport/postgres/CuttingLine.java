// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One connection through a {@link CuttingProxy}, forwarded message by message. */
final class CuttingLine {

    private static final int LENGTH_BYTES = 4;

    private final CuttingProxy proxy;
    private final Socket client;
    private final Socket server;
    private final CompletableFuture<Void> serverEnds = new CompletableFuture<>();
    private volatile boolean cut;

    CuttingLine(CuttingProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start(Executor threads) throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        threads.execute(this::requests);
        threads.execute(this::answers);
    }

    private void requests() {
        try {
            forward(client, server, CuttingProxy.Side.CLIENT);
        } catch (IOException gone) {
            // The client has gone, or was cut off.
        } finally {
            endRequests();
        }
    }

    /** The server does what it was sent whole, and then finds the end. */
    private void endRequests() {
        try {
            server.shutdownOutput();
        } catch (IOException ended) {
            // The server ended first.
        }
    }

    private void answers() {
        try (server;
                client) {
            forward(server, client, CuttingProxy.Side.SERVER);
        } catch (IOException gone) {
            // The server has gone.
        } finally {
            serverEnds.complete(null);
        }
    }

    private void forward(Socket from, Socket to, CuttingProxy.Side side) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
        OutputStream out = new BufferedOutputStream(to.getOutputStream());
        boolean typed = side == CuttingProxy.Side.SERVER; // a client's first message has a length only
        while (true) {
            byte[] message = message(in, typed);
            typed = true;
            if (cut || isCut(message, side, out)) {
                if (side == CuttingProxy.Side.CLIENT) {
                    return;
                }
                continue; // until the server ends, so that it never waits for us
            }
            try {
                out.write(message);
                if (in.available() == 0) {
                    out.flush();
                }
            } catch (IOException gone) {
                if (side == CuttingProxy.Side.CLIENT) {
                    throw gone;
                }
                cut = true; // the client left by itself; the server may still have answers
            }
        }
    }

    private static byte[] message(DataInputStream in, boolean typed) throws IOException {
        int type = typed ? in.readUnsignedByte() : 0;
        int length = in.readInt();
        ByteBuffer message = ByteBuffer.allocate(length + (typed ? 1 : 0));
        if (typed) {
            message.put((byte) type);
        }
        message.putInt(length).put(in.readNBytes(length - LENGTH_BYTES));
        return message.array();
    }

    private boolean isCut(byte[] message, CuttingProxy.Side side, OutputStream out) throws IOException {
        CuttingProxy.Fate fate = proxy.fate(side);
        if (fate == CuttingProxy.Fate.PASSES) {
            return false;
        }
        proxy.cutting(serverEnds);
        if (fate == CuttingProxy.Fate.CUT_WITHIN) {
            out.write(message, 0, message.length / 2);
        }
        out.flush();
        cut = true;
        endRequests();
        client.close();
        return true;
    }
}
