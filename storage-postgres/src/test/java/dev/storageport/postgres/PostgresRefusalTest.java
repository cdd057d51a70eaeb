// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.storageport.SchemaMode;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageAccessException.Reason;
import dev.storageport.port.StoragePort;
import dev.storageport.postgres.server.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a server refuses a caller, asked of one that refuses for each reason there is. */
class PostgresRefusalTest {

    private static final String PASSWORD = "se-cret";

    private static final List<String> ENTRIES = List.of(
            "host    all rejected   127.0.0.1/32 reject",
            "hostssl all encrypted  127.0.0.1/32 scram-sha-256",
            "hostssl all certified  127.0.0.1/32 cert",
            "hostssl all verified   127.0.0.1/32 scram-sha-256 clientcert=verify-ca",
            "host    all trusted    127.0.0.1/32 trust",
            "host    all postgres   127.0.0.1/32 scram-sha-256",
            "host    all guest      127.0.0.1/32 scram-sha-256",
            "host    all nologin    127.0.0.1/32 scram-sha-256",
            "host    all nobody     127.0.0.1/32 scram-sha-256");

    @TempDir
    static Path folder;

    private static GuardedServer server;
    private static Certificate certified;
    private static Certificate stranger;

    private final List<Duration> pauses = new ArrayList<>();

