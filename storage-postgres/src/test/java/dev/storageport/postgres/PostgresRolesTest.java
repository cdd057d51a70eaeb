// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.ConfigurationException;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Health;
import dev.storageport.SchemaMode;
import dev.storageport.Storage;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageAccessException.Reason;
import dev.storageport.StorageOptions;
import dev.storageport.postgres.server.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each role may do, and what it is told of what it may not. */
class PostgresRolesTest {

    private static final String PASSWORD = "se-cret";
    private static final String SCHEMA = "game-store";

    private final TestDatabase database = TestDatabase.create();
    private final String owner = "The owner's \"%s\" of " + database.name();
    private final String application = "app@" + database.name() + ".iam";
    private final String reader = "reader " + database.name();
    private final String migrator = "migrator%I-" + database.name();
    private final List<String> others = new ArrayList<>();

    private final PostgresRoles roles = PostgresRoles.builder()
            .schema(SCHEMA)
            .owner(owner)
            .application(application)
            .reader(reader)
            .migrator(migrator)
            .build();

    @AfterEach
    void drop() {
        database.close();
        for (String role : Stream.concat(Stream.of(migrator, reader, application, owner), others.stream())
                .toList()) {
            TestDatabase.execute(PostgresServer.shared(), "postgres", "DROP ROLE IF EXISTS " + quoted(role));
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private void run() {
        for (String statement : roles.statements()) {
            database.execute(statement);
        }
        for (String role : List.of(migrator, application, reader)) {
            database.execute("ALTER ROLE " + quoted(role) + " PASSWORD '" + PASSWORD + "'");
        }
    }

    private Storage open(String role, SchemaMode mode) {
        return PostgresStorage.open(
                PostgresOptions.parse(
                        PostgresServer.shared().url(database.name(), role, PASSWORD) + "?poolSize=2&schema=" + SCHEMA),
                StorageOptions.builder().schemaMode(mode).build(),
                Hero.INDEXED);
    }

    private void migrate() {
        open(migrator, SchemaMode.MIGRATE).close();
    }

    /** All that the roles of this test are and may do in this database, one a line; other tests make roles at the same time. */
    private String state() {
        return database.query("WITH r AS (SELECT * FROM pg_roles WHERE rolname LIKE '%" + database.name() + "%')"
                + " SELECT line FROM (SELECT 'database ' || a::text AS line FROM pg_database,"
                + " aclexplode(datacl) AS a WHERE datname = current_database()"
                + " UNION ALL SELECT nspname || nspowner || a::text FROM pg_namespace, aclexplode(nspacl) AS a"
                + " UNION ALL SELECT relname || relowner || a::text FROM pg_class, aclexplode(relacl) AS a"
                + " WHERE relnamespace = '\"" + SCHEMA + "\"'::regnamespace"
                + " UNION ALL SELECT 'default ' || defaclrole || a::text FROM pg_default_acl, aclexplode(defaclacl) AS a"
                + " UNION ALL SELECT m::text FROM pg_auth_members AS m JOIN r ON r.oid = m.roleid"
                + " UNION ALL SELECT s::text FROM pg_db_role_setting AS s JOIN r ON r.oid = s.setrole"
                + " UNION ALL SELECT r::text FROM r) AS x ORDER BY 1");
    }

    @Test
    void statements_runAgain_changeNothing() {
        run();
        migrate();
        run();
        String before = state();
        assertThat(before)
                .contains(database.name())
                .contains("storageport$history")
                .contains("default ");
        database.execute(roles.script());
        for (String statement : roles.statements()) {
            database.execute(statement);
        }
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void application_doesAllOfDailyUse_andCreatesNothing() {
        run();
        migrate();
        assertThat(database.query("SELECT DISTINCT rolname FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner"
                        + " WHERE relnamespace = '\"" + SCHEMA + "\"'::regnamespace"))
                .isEqualTo(owner);
        // The library's own tables as well.
        run();
        try (Storage storage = open(application, SchemaMode.VALIDATE)) {
            DocumentCollection<Hero> heroes = storage.collection(Hero.INDEXED);
            heroes.put("a", Hero.of(1), Content.text("text"));
            heroes.putAll(List.of(Document.of("b", Hero.of(2)), Document.of("c", Hero.of(3))));
            heroes.update("a", hero -> Hero.of(4));
            assertThat(heroes.get("a")).isPresent();
            assertThat(heroes.find(Hero.AGE.is(4))).hasSize(1);
            assertThat(heroes.find(Hero.TEXT.contains("hero"))).hasSize(3);
            assertThat(heroes.countBy(Hero.SKILL)).isNotEmpty();
            assertThat(heroes.summary().documents()).isEqualTo(3);
            assertThat(storage.schema().status().collections()).hasSize(1);
            storage.transactWithoutResult(
                    transaction -> transaction.collection(Hero.INDEXED).delete("b"));
            assertThat(heroes.deleteInBatches(Condition.all(), 10)).isEqualTo(2);
            assertHealthy(storage);
        }
        assertRefused(
                () -> PostgresStorage.open(
                        PostgresOptions.parse(PostgresServer.shared().url(database.name(), application, PASSWORD)
                                + "?schema=" + SCHEMA),
                        CollectionSpec.of("other", Hero.class).build()),
                application,
                "CREATE on schema \"" + SCHEMA + "\"");
    }

    @Test
    void reader_reads_andWritesNothing() {
        run();
        migrate();
        try (Storage storage = open(application, SchemaMode.VALIDATE)) {
            storage.collection(Hero.INDEXED).put("a", Hero.of(1));
        }
        try (Storage storage = open(reader, SchemaMode.VALIDATE)) {
            DocumentCollection<Hero> heroes = storage.collection(Hero.INDEXED);
            assertThat(heroes.get("a")).isPresent();
            assertThat(heroes.find(Hero.TEXT.contains("hero"))).hasSize(1);
            assertThat(heroes.summary().documents()).isEqualTo(1);
            assertThat(heroes.countBy(Hero.SKILL)).isNotEmpty();
            assertThat(storage.schema().status().collections()).hasSize(1);
            assertHealthy(storage);
            String lacking = "INSERT, UPDATE, DELETE on table \"" + SCHEMA + "\".hero";
            assertRefused(() -> heroes.put("b", Hero.of(2)), reader, lacking);
            assertRefused(() -> heroes.update("a", hero -> Hero.of(2)), reader, lacking);
            assertRefused(() -> heroes.delete("a"), reader, lacking);
            assertRefused(heroes::clear, reader, lacking);
            assertRefused(
                    () -> storage.transactWithoutResult(
                            transaction -> transaction.collection(Hero.INDEXED).put("b", Hero.of(2))),
                    reader,
                    lacking);
            assertThat(heroes.count()).isEqualTo(1);
        }
    }

    @Test
    void rightOnOneOfManyCollections_isNamedFirst() {
        run();
        List<CollectionSpec<Hero>> many = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e", "f", "g")) {
            many.add(CollectionSpec.of(name, Hero.class).build());
        }
        CollectionSpec<?>[] specs = many.toArray(CollectionSpec<?>[]::new);
        String server = PostgresServer.shared().url(database.name(), migrator, PASSWORD) + "?schema=" + SCHEMA;
        PostgresStorage.open(PostgresOptions.parse(server), specs).close();
        try (Storage storage = PostgresStorage.open(
                PostgresOptions.parse(server).toBuilder().user(reader).build(), specs)) {
            for (CollectionSpec<Hero> spec : List.of(many.get(0), many.get(6))) {
                assertRefused(
                        () -> storage.collection(spec).put("k", Hero.of(1)),
                        reader,
                        "INSERT, UPDATE, DELETE on table " + quoted(SCHEMA) + "." + spec.name());
            }
        }
    }

    @Test
    void anybodyElse_mayNotConnect() {
        run();
        String other = "else_" + database.name();
        others.add(other);
        database.execute("CREATE ROLE " + other + " LOGIN PASSWORD '" + PASSWORD + "'");
        assertThatThrownBy(() -> open(other, SchemaMode.NONE))
                .isInstanceOfSatisfying(
                        StorageAccessException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.MISSING_RIGHT))
                .hasMessageEndingWith(": the user may not connect to the database, or may not log in");
    }

    /** As clouds have them: no superuser, but may create roles, and owns the database. */
    @Test
    void statements_runByAnAdministratorWhoIsNoSuperuser_doTheSame() throws SQLException {
        String administrator = "admin_" + database.name();
        others.add(administrator);
        database.execute("CREATE ROLE " + administrator + " LOGIN CREATEROLE PASSWORD '" + PASSWORD
                + "'; ALTER DATABASE " + database.name() + " OWNER TO " + administrator);
        try (Connection connection = TestDatabase.source(
                                PostgresServer.shared(), database.name(), administrator, PASSWORD)
                        .getConnection();
                Statement statement = connection.createStatement()) {
            for (int twice = 0; twice < 2; twice++) {
                for (String sql : roles.statements()) {
                    statement.execute(sql);
                }
            }
            statement.execute("ALTER ROLE " + quoted(migrator) + " PASSWORD '" + PASSWORD + "'");
            statement.execute("ALTER ROLE " + quoted(application) + " PASSWORD '" + PASSWORD + "'");
        }
        migrate();
        try (Storage storage = open(application, SchemaMode.VALIDATE)) {
            storage.collection(Hero.INDEXED).put("a", Hero.of(1));
        }
    }

    @Test
    void storageOfOneRole_isTakenOver() {
        database.execute("CREATE ROLE " + quoted(application) + " LOGIN PASSWORD '" + PASSWORD + "'");
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + quoted(application));
        try (Storage storage = open(application, SchemaMode.MIGRATE)) {
            storage.collection(Hero.INDEXED).put("a", Hero.of(1));
        }
        database.execute("REVOKE CREATE ON DATABASE " + database.name() + " FROM " + quoted(application));
        run();
        try (Storage storage = open(application, SchemaMode.VALIDATE)) {
            assertThat(storage.collection(Hero.INDEXED).get("a")).isPresent();
            storage.collection(Hero.INDEXED).put("b", Hero.of(2));
        }
        migrate();
        try (Storage storage = open(reader, SchemaMode.VALIDATE)) {
            assertThat(storage.collection(Hero.INDEXED).count()).isEqualTo(2);
        }
    }

