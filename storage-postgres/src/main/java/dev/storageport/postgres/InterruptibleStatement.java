// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs a statement that may take as long as it takes, while the thread that waits for it can be interrupted. On plain JDBC also on the
 * schema's side: one thread runs the statement and another cancels it, for which that one needs the statement itself while Jdbi is
 * still busy with it; and the bound on the driver's wait for an answer belongs to the connection.
 */
final class InterruptibleStatement {

    private final Connection connection;
    private final String settings;
    private final Errors errors;

    /**
     * Creates the build.
     *
     * @param connection used by nobody else
     * @param settings a statement to run before, so that the server stops no build by its time; may be empty
     */
    InterruptibleStatement(Connection connection, String settings, Errors errors) {
        this.connection = connection;
        this.settings = settings;
        this.errors = errors;
    }

    /** Runs the statement to its end, or cancels it on the server when this thread is interrupted. */
    void run(String sql, Errors.Attempt attempt) {
        try (Statement statement = connection.createStatement()) {
            int timeout = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, 0);
            try {
                if (!settings.isEmpty()) {
                    statement.execute(settings);
                }
                execute(statement, sql, attempt);
            } finally {
                if (!connection.isClosed()) {
                    connection.setNetworkTimeout(Runnable::run, timeout);
                }
            }
        } catch (SQLException error) {
            throw errors.of(error, attempt);
        }
    }

    private static void execute(Statement statement, String sql, Errors.Attempt attempt) throws SQLException {
        FutureTask<Boolean> build = new FutureTask<>(() -> statement.execute(sql));
        Thread thread = new Thread(build, "storageport-postgres-build");
        thread.setDaemon(true);
        thread.start();
        try {
            build.get();
        } catch (InterruptedException interruption) {
            statement.cancel();
            throw Errors.interrupted(attempt.doing(), false, ended(build));
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof SQLException error) {
                throw error;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    /** Waits for the end of a cancelled statement, since its connection serves nobody else before. */
    private static SQLException ended(FutureTask<Boolean> build) {
        while (true) {
            try {
                build.get();
                return new SQLException("The statement ended before it could be cancelled", "57014");
            } catch (ExecutionException cancelled) {
                return new SQLException("The statement was cancelled", "57014");
            } catch (InterruptedException again) {
                // The flag is set again by whoever reports the interruption.
            }
        }
    }
}
