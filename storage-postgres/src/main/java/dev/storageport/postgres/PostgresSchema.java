// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.postgres.PostgresTransactions.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a program declares and what the database holds: brings them together, compares, tells and drops. */
final class PostgresSchema {

    static final String WITHOUT_TRIGRAMS =
            "searched by reading every document, because the database has no index for it (extension pg_trgm)";

    private final PostgresRunner runner;
    private final PostgresSession session;
    private final PostgresDialect dialect;
    private final PostgresOpening.Pause pause;

    PostgresSchema(
            PostgresRunner runner, PostgresSession session, PostgresDialect dialect, PostgresOpening.Pause pause) {
        this.runner = runner;
        this.session = session;
        this.dialect = dialect;
        this.pause = pause;
    }

    /**
     * What preparing came to.
     *
     * @param stored what the schema holds now
     * @param added what it did not hold before
     */
    record Prepared(PostgresStored stored, Catalog added) {}

    /** Prepares the schema as far as the mode allows. */
    Prepared prepare(Catalog catalog, SchemaMode mode) {
        requireSuitableServer();
        if (mode == SchemaMode.MIGRATE) {
            PostgresMigration migration = migration();
            PostgresStored stored = migration.run(found -> plan(found, catalog));
            return new Prepared(stored, migration.added());
        }
        PostgresStored stored = look();
        if (mode == SchemaMode.VALIDATE) {
            validate(stored, catalog);
        }
        return new Prepared(stored, new Catalog(List.of()));
    }

    /** Returns the statements that would migrate the schema. */
    List<String> ddl(Catalog catalog) {
        requireSuitableServer();
        return plan(look(), catalog).stream()
                .flatMap(step -> step.statements().stream())
                .toList();
    }

    private void requireSuitableServer() {
        runner.inTransaction(Kind.SERIALIZABLE_READ_ONLY, connection -> {
            PostgresServerFacts facts = PostgresServerFacts.of(connection, runner.errors());
            facts.requireSuitable(session);
            return facts;
        });
    }

    private PostgresMigration migration() {
        return new PostgresMigration(runner, session, dialect, pause, this::look);
    }

    private PostgresStored look() {
        return runner.inTransaction(Kind.SERIALIZABLE_READ_ONLY, this::look);
    }

    private PostgresStored look(Connection connection) {
        return new PostgresCatalogReader(session.schema(), dialect, runner.errors()).read(connection);
    }

    private List<PostgresStep> plan(PostgresStored stored, Catalog catalog) {
        return PostgresPlan.of(stored, catalog, session.schema(), dialect);
    }

    private void validate(PostgresStored stored, Catalog catalog) {
        String missing = plan(stored, catalog).stream()
                .filter(PostgresStep::required)
                .map(PostgresStep::missing)
                .collect(Collectors.joining("; "));
        if (!missing.isEmpty()) {
            throw new SchemaException(
                    "schema " + session.schema() + " lacks " + missing
                            + ": open it with SchemaMode.MIGRATE, or have its administrator run the statements of ddl",
                    null);
        }
    }

    /** Returns what the database holds. */
    SchemaStatus status() {
        return runner.inTransaction(Kind.SERIALIZABLE_READ_ONLY, connection -> {
            PostgresStored stored = look(connection);
            List<SchemaStatus.CollectionStatus> collections = new ArrayList<>();
            new TreeMap<>(stored.collections()).forEach((name, collection) -> {
                List<SchemaStatus.IndexStatus> indexes = new ArrayList<>();
                for (PostgresColumn column : sorted(collection)) {
                    boolean current = stored.layout() == 1 || isCurrent(connection, name, column);
                    indexes.add(new SchemaStatus.IndexStatus(column.definition(), current, note(stored, name, column)));
                }
                collections.add(new SchemaStatus.CollectionStatus(name, indexes));
            });
            return new SchemaStatus(stored.layout(), collections);
        });
    }

    private static List<PostgresColumn> sorted(PostgresStored.Collection collection) {
        return collection.columns().stream()
                .sorted(Comparator.comparing(
                                (PostgresColumn column) -> column.definition().name())
                        .thenComparing(PostgresColumn::slot))
                .toList();
    }

    private boolean isCurrent(Connection connection, String collection, PostgresColumn column) {
        String sql = "SELECT NOT EXISTS (SELECT FROM " + PostgresTable.documents(session.schema(), collection)
                + " AS t WHERE " + column.stale("t.") + ")";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException error) {
            throw runner.errors()
                    .of(
                            error,
                            new PostgresErrors.Attempt("reading the state of collection " + collection, null, false));
        }
    }

    /** Returns what an operator should know about an index of the database. */
    static Optional<String> note(PostgresStored stored, String collection, PostgresColumn column) {
        if (stored.hasValueIndex(collection, column)) {
            return Optional.empty();
        }
        if (column.kind() == IndexKind.SEARCH && !stored.trigrams().installed()) {
            return Optional.of(WITHOUT_TRIGRAMS);
        }
        return Optional.of("found by reading every document, because the database's index "
                + column.valueIndex(collection) + " is missing or not complete; open with SchemaMode.MIGRATE");
    }

    /** Drops an index with its values; the server removes a column at once. */
    void dropIndex(String collection, IndexDefinition index) {
        String what = "collection " + collection + ", dropping index " + index.name();
        migrate(
                what,
                stored -> Optional.ofNullable(stored.collections().get(collection))
                        .flatMap(held -> held.column(index))
                        .map(column -> {
                            List<String> statements =
                                    new ArrayList<>(definitions().dropColumn(collection, column));
                            statements.add(catalog().removeIndex(collection, column.slot()));
                            return statements;
                        }));
    }

    /** Drops a collection with its documents. */
    void dropCollection(String collection) {
        migrate(
                "dropping collection " + collection,
                stored -> Optional.ofNullable(stored.collections().get(collection))
                        .map(held -> {
                            List<String> statements =
                                    new ArrayList<>(definitions().dropCollection(collection));
                            statements.addAll(catalog().removeCollection(collection));
                            return statements;
                        }));
    }

    private void migrate(String what, Function<PostgresStored, Optional<List<String>>> changes) {
        migration().run(stored -> {
            requireCurrentLayout(stored);
            return changes.apply(stored).stream()
                    .<PostgresStep>map(statements -> new PostgresStep.Transaction(what, statements))
                    .toList();
        });
    }

    private void requireCurrentLayout(PostgresStored stored) {
        if (stored.layout() == 1) {
            throw new SchemaException(
                    "schema " + session.schema() + " has the layout 1: open it with SchemaMode.MIGRATE first", null);
        }
    }

    private PostgresDefinitions definitions() {
        return new PostgresDefinitions(session.schema(), dialect);
    }

    private PostgresCatalogSql catalog() {
        return new PostgresCatalogSql(session.schema());
    }

    /** Returns where a declared collection is, with those of its indexes that the database has. */
    static PostgresTable table(String schema, PostgresStored stored, CollectionDefinition declared) {
        PostgresStored.Collection held = stored.collections().get(declared.name());
        List<PostgresColumn> columns = held == null || stored.layout() < PostgresLayout.CURRENT
                ? List.of()
                : declared.indexes().stream()
                        .flatMap(index -> held.column(index).stream())
                        .toList();
        return new PostgresTable(schema, declared, columns);
    }
}