    /** What is taken from the application, and what it is told that it lacks as soon as it opens. */
    @Test
    void rightsThatOpeningNeeds_areNamedWhenTheyAreMissing() {
        run();
        migrate();
        run();
        String schema = quoted(SCHEMA);
        Map<String, String> cases = Map.of(
                "USAGE ON SCHEMA " + schema, "USAGE on schema " + schema,
                "SELECT ON " + schema + ".\"storageport$history\"",
                        "SELECT on table " + schema + ".\"storageport$history\"",
                "SELECT ON " + schema + ".\"storageport$collections\"",
                        "SELECT on table " + schema + ".\"storageport$collections\"",
                "SELECT ON " + schema + ".\"storageport$indexes\"",
                        "SELECT on table " + schema + ".\"storageport$indexes\"");
        cases.forEach((right, lacking) -> without(
                right, () -> assertRefused(() -> open(application, SchemaMode.VALIDATE), application, lacking)));
        without(
                "CONNECT ON DATABASE " + database.name(),
                () -> assertThatThrownBy(() -> open(application, SchemaMode.VALIDATE))
                        .isInstanceOf(StorageAccessException.class)
                        .hasMessageEndingWith(": the user may not connect to the database, or may not log in"));
        open(application, SchemaMode.VALIDATE).close();
    }

