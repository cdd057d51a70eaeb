// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.DatabaseReplacedException;
import dev.storageport.StorageException;
import dev.storageport.postgres.internal.cluster.Timelines;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session is asked before anything relies on it: whether its server is a primary, whether its database is the one that was opened,
 * and what role, database and server have set. In the same round trip a session of our own is given what cannot be asked for when it
 * connects, because that depends on what the server has set, or on its version.
 */
public final class SessionCheck {

    /**
     * What was found.
     *
     * @param database the server's own number and that of the database
     * @param tables the number of the library's own table, if it is there
     * @param synchronousCommit the setting, after it was set if the session is our own
     * @param isolation that of a single statement
     * @param others what a transaction has to set beside what it sets always; not of sessions of our own
     * @param timeline that of the server; 0 if it is not asked or not told
     */
    private record Session(
            String database,
            @Nullable String tables,
            String synchronousCommit,
            String isolation,
            @Nullable String others,
            long timeline) {}

    /** The database of a session is not the one that was opened. A pool passes on nothing but native errors. */
    static final class Replaced extends SQLException {

        private static final long serialVersionUID = 1L;

        private final Instant intactAt;

        Replaced(Instant intactAt) {
            super("the database is not the one that was opened", UNKNOWN_DATABASE);
            this.intactAt = intactAt;
        }
    }

    private static final String UNKNOWN_DATABASE = "3D000";

    /** Stronger than any durability that can be asked for: a server that asks for it gets it. */
    private static final String STRONGEST = "remote_apply";

    /** Settings on which an answer or a promise depends, and the values that they need. A server that has no such setting has no such danger. */
    public static final String NEEDED = "(VALUES ('transaction_timeout', '0'), ('array_nulls', 'on'),"
            + " ('gin_fuzzy_search_limit', '0'), ('client_min_messages', 'notice')) AS needed(name, value)"
            + " WHERE current_setting(name, true) IS DISTINCT FROM value AND current_setting(name, true) IS NOT NULL";

    /** How long a connection is believed: another server may be behind it by now, or other tables of the same names. */
    private static final long BELIEVED_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long RESTED_NANOS = 100_000_000;

    /** Where the server writes now: a promoted one is on its new timeline at once, which its control file tells minutes later. */
    private static final String TIMELINE =
            "CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_lsn()), 8) END";

    private static final int HEXADECIMAL = 16;

    /** What a server answers that has no such function, or not for everybody. */
    private static final Set<String> NOT_TOLD = Set.of("0A000", "42501", "42883");

    private static final Logger LOG = LoggerFactory.getLogger(SessionCheck.class);

    private final SessionSettings settings;
    private final boolean ownSessions;
    private final String where;
    private final String ask;
    private final Timelines timelines = new Timelines();
    private volatile boolean asksTimeline;
    private volatile Consumer<Connection> outdated = session -> {};

    private final Map<Connection, Times> times = Collections.synchronizedMap(new WeakHashMap<>());

    /** When a connection was last checked and taken; changed only by who has it. */
    private static final class Times {

        private @Nullable Long checked;
        private @Nullable Long taken;
        private volatile long timeline;

        private static boolean isOlder(@Nullable Long before, long now, long nanos) {
            return before == null || now - before >= nanos;
        }
    }

    private volatile @Nullable Session opened;
    private volatile @Nullable Session last;
    private volatile @Nullable String isolationOfReads;
    private volatile long intactAtMillis = System.currentTimeMillis();

    /**
     * Creates the check of one storage.
     *
     * @param ownSessions whether sessions are nobody else's, so that they keep what they are given
     * @param severalServers whether a session may be one of a server in whose place another was promoted
     */
    public SessionCheck(SessionSettings settings, boolean ownSessions, boolean severalServers, String where) {
        this.settings = settings;
        this.ownSessions = ownSessions;
        this.where = where;
        this.asksTimeline = severalServers;
        this.ask = "SELECT pg_is_in_recovery(), (SELECT system_identifier FROM pg_control_system()),"
                + " (SELECT oid FROM pg_database WHERE datname = current_database()),"
                + " (SELECT c.oid FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = '"
                + settings.schema() + "' AND c.relname = 'storageport$collections'), "
                + synchronousCommit() + ", current_setting('transaction_isolation'), " + others() + ", ";
    }

    private String synchronousCommit() {
        String set = "current_setting('synchronous_commit')";
        String wanted = "'" + settings.synchronousCommit() + "'";
        // A session that has not set it itself would follow when the server's own setting changes.
        return ownSessions
                ? "set_config('synchronous_commit', "
                        + (keepsStronger()
                                ? "CASE " + set + " WHEN '" + STRONGEST + "' THEN " + set + " ELSE " + wanted + " END"
                                : wanted)
                        + ", false)"
                : set;
    }

    private boolean keepsStronger() {
        return settings.synchronousCommit().equals("on");
    }

    private String others() {
        return ownSessions
                ? "(SELECT string_agg(set_config(name, value, false), '') FROM " + NEEDED + ")"
                : "(SELECT string_agg('; SET LOCAL ' || name || ' = ' || value, '') FROM " + NEEDED + ")";
    }

    /**
     * Checks a session that has just begun, and closes it if it will not do.
     *
     * @throws SQLException if it is none of a primary, or none of the database that was opened
     */
    Connection begin(Connection connection) throws SQLException {
        return begin(connection, false);
    }

    /**
     * Checks a session as {@link #begin(Connection)} does.
     *
     * @param forReads whether the session is for reads of single records only
     */
    Connection begin(Connection connection, boolean forReads) throws SQLException {
        try {
            long now = System.nanoTime();
            Session found = check(connection);
            if (forReads) {
                isolationOfReads = found.isolation();
            }
            Times of = of(connection.unwrap(BaseConnection.class));
            of.checked = now;
            takeNote(of, found.timeline());
            return connection;
        } catch (Throwable failure) {
            try (connection) {
                throw failure;
            }
        }
    }

