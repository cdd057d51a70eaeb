// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.StorageAccessException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.postgres.internal.schema.CatalogSql;
import dev.storageport.postgres.internal.schema.Schema;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users who may not do everything. */
class PostgresRightsTest {

    private static final CollectionDefinition HERO = new CollectionDefinition(
            "hero",
            List.of(
                    new IndexDefinition("tag", IndexKind.UNIQUE, IndexType.TEXT, 1),
                    new IndexDefinition("score", IndexKind.SINGLE, IndexType.INTEGER, 1),
                    new IndexDefinition("skill", IndexKind.MULTI_VALUE, IndexType.TEXT, 1),
                    new IndexDefinition("text", IndexKind.SEARCH, IndexType.TEXT, 1)));

    private static final Catalog CATALOG = new Catalog(List.of(HERO, Samples.USERS));

    private final TestDatabase database = TestDatabase.create();
    private final List<String> roles = new ArrayList<>();
    private final List<PostgresPort> ports = new ArrayList<>();

    @AfterEach
    void close() {
        ports.forEach(PostgresPort::close);
        for (String role : roles) {
            database.execute("DROP OWNED BY " + role + " CASCADE");
            database.execute("DROP ROLE " + role);
        }
        database.close();
    }

    /** Creates a user who may do nothing but connect. */
    private String role() {
        String role = "role_" + roles.size() + "_" + database.name();
        database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
        roles.add(role);
        return role;
    }

    private PostgresPort port(String role) {
        String url = PostgresServer.shared().url(database.name(), role, "secret");
        PostgresPort port = (PostgresPort) PostgresStorage.port(PostgresOptions.parse(url));
        ports.add(port);
        return port;
    }

    private PostgresPort port() {
        PostgresPort port = database.port();
        ports.add(port);
        return port;
    }

    /** Runs statements as an administrator's tool does, each by itself. */
    private void administer(List<String> statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void grantDocuments(String role) {
        database.execute("GRANT USAGE ON SCHEMA storageport TO " + role);
        database.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA storageport TO " + role);
    }

    private static Write.Put put(String key, String text) {
        Map<String, IndexValue> values = Map.of(
                "tag", new IndexValue.TextValue(key),
                "skill", new IndexValue.MultiValue(List.of(new IndexValue.TextValue("all"))),
                "text", new IndexValue.TextValue(text));
        return Samples.put(HERO, key, "{}", new Precondition.None(), values, new ContentChange.Keep());
    }

    @Test
    @Rule("ERR-9")
    void missingRight_isNamedWithObjectAndUser() {
        String role = role();
        port().prepare(CATALOG, SchemaMode.MIGRATE);
        assertThatThrownBy(() -> port(role).prepare(CATALOG, SchemaMode.VALIDATE))
                .isInstanceOf(StorageAccessException.class)
                .hasMessageContaining("the user \"" + role + "\" lacks USAGE on schema storageport")
                .hasMessageContaining("Storage.ddl")
                .hasMessageContaining("SchemaMode.VALIDATE");
        grantDocuments(role);
        PostgresPort port = port(role);
        port.prepare(CATALOG, SchemaMode.VALIDATE);
        port.write(List.of(put("a", "yoda")));
        database.execute("REVOKE INSERT, UPDATE ON storageport.hero FROM " + role);
        assertLacks(role, "INSERT, UPDATE on table storageport.hero", () -> port.write(List.of(put("b", "yoda"))));
        assertLacks(
                role,
                "INSERT, UPDATE on table storageport.hero",
                () -> port.transact(TransactionAttempt.FIRST, work -> work.write(List.of(put("b", "yoda")))));
        database.execute("REVOKE SELECT ON storageport.hero FROM " + role);
        assertLacks(role, "SELECT, INSERT, UPDATE on table storageport.hero", () -> port.count(HERO, new Filter.All()));
        database.execute("REVOKE USAGE ON SCHEMA storageport FROM " + role);
        assertLacks(role, "USAGE on schema storageport", () -> port.read(HERO, List.of("a"), Projection.BODY));
    }

    @Test
    @Rule("ERR-9")
    void missingRight_toCreate_isNamedWithObjectAndUser() {
        String role = role();
        assertLacks(
                role, "CREATE on database " + database.name(), () -> port(role).prepare(CATALOG, SchemaMode.MIGRATE));
        database.execute("CREATE SCHEMA storageport");
        database.execute("GRANT USAGE ON SCHEMA storageport TO " + role);
        assertLacks(role, "CREATE on schema storageport", () -> port(role).prepare(CATALOG, SchemaMode.MIGRATE));
    }

    private static void assertLacks(String role, String right, Runnable operation) {
        assertThatThrownBy(operation::run)
                .isInstanceOfSatisfying(
                        StorageAccessException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StorageAccessException.Reason.MISSING_RIGHT))
                .hasMessageContaining("the user \"" + role + "\" lacks " + right)
                .hasMessageContaining("Storage.ddl");
    }

