// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.SchemaException;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageAccessException.Reason;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.TransactionConflictException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.postgres.internal.cluster.UnconfirmedCommit;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server's and the driver's errors mean, by SQLSTATE. A native error stays the cause, without the parts of its text that
 * can hold a stored value.
 */
public final class Errors {

    /** A unique index, as violations name it. */
    public record UniqueIndex(String collection, String index) {}

    /**
     * What was done when an error came, and what the error leaves open.
     *
     * @param doing where it was done, or what was done if no collection was concerned
     * @param key the document if it is a single one
     * @param lostAnswerIsUnknown whether the work may have taken effect although its answer was lost
     */
    public record Attempt(String doing, @Nullable String key, boolean lostAnswerIsUnknown) {

        /** A read of documents, or of one of them. */
        public static Attempt read(CollectionDefinition collection, @Nullable String key) {
            return new Attempt(place(collection, key), key, false);
        }

        public static Attempt readOfIndex(CollectionDefinition collection, String index) {
            return new Attempt(collection.place() + ", index " + index, null, false);
        }

        /** A write of documents, or of one of them. */
        public static Attempt write(
                CollectionDefinition collection, @Nullable String key, boolean lostAnswerIsUnknown) {
            return new Attempt(place(collection, key), key, lostAnswerIsUnknown);
        }

        private static String place(CollectionDefinition collection, @Nullable String key) {
            return key == null ? collection.place() : collection.place(key);
        }
    }

    private static final Set<String> CONNECTION_LOST = Set.of("57P01", "57P02", "57P03", "57P04", "57P05");
    private static final Set<String> SCHEMA_LACKS = Set.of("42P01", "42703", "3F000");
    private static final Set<String> SCHEMA_HAS_ALREADY = Set.of("42P07", "42P06");

    /** What a server answers that takes no writes. */
    static final String READ_ONLY = "25006";

    /** The end of a message for which somebody may find a better one. */
    static final String DENIED = "the server denies it to this user; check what the user may do in this database";

    private static final Set<String> FOREIGN_PREPARED_STATEMENT = Set.of("26000", "42P05", "08P01");

    /** What refuses, on a standby, to begin a transaction that may write or is serializable. */
    private static final Set<String> STANDBY_REFUSES = Set.of(
            "check_transaction_read_only",
            "check_XactReadOnly",
            "check_transaction_isolation",
            "check_XactIsoLevel",
            "GetSerializableTransactionSnapshot");

    /** What an engine of many servers appends to the name of an index, where the index is one of a part of a table. */
    private static final Pattern PART_OF_TABLE = Pattern.compile("_[0-9]+$");

    private static final Pattern END_OF_NAME = Pattern.compile("(_[0-9]+)?\"");

    private final Supplier<Map<String, UniqueIndex>> uniqueIndexes;
    private final Duration statementTimeout;
    private volatile boolean closed;

    /**
     * Creates the mapping.
     *
     * @param uniqueIndexes the unique indexes by the name they have in the database, as far as they are known when an error comes
     */
    public Errors(Supplier<Map<String, UniqueIndex>> uniqueIndexes, Duration statementTimeout) {
        this.uniqueIndexes = uniqueIndexes;
        this.statementTimeout = statementTimeout;
    }

    /** Takes note that connections are being closed, which is why they are lost from now on. */
    void closing() {
        closed = true;
    }

    /** Returns the failure that a native error means. */
    public StorageException of(SQLException error, Attempt attempt) {
        String state = state(error);
        SQLException cause = withoutValues(error);
        boolean unknown = attempt.lostAnswerIsUnknown();
        if (error instanceof UnconfirmedCommit) {
            return new StorageUnavailableException(attempt.doing() + ": " + error.getMessage(), unknown, cause);
        }
        if (isLost(error)) {
            if (Thread.currentThread().isInterrupted()) {
                return interrupted(attempt.doing(), unknown, cause);
            }
            return closed && !unknown
                    ? new StorageClosedException(attempt.doing() + ": the storage is closed, and so was the connection")
                    : new StorageUnavailableException(attempt.doing() + lost(state), unknown, cause);
        }
        return switch (state) {
            case "40001", "40P01" ->
                new TransactionConflictException(attempt.doing() + ": concurrent work is in the way", cause);
            case "23505" -> uniqueViolation(error, attempt, cause);
            // The document went while its content was written.
            case "23503" ->
                new TransactionConflictException(attempt.doing() + ": concurrent work is in the way", cause);
            case "57014" -> stopped(error, attempt, cause);
            case "55P03" -> new StorageTimeoutException(attempt.doing() + ": a lock was not free in time", cause);
            case "25P03", "25P04" ->
                new StorageTimeoutException(
                        attempt.doing() + ": the server ended the transaction, which had been idle or open too long",
                        cause);
            default -> ofOtherState(state, error, attempt, cause);
        };
    }