    /** Sets who ends a session of a server in whose place another one was promoted, also while somebody uses it. */
    void whenOutdated(Consumer<Connection> ending) {
        outdated = ending;
    }

    private void takeNote(Times of, long timeline) throws SQLException {
        if (timeline == 0) {
            return;
        }
        of.timeline = timeline;
        if (timelines.begins(timeline)) {
            LOG.info("{}: another server was promoted, its timeline is {}", where, timeline);
            outdated().forEach(outdated);
        }
    }

    private List<Connection> outdated() {
        synchronized (times) {
            return times.entrySet().stream()
                    .filter(session ->
                            session.getValue().timeline > 0 && timelines.isOutdated(session.getValue().timeline))
                    .<Connection>map(Map.Entry::getKey)
                    .toList();
        }
    }

    private Session check(Connection connection) throws SQLException {
        Session found = ask(connection);
        Session first = opened;
        if (first == null) {
            opened = found;
        } else if (!first.database().equals(found.database())
                || (first.tables() != null
                        && found.tables() != null
                        && !first.tables().equals(found.tables()))) {
            throw new Replaced(intactAt());
        } else if (first.tables() == null) {
            opened = found;
        }
        last = found;
        intactAtMillis = System.currentTimeMillis();
        return found;
    }

    private Times of(BaseConnection session) {
        return times.computeIfAbsent(session, first -> new Times());
    }

    /** Returns the isolation that a session for reads of single records was found to have, if there was one. */
    Optional<String> isolationOfReads() {
        return Optional.ofNullable(isolationOfReads);
    }

    private Session ask(Connection connection) throws SQLException {
        if (asksTimeline) {
            try {
                return ask(connection, TIMELINE);
            } catch (SQLException refused) {
                if (!NOT_TOLD.contains(Errors.state(refused)) || Errors.isOfStandby(refused)) {
                    throw refused;
                }
            }
            Session found = ask(connection, "NULL");
            asksTimeline = false;
            LOG.warn(
                    "{}: the server does not tell its timeline, so a former primary that comes back cannot be told from the new one;"
                            + " grant EXECUTE on pg_walfile_name and pg_current_wal_lsn",
                    where);
            return found;
        }
        return ask(connection, "NULL");
    }

    private Session ask(Connection connection, String timeline) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ask + timeline)) {
            row.next();
            if (row.getBoolean(1)) {
                throw new SQLException("the server is a standby", Errors.READ_ONLY);
            }
            return new Session(
                    row.getString(2) + "/" + row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    timeline(row.getString(8)));
        }
    }

    private static long timeline(@Nullable String told) {
        return told == null ? 0 : Long.parseLong(told, HEXADECIMAL);
    }

    /**
     * Checks a connection that is taken for work, at most once a second, and closes it if it will not do.
     *
     * <p>One of our own that has rested is asked first for what the server has said of it unasked, which is its end. A statement that is sent
     * all the same may have been carried out, as far as anybody can tell; one that is not sent was not. The driver waits a millisecond to
     * hear it, which is many times what a get takes, so it is only asked when the session was not used just now.
     *
     * @throws SQLException as {@link #begin(Connection)} does, or if the session has ended
     */
    Connection again(Connection connection) throws SQLException {
        BaseConnection session = connection.unwrap(BaseConnection.class);
        Times of = of(session);
        long now = System.nanoTime();
        if (ownSessions && Times.isOlder(of.taken, now, RESTED_NANOS)) {
            session.getQueryExecutor().processNotifies();
        }
        of.taken = now;
        if (Times.isOlder(of.checked, now, BELIEVED_NANOS)) {
            begin(connection);
        }
        return connection;
    }

    /** Takes note that a session which was checked has answered, so that its database was still there. */
    void answered() {
        // One that may lead elsewhere by now proves nothing.
        if (ownSessions) {
            intactAtMillis = System.currentTimeMillis();
        }
    }

    /** Returns the number of the cluster of the database that was opened. */
    String cluster() {
        Session first = Objects.requireNonNull(opened, "a session was checked before");
        return first.database().substring(0, first.database().indexOf('/'));
    }

    private Instant intactAt() {
        return Instant.ofEpochMilli(intactAtMillis);
    }

    /** Returns the failure that it means that no session comes about. */
    StorageException refused(int attempts, SQLException error) {
        for (Throwable reason = error; reason != null; reason = reason.getCause()) {
            if (reason instanceof Replaced replaced) {
                return replaced(replaced.intactAt, error);
            }
        }
        return opened != null && Errors.state(error).equals(UNKNOWN_DATABASE)
                ? replaced(intactAt(), Errors.withoutValues(error))
                : ConnectErrors.of(where, attempts, error);
    }

    private DatabaseReplacedException replaced(Instant intactAt, SQLException cause) {
        return new DatabaseReplacedException(
                where + ": the database was dropped or replaced, for instance by a backup; it was last seen intact at "
                        + intactAt + "; close the storage, find out what is there and open it again",
                intactAt,
                false,
                cause);
    }

    /** Returns what a transaction on a session that is not our own sets for itself, each after a semicolon. */
    String transactionSettings(boolean writes) {
        Session session = Objects.requireNonNull(last, "a session was checked before");
        String durability = !writes
                ? ""
                : "; SET LOCAL synchronous_commit = "
                        + (keepsStronger() && session.synchronousCommit().equals(STRONGEST)
                                ? STRONGEST
                                : settings.synchronousCommit());
        return durability + Objects.requireNonNullElse(session.others(), "");
    }
}