    @Test
    void ddl_runByAnAdministrator_isAllThatAUserOfDocumentsNeeds() throws SQLException {
        List<String> statements = port().ddl(CATALOG);
        assertThat(database.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'storageport'"))
                .isEqualTo("0");
        String role = role();
        assertThatThrownBy(() -> port(role).prepare(CATALOG, SchemaMode.MIGRATE))
                .isInstanceOf(StorageAccessException.class);
        assertThatThrownBy(() -> port(role).prepare(CATALOG, SchemaMode.VALIDATE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("the collection hero");
        administer(statements);
        assertThatThrownBy(() -> port(role).prepare(CATALOG, SchemaMode.VALIDATE))
                .isInstanceOf(StorageAccessException.class);
        grantDocuments(role);
        PostgresPort port = port(role);
        assertThat(port.prepare(CATALOG, SchemaMode.VALIDATE).collections()).isEmpty();
        assertThat(port().ddl(CATALOG)).isEmpty();
        port.write(List.of(put("a", "yoda"), put("b", "luke")));
        assertThat(port.count(HERO, new Filter.Search("text", List.of("yod")))).isEqualTo(1);
        assertThat(port.schema().collections())
                .hasSize(2)
                .allSatisfy(collection -> assertThat(collection.indexes())
                        .allMatch(index -> index.state() == SchemaStatus.IndexState.READABLE
                                && index.note().isEmpty()));
        assertThat(port.health(Duration.ofSeconds(5)).message())
                .contains("isolation serializable")
                .doesNotContain("index");
        PostgresPort migrating = port(role);
        assertThat(migrating.prepare(CATALOG, SchemaMode.MIGRATE).collections()).isEmpty();
        CollectionDefinition fresh = new CollectionDefinition("fresh", List.of());
        assertThatThrownBy(() -> port(role).prepare(new Catalog(List.of(fresh)), SchemaMode.MIGRATE))
                .isInstanceOf(StorageAccessException.class);
    }

    @Test
    void ddl_forMoreIndexes_growsCollectionsThatHaveDocuments() throws SQLException {
        CollectionDefinition bare = new CollectionDefinition("hero", List.of());
        PostgresPort before = port();
        before.prepare(new Catalog(List.of(bare)), SchemaMode.MIGRATE);
        before.write(List.of(Samples.put(bare, "a", "{}")));
        List<String> statements = port().ddl(CATALOG);
        assertThat(statements).anyMatch(sql -> sql.startsWith("CREATE UNIQUE INDEX CONCURRENTLY \"hero$ix_tag\""));
        administer(statements);
        String role = role();
        grantDocuments(role);
        PostgresPort port = port(role);
        port.prepare(CATALOG, SchemaMode.VALIDATE);
        List<StoredRecord> stale = port.staleRecords(HERO, "tag", Optional.empty(), 10);
        assertThat(stale).extracting(StoredRecord::key).containsExactly("a");
        port.write(List.of(new Write.Reindex(
                HERO,
                "a",
                stale.get(0).revision(),
                Optional.empty(),
                put("a", "yoda").indexValues())));
        assertThat(port.count(HERO, Filters.equal("tag", "a"))).isEqualTo(1);
    }

    @Test
    void trigrams_thatTheUserMayNotInstall_areDoneWithout() {
        String role = role();
        database.execute("CREATE SCHEMA storageport AUTHORIZATION " + role);
        PostgresPort port = port(role);
        port.prepare(CATALOG, SchemaMode.MIGRATE);
        assertThat(database.query("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"))
                .isEqualTo("0");
        assertSearches(port);
        assertThat(port.schema().collections().get(0).indexes().get(3).note()).contains(Schema.WITHOUT_TRIGRAMS);
        assertThat(port.health(Duration.ofSeconds(5)).message())
                .contains("collection hero, index text")
                .contains("pg_trgm");
        port(role).prepare(CATALOG, SchemaMode.VALIDATE);
        database.execute("CREATE SCHEMA extensions");
        database.execute("CREATE EXTENSION pg_trgm SCHEMA extensions");
        port(role).prepare(CATALOG, SchemaMode.VALIDATE);
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role);
        port(role).prepare(CATALOG, SchemaMode.MIGRATE);
        database.execute("GRANT USAGE ON SCHEMA extensions TO " + role);
        PostgresPort again = port(role);
        again.prepare(CATALOG, SchemaMode.MIGRATE);
        assertThat(database.query("SELECT indexdef FROM pg_indexes WHERE indexname = 'hero$ix_text'"))
                .contains("USING gin (ix_text extensions.gin_trgm_ops)");
        assertSearches(again);
        assertThat(again.health(Duration.ofSeconds(5)).message()).doesNotContain("pg_trgm");
    }

    @Test
    void trigrams_inADatabaseWithoutTheSchemaPublic_areInstalledInTheOwnSchema() {
        database.execute("DROP SCHEMA public");
        PostgresPort port = port();
        port.prepare(CATALOG, SchemaMode.MIGRATE);
        assertThat(database.query(CatalogSql.TRIGRAM_SCHEMA)).isEqualTo("storageport");
        assertSearches(port);
    }

    @Test
    void trigrams_forAnOrdinaryUserWhoMayCreate_areInstalled() {
        String role = role();
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role);
        PostgresPort port = port(role);
        port.prepare(CATALOG, SchemaMode.MIGRATE);
        assertThat(database.query("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"))
                .isEqualTo("1");
        assertSearches(port);
        assertThat(port.schema().collections().get(0).indexes().get(3).note()).isEmpty();
    }

    private static void assertSearches(PostgresPort port) {
        port.write(List.of(
                put("a", "yoda\u001f900 years"),
                put("b", "luke\u001fyoda's pupil"),
                put("c", "50%\u001fa_b \\"),
                put("d", "50x\u001faxb")));
        assertThat(search(port, "yoda")).containsExactly("a", "b");
        assertThat(search(port, "o")).containsExactly("a", "b");
        assertThat(search(port, "pupil", "yod")).containsExactly("b");
        assertThat(search(port, "50%")).containsExactly("c");
        assertThat(search(port, "a_b")).containsExactly("c");
        assertThat(search(port, "\\")).containsExactly("c");
        assertThat(search(port, "none")).isEmpty();
    }

    private static List<String> search(PostgresPort port, String... words) {
        Filter.Search search = new Filter.Search("text", List.of(words));
        Order ranked = new Order(Optional.of(search), Order.KEY.by(), false);
        List<String> keys = Filters.keys(port, Filters.scan(HERO, search, ranked, Projection.METADATA));
        assertThat(keys)
                .containsExactlyInAnyOrderElementsOf(
                        Filters.keys(port, Filters.scan(HERO, search, Order.KEY, Projection.BODY)));
        return keys;
    }
}