    private static String lost(String state) {
        return ": the connection was lost"
                + (state.equals("57P01") ? ": the server shuts down, or its administrator has ended the session" : "");
    }

    /**
     * One state stands for a statement that ran too long and for one that somebody has cancelled, and only the text tells which. Where it is
     * translated, the more frequent one is assumed, and the other one said.
     */
    private StorageException stopped(SQLException error, Attempt attempt, SQLException cause) {
        ServerErrorMessage server = server(error);
        String text = server == null ? "" : String.valueOf(server.getMessage());
        if (text.endsWith("due to user request")) {
            return new StorageUnavailableException(
                    attempt.doing()
                            + ": somebody has cancelled the statement on the server, for instance its administrator by "
                            + "pg_cancel_backend; nothing of it was applied",
                    cause);
        }
        String other =
                text.endsWith("due to statement timeout") ? "" : ", unless somebody has cancelled it on the server";
        return new StorageTimeoutException(
                attempt.doing() + ": the server stopped the statement, which may run " + statementTimeout
                        + " (statementTimeout)" + other,
                cause);
    }

    private static StorageException ofOtherState(
            String state, SQLException error, Attempt attempt, SQLException cause) {
        if (isStalePlan(state, error)) {
            return new TransactionConflictException(attempt.doing() + ": the table was altered meanwhile", cause);
        }
        Optional<StorageException> limit = ServerLimits.of(state, server(error), attempt.doing(), cause);
        if (limit.isPresent()) {
            return limit.get();
        }
        if (isOfStandby(error)) {
            return new StorageUnavailableException(
                    attempt.doing() + ": the server takes no writes now; it is a standby, or set to be read-only",
                    cause);
        }
        if (state.equals("42501") || state.startsWith("28") || state.equals("3D000")) {
            return new StorageAccessException(reason(state), attempt.doing() + ": " + DENIED, cause);
        }
        if (SCHEMA_LACKS.contains(state)) {
            return SchemaException.missing(attempt.doing(), cause);
        }
        if (SCHEMA_HAS_ALREADY.contains(state)) {
            return new SchemaException(attempt.doing() + ": the tables are not those that this storage made", cause);
        }
        if (FOREIGN_PREPARED_STATEMENT.contains(state)) {
            return new StorageFailureException(
                    attempt.doing()
                            + ": a prepared statement is missing or another client's; is there a pooler that changes "
                            + "connections with each transaction? Then open with pooler=transaction",
                    cause);
        }
        return new StorageFailureException(attempt.doing() + ": the server failed, SQLSTATE " + state, cause);
    }

    /** A pooler that connects late tells a statement what it was told itself; of connecting itself more is known. */
    private static Reason reason(String state) {
        if (state.equals("3D000")) {
            return Reason.UNKNOWN_DATABASE;
        }
        return state.equals("42501") ? Reason.MISSING_RIGHT : Reason.PASSWORD;
    }

    /** The server's text for this is translated; the routine that reports it is not. */
    private static boolean isStalePlan(String state, SQLException error) {
        ServerErrorMessage server = server(error);
        return state.equals("0A000") && server != null && "RevalidateCachedQuery".equals(server.getRoutine());
    }

    /** What a standby answers to a transaction that asks to write, or to be serializable. */
    static boolean isOfStandby(SQLException error) {
        ServerErrorMessage server = server(error);
        return state(error).equals(READ_ONLY)
                || (state(error).equals("0A000")
                        && server != null
                        && STANDBY_REFUSES.contains(String.valueOf(server.getRoutine())));
    }

    private StorageException uniqueViolation(SQLException error, Attempt attempt, SQLException cause) {
        UniqueIndex violated = violated(error);
        return violated == null
                // A primary key, or an index that is not ours: two inserted one key at the same time.
                ? new TransactionConflictException(attempt.doing() + ": concurrent work is in the way", cause)
                : new UniqueViolationException(violated.collection(), violated.index(), attempt.key(), cause);
    }

    /**
     * A unique index has refused a value.
     *
     * @param index the name that the application has given the index
     * @param detail what the server tells of the value, which is never told to anybody
     */
    public record Refusal(String index, @Nullable String detail) {}

