// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.SchemaException;
import dev.storageport.StorageException;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.postgres.StoredCatalog.IndexState;
import dev.storageport.postgres.StoredCatalog.Trigrams;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGStatement;

/** Reads what a schema holds, in the transaction of a connection, and never from a collection. */
final class CatalogReader {

    private final String schema;
    private final CatalogSql sql;
    private final Layout layout;
    private final Errors errors;

    CatalogReader(String schema, Layout layout, Errors errors) {
        this.schema = schema;
        this.sql = new CatalogSql(schema);
        this.layout = layout;
        this.errors = errors;
    }

    /** Reads everything, and refuses a layout that this library does not know. */
    StoredCatalog read(Connection connection) {
        try (Handle handle = Jdbi.create(new Lent(connection)).open()) {
            // The transaction is not Jdbi's to end.
            handle.getConfig(Handles.class).setForceEndTransactions(false);
            handle.getConfig(SqlStatements.class).addCustomizer(new PreparedByNobody());
            return read(handle);
        } catch (JdbiException failure) {
            throw failed(failure);
        }
    }

    private StorageException failed(JdbiException failure) {
        String doing = "reading the catalog of the schema " + schema;
        return failure.getCause() instanceof SQLException error
                ? errors.of(error, new Errors.Attempt(doing, null, false))
                : new SchemaException(doing + ": it is not readable", failure);
    }

    private StoredCatalog read(Handle handle) {
        boolean hasSchema = count(handle, CatalogSql.HAS_SCHEMA, schema) > 0;
        Set<String> tables = new HashSet<>();
        Map<String, IndexState> indexes = new HashMap<>();
        handle.createQuery(CatalogSql.RELATIONS)
                .bind(0, schema)
                .map((row, context) -> row.getString(2).equals("i")
                        ? indexes.put(row.getString(1), state(row)) == null
                        : tables.add(row.getString(1)))
                .list();
        int latest = 0;
        Map<String, StoredCatalog.Collection> collections = Map.of();
        if (tables.contains("storageport$history")) {
            latest = layout.of(
                    schema,
                    handle.createQuery(sql.history())
                            .map((row, context) -> new Layout.Taken(row.getInt(1), row.getString(2)))
                            .list());
            collections = collections(handle);
        }
        return new StoredCatalog(hasSchema, latest, collections, tables, indexes, trigrams(handle));
    }

    private static IndexState state(ResultSet row) throws SQLException {
        if (row.getBoolean(3)) {
            return IndexState.VALID;
        }
        return row.getBoolean(4) ? IndexState.BUILDING : IndexState.BROKEN;
    }

    private static long count(Handle handle, String query, Object... arguments) {
        var prepared = handle.createQuery(query);
        for (int i = 0; i < arguments.length; i++) {
            prepared.bind(i, arguments[i]);
        }
        return prepared.mapTo(Long.class).one();
    }

    private Trigrams trigrams(Handle handle) {
        Optional<String> installed = handle.createQuery(CatalogSql.TRIGRAM_SCHEMA)
                .mapTo(String.class)
                .findOne();
        if (installed.isPresent()) {
            return new Trigrams(installed, true);
        }
        if (count(handle, CatalogSql.TRIGRAMS_INSTALLABLE) == 0) {
            return new Trigrams(Optional.empty(), false);
        }
        boolean hasPublic = count(handle, CatalogSql.HAS_SCHEMA, "public") > 0;
        return new Trigrams(Optional.of(hasPublic ? "public" : schema), false);
    }

    private Map<String, StoredCatalog.Collection> collections(Handle handle) {
        Map<String, List<StoredIndex>> columns = new HashMap<>();
        handle.createQuery(sql.indexes())
                .map((row, context) -> columns.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                        .add(column(row)))
                .list();
        Map<String, StoredCatalog.Collection> collections = new HashMap<>();
        handle.createQuery(sql.collections())
                .map((row, context) -> collections.put(
                        row.getString(1),
                        new StoredCatalog.Collection(row.getInt(2), columns.getOrDefault(row.getString(1), List.of()))))
                .list();
        return collections;
    }

    private StoredIndex column(ResultSet row) throws SQLException {
        try {
            IndexDefinition definition = new IndexDefinition(
                    row.getString(3),
                    IndexKind.valueOf(row.getString(4)),
                    IndexType.valueOf(row.getString(5)),
                    row.getInt(6));
            return new StoredIndex(definition, row.getInt(2), row.getString(7));
        } catch (IllegalArgumentException unknown) {
            throw new SchemaException(
                    "schema " + schema + ", collection " + row.getString(1) + ", index " + row.getString(3)
                            + ": the stored definition is not one that this library knows",
                    unknown);
        }
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
