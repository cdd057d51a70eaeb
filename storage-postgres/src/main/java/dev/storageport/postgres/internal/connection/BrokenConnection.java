// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection in whose driver something has failed half-way: a stack that overflowed or an allocation that failed may have left a lock that
 * nobody releases, or half of a message. Whoever used it next would wait beyond every bound, or read another one's answer.
 */
final class BrokenConnection {

    private static final Logger LOG = LoggerFactory.getLogger(BrokenConnection.class);

    private BrokenConnection() {}

    /**
     * Returns whether a failure may have come in the middle of the driver's work. The driver reports what it foresees as an {@link
     * SQLException}, which the library translates; anything else that has passed through its code was not foreseen.
     */
    static boolean leaves(Throwable failure) {
        return failure instanceof Error || (failure instanceof RuntimeException && isOfDriver(failure.getStackTrace()));
    }

    private static boolean isOfDriver(StackTraceElement[] trace) {
        for (StackTraceElement frame : trace) {
            String type = frame.getClassName();
            if (type.startsWith("org.postgresql.") || type.startsWith("com.zaxxer.hikari.")) {
                return true;
            }
            if (type.startsWith("dev.storageport.")) {
                return false;
            }
        }
        return trace.length == 0; // the virtual machine leaves it away when it throws the same often
    }

    /**
     * Closes the connection's socket, which needs none of the driver's locks and ends whoever is inside a call. It happens on a thread of its
     * own because the socket may have a lock that nobody releases as well.
     *
     * @param then what is done with the connection on that thread when its socket is closed
     */
    static void abort(Connection connection, Runnable then) {
        Runnable closing = () -> {
            try {
                connection.unwrap(BaseConnection.class).abort(Runnable::run);
            } catch (SQLException closed) {
                LOG.debug("a broken connection was closed already", closed);
            }
            then.run();
        };
        Thread thread = new Thread(closing, "storageport-postgres-abort");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            closing.run();
        }
    }
}