    /** Returns what a unique index has refused; empty if the error is another one. */
    public Optional<Refusal> refusal(SQLException error) {
        UniqueIndex violated = isUniqueViolation(error) ? violated(error) : null;
        ServerErrorMessage server = server(error);
        return violated == null || server == null
                ? Optional.empty()
                : Optional.of(new Refusal(violated.index(), server.getDetail()));
    }

    /** Some engines name the index of a part of the table; some leave the field empty and name the index in the text; names hold a {@code $} and end at a quote. */
    private @Nullable UniqueIndex violated(SQLException error) {
        ServerErrorMessage server = server(error);
        String constraint = server == null ? null : server.getConstraint();
        if (constraint != null) {
            Map<String, UniqueIndex> known = uniqueIndexes.get();
            UniqueIndex index = known.get(constraint);
            return index != null
                    ? index
                    : known.get(PART_OF_TABLE.matcher(constraint).replaceFirst(""));
        }
        String text = server == null ? error.getMessage() : server.getMessage();
        for (Map.Entry<String, UniqueIndex> index : uniqueIndexes.get().entrySet()) {
            if (text != null && names(text, index.getKey())) {
                return index.getValue();
            }
        }
        return null;
    }

    private static boolean names(String text, String index) {
        int at = text.indexOf('"' + index);
        return at >= 0
                && END_OF_NAME.matcher(text.substring(at + 1 + index.length())).lookingAt();
    }

    /** Returns whether a table, or its schema, is not there. */
    public static boolean isMissingTable(SQLException error) {
        return state(error).equals("42P01") || state(error).equals("3F000");
    }

    /** Returns whether a value has another owner already. */
    public static boolean isUniqueViolation(SQLException error) {
        return state(error).equals("23505");
    }

    /** Returns whether the connection on which the error came cannot be used again. */
    public static boolean isLost(SQLException error) {
        return isLost(state(error)) || (state(error).equals("08P01") && endsTheSession(error));
    }

    /** A pooler that loses its server says so with a protocol violation, which on a living session means something else. */
    private static boolean endsTheSession(SQLException error) {
        ServerErrorMessage server = server(error);
        return server == null || "FATAL".equals(server.getSeverity()) || "PANIC".equals(server.getSeverity());
    }

    private static boolean isLost(String state) {
        return (state.startsWith("08") && !state.equals("08P01")) || CONNECTION_LOST.contains(state);
    }

    /** Returns the failure of an interrupted thread and keeps its flag set. */
    public static StorageInterruptedException interrupted(
            String doing, boolean outcomeUnknown, @Nullable SQLException error) {
        Thread.currentThread().interrupt();
        return new StorageInterruptedException(
                doing + ": the thread was interrupted", outcomeUnknown, error == null ? null : withoutValues(error));
    }

    public static String state(SQLException error) {
        String state = error.getSQLState();
        if (state == null && error.getCause() instanceof SQLException cause) {
            return state(cause);
        }
        return state == null ? "" : state;
    }

    /** Returns what the server said, also behind an error of a pool. */
    public static @Nullable ServerErrorMessage server(SQLException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException native_ && native_.getServerErrorMessage() != null) {
                return native_.getServerErrorMessage();
            }
        }
        return null;
    }

    /**
     * Returns the error with no stored value in its text: the server's details quote rows, and its complaints about malformed
     * data (class 22) quote the data.
     */
    public static SQLException withoutValues(SQLException error) {
        ServerErrorMessage server = server(error);
        SQLException safe = error;
        if (state(error).startsWith("22")) {
            safe = new SQLException(
                    "The server's message is withheld because it may quote a value", error.getSQLState());
        } else if (server != null && (server.getDetail() != null || server.getWhere() != null)) {
            safe = new PSQLException(withoutDetail(server), false);
        }
        if (safe != error) {
            safe.setStackTrace(error.getStackTrace());
        }
        return safe;
    }

    /** The message in the protocol's own form, reduced to severity, state, text, constraint and routine. */
    private static ServerErrorMessage withoutDetail(ServerErrorMessage server) {
        StringBuilder fields = new StringBuilder();
        field(fields, 'S', server.getSeverity());
        field(fields, 'C', server.getSQLState());
        field(fields, 'M', server.getMessage());
        field(fields, 's', server.getSchema());
        field(fields, 't', server.getTable());
        field(fields, 'n', server.getConstraint());
        field(fields, 'R', server.getRoutine());
        return new ServerErrorMessage(fields.toString());
    }

    private static void field(StringBuilder fields, char kind, @Nullable String value) {
        if (value != null) {
            fields.append(kind).append(value).append('\0');
        }
    }
}