    @BeforeAll
    static void start() {
        Certificate own = new CertificateAuthority(folder, "elsewhere.example").own();
        certified = new CertificateAuthority(folder, "certified").own();
        CertificateAuthority others = new CertificateAuthority(folder, "others");
        stranger = others.client("stranger", "certified");
        server = GuardedServer.start(own, certified, ENTRIES, "TLSv1.2");
        for (String user : List.of("rejected", "encrypted", "certified", "verified", "guest", "unlisted")) {
            server.execute("CREATE ROLE " + user + " LOGIN PASSWORD '" + PASSWORD + "'");
        }
        server.execute("CREATE ROLE nologin PASSWORD '" + PASSWORD + "'");
        server.execute("CREATE DATABASE closed ALLOW_CONNECTIONS false");
        server.execute("CREATE DATABASE private");
        server.execute("REVOKE CONNECT ON DATABASE private FROM PUBLIC");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private void assertRefused(Reason reason, String url) {
        StoragePort port = PostgresStorage.port(PostgresOptions.parse(url), pauses::add);
        assertThatThrownBy(() -> port.prepare(Samples.CATALOG, SchemaMode.MIGRATE))
                .isInstanceOfSatisfying(
                        StorageAccessException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .satisfies(refused -> assertThat(refused.getMessage())
                        .matches("cannot connect to PostgreSQL at 127\\.0\\.0\\.1:[0-9]+, database .*|layout 1 of .*"))
                .satisfies(refused -> Secrets.assertAbsent(refused, PASSWORD));
    }

    private void assertRefusedAtOnce(Reason reason, String url) {
        assertRefused(reason, url);
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PASSWORD,            guest:wrong,        postgres, ''",
        "PASSWORD,            guest,              postgres, ''",
        "PASSWORD,            guest:,             postgres, ''",
        "PASSWORD,            nobody:se-cret,     postgres, ''",
        "PASSWORD,            trusted,            postgres, ''",
        "UNKNOWN_DATABASE,    guest:se-cret,      missing,  ''",
        "MISSING_RIGHT,       guest:se-cret,      private,  ''",
        "MISSING_RIGHT,       guest:se-cret,      postgres, ''",
        "MISSING_RIGHT,       nologin:se-cret,    postgres, ''",
        "CONNECTION_REJECTED, rejected:se-cret,   postgres, ''",
        "CONNECTION_REJECTED, unlisted:se-cret,   postgres, ''",
        "CONNECTION_REJECTED, encrypted:se-cret,  postgres, ?sslmode=disable",
        "CONNECTION_REJECTED, guest:se-cret,      closed,   ''",
        "CERTIFICATE,         certified:se-cret,  postgres, ''",
        "CERTIFICATE,         verified:se-cret,   postgres, ''"
    })
    void caller_refusedByTheServer_learnsWhy(Reason reason, String user, String database, String parameters) {
        assertRefusedAtOnce(reason, server.url(user, database) + parameters);
    }

    @Test
    void serverWithoutEncryption_forACallerWhoRequiresIt_isARejectedConnection() {
        assertRefusedAtOnce(Reason.CONNECTION_REJECTED, PostgresServer.shared().url("postgres") + "?sslmode=require");
    }

    @Test
    void serversCertificate_thatIsNotTrusted_isTheReason() {
        String url = server.url("encrypted:" + PASSWORD, "postgres");
        assertRefusedAtOnce(Reason.CERTIFICATE, url + "?sslmode=verify-ca&sslrootcert=" + stranger.pem());
        assertRefusedAtOnce(Reason.CERTIFICATE, url + "?sslmode=verify-full&sslrootcert=" + server.certificate());
        assertRefusedAtOnce(
                Reason.CERTIFICATE, url + "?sslmode=verify-ca&sslrootcert=" + folder.resolve("missing.pem"));
        assertRefusedAtOnce(Reason.MISSING_RIGHT, url + "?sslmode=verify-ca&sslrootcert=" + server.certificate());
    }

    /** The driver looks for its default file if none is named. */
    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void serversCertificate_withoutAFileOfThoseThatAreTrusted_isTheReason(String mode) {
        assertRefusedAtOnce(Reason.CERTIFICATE, server.url("encrypted:" + PASSWORD, "postgres") + "?sslmode=" + mode);
    }

    @Test
    void serversCertificate_whenTheServerSpeaksTheNewestProtocol_isTheReason() {
        server.execute("ALTER SYSTEM SET ssl_max_protocol_version = ''");
        server.execute("SELECT pg_reload_conf()");
        try {
            serversCertificate_thatIsNotTrusted_isTheReason();
        } finally {
            server.execute("ALTER SYSTEM SET ssl_max_protocol_version = 'TLSv1.2'");
            server.execute("SELECT pg_reload_conf()");
        }
    }

    @Test
    void callersCertificate_thatIsNotAccepted_isTheReason() {
        String parameters = "?sslmode=require&sslpassword=" + Certificate.PASSWORD + "&sslkey=";
        String url = server.url("certified", "postgres") + parameters;
        assertRefusedAtOnce(Reason.MISSING_RIGHT, url + certified.store());
        server.execute("ALTER ROLE certified RENAME TO renamed");
        try {
            assertRefusedAtOnce(Reason.PASSWORD, url + certified.store());
        } finally {
            server.execute("ALTER ROLE renamed RENAME TO certified");
        }
        // The server is gone before it is heard as a rule.
        assertRefused(Reason.CERTIFICATE, url + stranger.store());
    }

    @Test
    void dataSourceOfTheApplication_givesTheSameReasons() {
        assertRefusedByDataSource(Reason.PASSWORD, "guest", "wrong", "");
        assertRefusedByDataSource(Reason.CONNECTION_REJECTED, "unlisted", PASSWORD, "");
        assertRefusedByDataSource(Reason.CERTIFICATE, "certified", PASSWORD, "");
        assertRefusedByDataSource(
                Reason.CERTIFICATE, "encrypted", PASSWORD, "?sslmode=verify-ca&sslrootcert=" + stranger.pem());
    }

    private static void assertRefusedByDataSource(Reason reason, String user, String password, String parameters) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl("postgres") + parameters);
        config.setUsername(user);
        config.setPassword(password);
        config.setConnectionTimeout(1000);
        config.setInitializationFailTimeout(-1);
        try (HikariDataSource dataSource = new HikariDataSource(config)) {
            StoragePort port = PostgresStorage.port(dataSource, PostgresSettings.defaults());
            assertThatThrownBy(() -> port.prepare(Samples.CATALOG, SchemaMode.MIGRATE))
                    .isInstanceOfSatisfying(
                            StorageAccessException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(reason))
                    .satisfies(refused -> Secrets.assertAbsent(refused, PASSWORD));
        }
    }
}