    @Test
    void rightsThatOperationsNeed_areNamedWhenTheyAreMissing() {
        run();
        migrate();
        String table = quoted(SCHEMA) + ".hero";
        try (Storage storage = open(application, SchemaMode.VALIDATE)) {
            DocumentCollection<Hero> heroes = storage.collection(Hero.INDEXED);
            heroes.put("a", Hero.of(1));
            Map<String, Consumer<DocumentCollection<Hero>>> cases = Map.of(
                    "SELECT", all -> all.get("a"),
                    "INSERT", all -> all.put("b", Hero.of(2)),
                    "UPDATE", all -> all.put("a", Hero.of(3)),
                    "DELETE", all -> all.delete("a"));
            cases.forEach((right, operation) -> without(
                    right + " ON " + table,
                    () -> assertRefused(() -> operation.accept(heroes), application, right + " on table " + table)));
            without(
                    "USAGE ON SCHEMA " + quoted(SCHEMA),
                    () -> assertRefused(
                            () -> heroes.find(Hero.AGE.is(1)), application, "USAGE on schema " + quoted(SCHEMA)));
            assertThat(heroes.count()).isEqualTo(1);
        }
    }

    @Test
    void rightsThatMigratingNeeds_areNamedWhenTheyAreMissing() {
        run();
        try (Storage storage = PostgresStorage.open(
                PostgresOptions.parse(
                        PostgresServer.shared().url(database.name(), migrator, PASSWORD) + "?schema=" + SCHEMA),
                Hero.BARE)) {
            assertHealthy(storage);
        }
        String table = quoted(SCHEMA) + ".hero";
        // Its tables are not the application's, whatever it may create.
        database.execute("GRANT CREATE ON SCHEMA " + quoted(SCHEMA) + " TO " + quoted(application));
        assertThatThrownBy(() -> open(application, SchemaMode.MIGRATE))
                .isInstanceOf(StorageAccessException.class)
                .hasMessageContaining("the user \"" + application + "\" lacks ")
                .hasMessageContaining("the ownership of table " + table);
    }

    private void without(String right, Runnable test) {
        String of = " " + quoted(application);
        database.execute("REVOKE " + right + " FROM" + of);
        test.run();
        database.execute("GRANT " + right + " TO" + of);
    }

    private static void assertRefused(Runnable operation, String user, String lacking) {
        assertThatThrownBy(operation::run)
                .isInstanceOfSatisfying(
                        StorageAccessException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.MISSING_RIGHT))
                .hasMessageContaining("the user \"" + user + "\" lacks " + lacking + ";");
    }

    private static void assertHealthy(Storage storage) {
        Health health = storage.health(Duration.ofSeconds(10));
        assertThat(health.live()).as(health.message()).isTrue();
    }

    @Test
    void names_thatCannotBe_areRefused() {
        for (String name : List.of("", "pg_owner", "a\nb", "a\\b", "x".repeat(64), "a$storageport$b")) {
            assertThatThrownBy(() -> PostgresRoles.builder().owner(name))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("owner");
        }
        assertThatThrownBy(() ->
                        PostgresRoles.builder().owner("same").reader("same").build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("roles");
    }

    @Test
    void script_isTheStatements_andTrigramsCanBeLeftOut() {
        assertThat(roles.script()).contains("pg_trgm").endsWith(";\n");
        assertThat(PostgresRoles.builder().withoutTrigrams().build().script()).doesNotContain("pg_trgm");
    }
}
