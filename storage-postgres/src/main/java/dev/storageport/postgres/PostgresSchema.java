// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.SchemaException;
import dev.storageport.StorageException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGStatement;

/**
 * Creates what is missing and refuses what does not fit, in one transaction. A lock taken first lets one process through at a
 * time; the others then see at READ COMMITTED what it made.
 */
final class PostgresSchema {

    private static final int LAYOUT = 1;

    private final Connection connection;
    private final String schema;
    private final PostgresCatalogSql sql;
    private final PostgresSession session;
    private final PostgresDialect dialect;
    private final PostgresErrors errors;

    PostgresSchema(Connection connection, PostgresSession session, PostgresDialect dialect, PostgresErrors errors) {
        this.connection = connection;
        this.schema = session.schema();
        this.sql = new PostgresCatalogSql(schema);
        this.session = session;
        this.dialect = dialect;
        this.errors = errors;
    }

    /** Prepares the schema for these collections. */
    void prepare(Collection<PostgresSql> declared) {
        PostgresServerFacts.of(connection, errors).requireSuitable(session);
        try (Handle handle = Jdbi.create(new Lent(connection)).open()) {
            // The transaction is not Jdbi's to end.
            handle.getConfig(Handles.class).setForceEndTransactions(false);
            handle.getConfig(SqlStatements.class).addCustomizer(new PreparedByNobody());
            handle.createQuery(dialect.startLock())
                    .bind(0, lock(schema))
                    .mapTo(String.class)
                    .one();
            createLibraryTables(handle);
            for (PostgresSql collection : declared) {
                prepare(handle, collection);
            }
        } catch (JdbiException failure) {
            throw failed(failure);
        }
    }

    private StorageException failed(JdbiException failure) {
        String doing = "preparing the schema " + schema;
        return failure.getCause() instanceof SQLException error
                ? errors.of(error, new PostgresErrors.Attempt(doing, null, false))
                : new SchemaException(doing + ": the stored catalog is not readable", failure);
    }

    /** The same number for one schema in every process. */
    private static long lock(String schema) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("storageport " + schema).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    private void createLibraryTables(Handle handle) {
        if (!exists(handle, PostgresCatalogSql.HAS_SCHEMA, schema)) {
            handle.execute(sql.createSchema());
        }
        if (!exists(handle, PostgresCatalogSql.HAS_LIBRARY_TABLES, schema)) {
            sql.createLibraryTables(dialect).forEach(handle::execute);
            handle.execute(sql.addLayout(), LAYOUT, "created", PostgresValues.utc(Instant.now()));
        }
        int stored = handle.createQuery(sql.latestLayout())
                .mapTo(Integer.class)
                .findOne()
                .orElseThrow(() -> new SchemaException(
                        "schema " + schema + ": its history is empty, so its layout is not known", null));
        if (stored > LAYOUT) {
            throw new SchemaException(
                    "schema " + schema + " has the layout " + stored + ", and this library knows layouts up to "
                            + LAYOUT + ": use a newer version of it",
                    null);
        }
    }

    private static boolean exists(Handle handle, String count, String name) {
        return handle.createQuery(count).bind(0, name).mapTo(Long.class).one() > 0;
    }

    private void prepare(Handle handle, PostgresSql declared) {
        CollectionDefinition collection = declared.collection();
        if (exists(handle, sql.hasCollection(), collection.name())) {
            requireSameIndexes(handle, collection);
            return;
        }
        declared.create(dialect).forEach(handle::execute);
        handle.execute(sql.addCollection(), collection.name());
        for (IndexDefinition index : collection.indexes()) {
            handle.execute(
                    sql.addIndex(),
                    collection.name(),
                    index.name(),
                    index.type().name(),
                    index.unique());
        }
    }

    private void requireSameIndexes(Handle handle, CollectionDefinition collection) {
        Map<String, String> stored = new TreeMap<>();
        handle.createQuery(sql.indexesOfCollection())
                .bind(0, collection.name())
                .map((row, context) -> stored.put(row.getString(1), described(row.getString(2), row.getBoolean(3))))
                .list();
        Map<String, String> declared = new TreeMap<>();
        for (IndexDefinition index : collection.indexes()) {
            declared.put(index.name(), described(index.type().name(), index.unique()));
        }
        Set<String> names = new TreeSet<>(stored.keySet());
        names.addAll(declared.keySet());
        for (String name : names) {
            String inDatabase = stored.getOrDefault(name, "missing");
            String inProgram = declared.getOrDefault(name, "missing");
            if (!inDatabase.equals(inProgram)) {
                throw new SchemaException(
                        "collection " + collection.name() + ", index " + name + ": the program declares it as "
                                + inProgram + ", in the database it is " + inDatabase,
                        null);
            }
        }
    }

    private static String described(String type, boolean unique) {
        return unique ? "unique " + type : type;
    }

    /** Lends Jdbi the transaction's connection, which is not Jdbi's to close. */
    private record Lent(Connection connection) implements ConnectionFactory {

        @Override
        public Connection openConnection() {
            return connection;
        }

        @Override
        public void closeConnection(Connection lent) {
            // Whoever began the transaction ends it.
        }
    }

    /** Keeps these rare statements from staying prepared on the server, which a pooler would show to other clients. */
    private static final class PreparedByNobody implements StatementCustomizer {

        @Override
        public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }
}
