// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.SchemaException;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageException;
import dev.storageport.postgres.internal.connection.TransactionControl.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.ParsedParameters;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.postgresql.PGStatement;

/**
 * Runs transactions on Jdbi's handles, for everything but documents. The connections, and how transactions begin and end, are those of
 * the storage; so are the failures.
 */
public final class HandleExecutor {

    /** Remembers what it has parsed, for every storage of the process. */
    private static final SqlParser PARSER = new ParameterParser(new ColonPrefixSqlParser());

    private final ConnectionExecutor executor;
    private final Jdbi jdbi;

    /** Connections that are not to be given back. */
    private final Set<Connection> broken = ConcurrentHashMap.newKeySet();

    public HandleExecutor(ConnectionExecutor executor) {
        this.executor = executor;
        this.jdbi = Jdbi.create(new Connections(executor, broken)).installPlugin(new PostgresPlugin());
        // The transaction begins and ends as every other of this storage.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        SqlStatements statements = jdbi.getConfig(SqlStatements.class);
        statements.setTemplateEngine(TemplateEngine.NOP);
        statements.setSqlParser(PARSER);
        if (!executor.ownSessions()) {
            statements.addCustomizer(new Unprepared());
        }
    }

    /** Returns what these transactions get their connections from. */
    public ConnectionExecutor connections() {
        return executor;
    }

    /**
     * Runs work that reads one snapshot and writes nothing.
     *
     * @param place what failures name
     */
    public <R> R reading(String place, Function<Handle, R> work) {
        return inTransaction(Kind.SERIALIZABLE_READ_ONLY, place, work);
    }

    /**
     * Runs work that writes nothing, each statement of which sees what others have committed by then. The server remembers nothing of what
     * it has read.
     *
     * @param place what failures name
     */
    public <R> R readingLatest(String place, Function<Handle, R> work) {
        return inTransaction(Kind.READ_COMMITTED_READ_ONLY, place, work);
    }

    /**
     * Runs work each statement of which sees what others have committed by then.
     *
     * @param place what failures name
     */
    public <R> R changing(String place, Function<Handle, R> work) {
        return inTransaction(Kind.READ_COMMITTED, place, work);
    }

    private <R> R inTransaction(Kind kind, String place, Function<Handle, R> work) {
        try {
            return inTransactionAt(kind, place, work);
        } catch (StorageAccessException failure) {
            // Who only looks is not asked to be the owner of what he looks at.
            throw executor.explained(failure, kind == Kind.READ_COMMITTED);
        }
    }

    private <R> R inTransactionAt(Kind kind, String place, Function<Handle, R> work) {
        return at(place, () -> {
            try (Handle handle = jdbi.open()) {
                return inTransaction(kind, handle, work);
            }
        });
    }

    private <R> R inTransaction(Kind kind, Handle handle, Function<Handle, R> work) {
        try {
            executor.begin(handle.getConnection(), kind);
            R result = work.apply(handle);
            executor.commit(handle.getConnection(), kind);
            return result;
        } catch (RuntimeException | Error failure) {
            if (BrokenConnection.leaves(failure)) {
                broken.add(handle.getConnection());
            }
            throw failure;
        }
    }

    /** Runs a part of a transaction whose failures name a place of their own. */
    public <R> R at(String place, Supplier<R> work) {
        try {
            return work.get();
        } catch (JdbiException failure) {
            throw failed(place, failure);
        }
    }

    private StorageException failed(String place, JdbiException failure) {
        Optional<SQLException> error = error(failure);
        return error.isEmpty()
                ? new SchemaException(place + ": what is stored is not what this library stores", failure)
                : failed(place, error.get());
    }

    /** Returns the failure that an error of a handle's own connection means. */
    public StorageException failed(String place, SQLException error) {
        if (Errors.isLost(error)) {
            executor.connections().lost();
        }
        return executor.errors().of(error, new Errors.Attempt(place, null, false));
    }

    /** Returns the native error behind one of Jdbi's. */
    public static Optional<SQLException> error(JdbiException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }

    /** Takes each handle's connection from the storage, and gives it back there. */
    private record Connections(ConnectionExecutor executor, Set<Connection> broken) implements ConnectionFactory {

        @Override
        public Connection openConnection() {
            return executor.take();
        }

        @Override
        public void closeConnection(Connection connection) {
            if (broken.remove(connection)) {
                executor.connections().discard(connection);
            } else {
                executor.release(connection);
            }
        }
    }

    /** Keeps statements from staying prepared on a server's session that may be another client's next. */
    private static final class Unprepared implements StatementCustomizer {

        @Override
        public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }

    /**
     * Passes on as it is what can have no parameters. A statement that names a schema's tables has none and is not met twice; Jdbi's lexer
     * takes longer for one that asks for many tables than the server for the answer.
     */
    private record ParameterParser(SqlParser named) implements SqlParser {

        /** A colon that may begin a name, unless it is the second one of a cast; and what the driver takes for a parameter. */
        private static final Pattern PARAMETER = Pattern.compile("(?<!:):\\w|\\?");

        @Override
        public ParsedSql parse(String sql, StatementContext context) {
            return PARAMETER.matcher(sql).find()
                    ? named.parse(sql, context)
                    : ParsedSql.of(sql, ParsedParameters.positional(0));
        }

        @Override
        public String nameParameter(String rawName, StatementContext context) {
            return named.nameParameter(rawName, context);
        }
    }
}
