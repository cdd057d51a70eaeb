// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.OutOfSpaceException;
import dev.storageport.StorageException;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.TransactionConflictException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a server has too little of. It has one SQLSTATE for several, and its hints are translated; the names of the routine and of the source
 * file that report one are not.
 */
final class ServerLimits {

    /** Report that too many serializable transactions overlap one another. */
    private static final Set<String> OF_CONFLICTS = Set.of("SetRWConflict", "SetPossibleUnsafeConflict");

    private ServerLimits() {}

    /**
     * Returns the failure, if an error is of one of these limits.
     *
     * @param state its SQLSTATE
     * @param server what the server said, if it said anything
     * @param cause the error without values
     */
    static Optional<StorageException> of(
            String state, @Nullable ServerErrorMessage server, String doing, SQLException cause) {
        return switch (state) {
            case "53200" -> Optional.of(memory(server, doing, cause));
            case "53100" -> Optional.of(new OutOfSpaceException(doing + ": " + fullDisk(server), cause));
            case "53300" -> Optional.of(new StorageUnavailableException(doing + ": " + connections(server), cause));
            case "53400" ->
                Optional.of(
                        isOf(server, "fd.c")
                                ? new OutOfSpaceException(
                                        doing + ": the server's limit for temporary files is reached; ask for less at"
                                                + " once or raise its temp_file_limit",
                                        cause)
                                : new StorageFailureException(
                                        doing + ": a limit of the server's configuration is reached, SQLSTATE 53400",
                                        cause));
            case "54001" ->
                Optional.of(new StorageFailureException(
                        doing + ": the statement is too deep for the server; ask for less at once or raise its"
                                + " max_stack_depth",
                        cause));
            default -> Optional.empty();
        };
    }

    /** Returns what is wrong if a server lets nobody connect because it has too little of something. */
    static Optional<String> ofConnecting(String state, @Nullable ServerErrorMessage server) {
        return switch (state) {
            case "53200" -> Optional.of(memory(server));
            case "53300" -> Optional.of(connections(server));
            default -> Optional.empty();
        };
    }

    /** Whoever has the locks gives them back, so trying again helps; of other memory nobody can tell. */
    private static StorageException memory(@Nullable ServerErrorMessage server, String doing, SQLException cause) {
        String text = doing + ": " + memory(server);
        boolean ofLocks =
                server == null || server.getFile() == null || isOf(server, "predicate.c") || isOf(server, "lock.c");
        return ofLocks ? new TransactionConflictException(text, cause) : new StorageFailureException(text, cause);
    }

    private static String memory(@Nullable ServerErrorMessage server) {
        if (isOf(server, "predicate.c")) {
            // Serializable transactions that overlap others for long are remembered with all they have read.
            return "the server has no room to remember what transactions have read; shorten transactions or raise its "
                    + (OF_CONFLICTS.contains(routine(server)) ? "max_connections" : "max_pred_locks_per_transaction");
        }
        if (isOf(server, "lock.c")) {
            return "the server has no room for locks of tables and indexes; raise its max_locks_per_transaction";
        }
        return server == null || server.getFile() == null
                ? "the server has no room for locks now; shorten transactions or raise its max_locks_per_transaction"
                        + " and max_pred_locks_per_transaction"
                : "the server is out of memory";
    }

    private static String fullDisk(@Nullable ServerErrorMessage server) {
        return isOf(server, "dsm_impl.c")
                ? "the server's shared memory is full; give it more (in a container, a larger /dev/shm) or set its"
                        + " max_parallel_workers_per_gather to 0"
                : "the server's disk is full; delete documents or give it more space";
    }

    private static String connections(@Nullable ServerErrorMessage server) {
        return "the server has no free connection; lower poolSize or raise "
                + switch (routine(server)) {
                    case "InitializeSessionUserId" -> "the connection limit of the role";
                    case "CheckMyDatabase" -> "the connection limit of the database";
                    default -> "max_connections";
                };
    }

    private static String routine(@Nullable ServerErrorMessage server) {
        return server == null ? "" : String.valueOf(server.getRoutine());
    }

    /** Some versions report the file with its folder. */
    private static boolean isOf(@Nullable ServerErrorMessage server, String file) {
        String reported = server == null ? null : server.getFile();
        return reported != null && (reported.equals(file) || reported.endsWith("/" + file));
    }
}
