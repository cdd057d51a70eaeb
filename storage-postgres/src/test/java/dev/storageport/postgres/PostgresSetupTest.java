// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.SchemaMode;
import dev.storageport.StorageOptions;
import dev.storageport.postgres.SetupReport.Finding;
import dev.storageport.postgres.SetupReport.Verdict;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.postgres.server.PostgresServerOptions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresSetupTest {

    private static final String PASSWORD = "se-cret";
    private static final String SCHEMA = "game-store";

    /** What no script of roles decides, on the server that tests start. */
    private static final Set<String> OF_THE_SERVER = Set.of("certificate of the server", "encryption", "pg_hba.conf");

    private final TestDatabase database = TestDatabase.create();
    private final String owner = "owner's " + database.name();
    private final String application = "app@" + database.name();
    private final String reader = "reader " + database.name();
    private final String migrator = "migrator " + database.name();

    private final PostgresRoles roles = PostgresRoles.builder()
            .schema(SCHEMA)
            .owner(owner)
            .application(application)
            .reader(reader)
            .migrator(migrator)
            .build();

    @BeforeEach
    void setUp() {
        run();
        for (String role : List.of(migrator, application, reader)) {
            database.execute("ALTER ROLE \"" + role + "\" PASSWORD '" + PASSWORD + "'");
        }
        PostgresStorage.open(
                        options(migrator),
                        StorageOptions.builder().schemaMode(SchemaMode.MIGRATE).build(),
                        Hero.INDEXED)
                .close();
        run();
    }

    private void run() {
        roles.statements().forEach(database::execute);
    }

    @AfterEach
    void drop() {
        database.close();
        for (String role : List.of(migrator, reader, application, owner)) {
            TestDatabase.execute(PostgresServer.shared(), "postgres", "DROP ROLE IF EXISTS \"" + role + "\"");
        }
    }

    private PostgresOptions options(String role) {
        return PostgresOptions.parse(
                PostgresServer.shared().url(database.name(), role, PASSWORD) + "?poolSize=2&schema=" + SCHEMA);
    }

    private SetupReport verified() {
        return roles.verify(PostgresOptions.parse(database.url()));
    }

    private static Finding of(SetupReport report, String subject) {
        return report.findings().stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing of " + subject + " in\n" + report));
    }

    @Test
    void setup_asTheScriptLeavesIt_isInOrder() {
        SetupReport report = verified();
        assertThat(report.ok()).as("%s", report).isTrue();
        assertThat(report.findings())
                .hasSizeGreaterThan(15)
                .filteredOn(finding -> !OF_THE_SERVER.contains(finding.subject()))
                .allSatisfy(finding ->
                        assertThat(finding.verdict()).as("%s", finding).isEqualTo(Verdict.PASS));
        assertThat(of(report, "encryption"))
                .hasToString("WARN encryption: none: who is on the way can read, or soon may,"
                        + " what is sent; set up TLS, and sslmode");
        assertThat(of(report, "certificate of the server").verdict()).isEqualTo(Verdict.WARN);
    }

    /** What is changed, and what is found then: the beginnings of lines, and no other line. */
    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(
                        List.of("ALTER ROLE {app} SUPERUSER"),
                        List.of(
                                "powers: {app}: ",
                                "limits of the application: CREATE on database, CREATE on schema, DELETE on {schema}.\"storage")),
                Arguments.of(
                        List.of(
                                "ALTER ROLE {owner} LOGIN",
                                "ALTER ROLE {app} NOLOGIN",
                                "ALTER ROLE {migrator} IN DATABASE {db} RESET role",
                                "REVOKE INSERT ON {schema}.hero FROM {app}",
                                "REVOKE SELECT ON {schema}.\"storageport$indexes\" FROM {app}",
                                "REVOKE CONNECT ON DATABASE {db} FROM {app}",
                                "REVOKE USAGE ON SCHEMA {schema} FROM {app}",
                                "REVOKE SELECT ON {schema}.hero FROM {reader}",
                                "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} REVOKE DELETE ON TABLES FROM {app}"),
                        List.of(
                                "logins: {app}, {owner}: ",
                                "migrator: {migrator}: ",
                                "rights of the application: CONNECT, USAGE on schema, INSERT on {schema}.hero, SELECT on"
                                        + " {schema}.\"storageport$indexes\": ",
                                "rights of the reader: SELECT on {schema}.hero: ",
                                "tables to come: DELETE for {app}: ")),
                Arguments.of(
                        List.of(
                                "GRANT UPDATE ON {schema}.\"storageport$history\" TO {app}",
                                "GRANT TRUNCATE ON {schema}.hero TO {app}",
                                "GRANT CREATE ON SCHEMA {schema} TO {app}",
                                "GRANT CREATE ON DATABASE {db} TO {app}",
                                "GRANT DELETE ON {schema}.hero TO {reader}",
                                "REVOKE {owner} FROM {migrator}",
                                "ALTER TABLE {schema}.hero OWNER TO postgres",
                                "ALTER SCHEMA {schema} OWNER TO postgres"),
                        List.of(
                                "migrator: {migrator}: ",
                                "ownership: schema {schema}, table {schema}.hero: ",
                                "limits of the application: CREATE on database, CREATE on schema, TRUNCATE on {schema}.hero,"
                                        + " UPDATE on {schema}.\"storageport$history\": ",
                                "limits of the reader: DELETE on {schema}.hero: ")),
                Arguments.of(
                        List.of(
                                "GRANT CONNECT ON DATABASE {db} TO PUBLIC",
                                "GRANT USAGE ON SCHEMA {schema} TO PUBLIC",
                                "GRANT CREATE ON SCHEMA public TO PUBLIC",
                                "GRANT SELECT ON {schema}.hero TO PUBLIC"),
                        List.of("everybody: database, schema {schema}, schema public, table {schema}.hero: ")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void setup_thatWasChanged_isFound(List<String> statements, List<String> found) {
        statements.forEach(statement -> database.execute(named(statement)));
        SetupReport report = verified();
        assertThat(report.ok()).isFalse();
        List<String> failures = report.findings().stream()
                .filter(finding -> finding.verdict() == Verdict.FAIL)
                .map(Finding::toString)
                .toList();
        assertThat(failures).as("%s", report).hasSameSizeAs(found);
        for (int i = 0; i < found.size(); i++) {
            assertThat(failures.get(i)).startsWith(named("FAIL " + found.get(i)));
        }
    }

    private String named(String text) {
        return text.replace("{app}", quoted(application))
                .replace("{owner}", quoted(owner))
                .replace("{reader}", quoted(reader))
                .replace("{migrator}", quoted(migrator))
                .replace("{schema}", quoted(SCHEMA))
                .replace("{db}", database.name());
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    @Test
    void passwords_storedTheOldWay_areFound() {
        database.execute("SET password_encryption = md5; ALTER ROLE " + quoted(reader) + " PASSWORD 'x'");
        assertThat(of(verified(), "stored passwords"))
                .hasToString("WARN stored passwords: " + quoted(reader)
                        + ": their passwords are stored as MD5; set them anew");
        database.execute("ALTER DATABASE " + database.name() + " SET password_encryption = md5");
        assertThat(of(verified(), "password_encryption").verdict()).isEqualTo(Verdict.WARN);
    }

    @Test
    void entriesThatLetInWhoProvesNothing_areFound() {
        PostgresServerOptions options = PostgresServerOptions.defaults()
                .withHostEntries(
                        List.of("host all postgres 127.0.0.1/32 scram-sha-256", "host all anybody 127.0.0.1/32 trust"));
        try (PostgresServer open = PostgresServer.start(options)) {
            SetupReport report =
                    roles.verify(PostgresOptions.parse(open.address().url("postgres")));
            assertThat(of(report, "pg_hba.conf").verdict()).isEqualTo(Verdict.WARN);
            assertThat(of(report, "pg_hba.conf").text()).matches("line \\d+ \\(trust\\): .*");
        }
    }

    @Test
    void rolesAndSchema_thatAreMissing_areFound() {
        SetupReport report = PostgresRoles.builder()
                .schema("elsewhere")
                .owner("nobody_" + database.name())
                .build()
                .verify(PostgresOptions.parse(database.url()));
        assertThat(of(report, "roles").verdict()).isEqualTo(Verdict.FAIL);
        assertThat(of(report, "roles").text()).contains("nobody_" + database.name(), "there is no such role");
        assertThat(report.findings()).last().hasToString("SKIP rights: what they are for is missing");
        SetupReport withoutSchema = PostgresRoles.builder()
                .schema("elsewhere")
                .owner(owner)
                .application(application)
                .reader(reader)
                .build()
                .verify(PostgresOptions.parse(database.url()));
        assertThat(of(withoutSchema, "schema").text()).startsWith("elsewhere: there is no such schema");
        assertThat(withoutSchema.findings()).last().hasToString("SKIP rights: what they are for is missing");
    }

    @Test
    void setup_seenByTheApplication_skipsWhatItMayNotSee() {
        SetupReport report = roles.verify(options(application));
        assertThat(report.ok()).as("%s", report).isTrue();
        assertThat(report.findings())
                .filteredOn(finding -> finding.verdict() == Verdict.SKIP)
                .extracting(Finding::subject)
                .containsExactly("stored passwords", "pg_hba.conf");
        assertThat(of(report, "rights of the application").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void serverThatRefusesOrIsNotThere_isAFinding_withoutThePassword() {
        SetupReport refused = roles.verify(
                PostgresOptions.parse(PostgresServer.shared().url(database.name(), application, "another-se-cret")));
        assertThat(refused.ok()).isFalse();
        assertThat(refused.toString())
                .startsWith("FAIL connection: ")
                .contains("check user, password")
                .doesNotContain("another-se-cret");
        SetupReport away = roles.verify(PostgresOptions.parse("postgres://u:another-se-cret@127.0.0.1:1/d"));
        assertThat(away.findings()).hasSize(1);
        assertThat(away.toString()).contains("127.0.0.1:1").doesNotContain("another-se-cret");
    }
}
