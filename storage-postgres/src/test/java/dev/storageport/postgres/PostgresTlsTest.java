// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static dev.storageport.postgres.PostgresTlsMode.ALLOW;
import static dev.storageport.postgres.PostgresTlsMode.DISABLE;
import static dev.storageport.postgres.PostgresTlsMode.PREFER;
import static dev.storageport.postgres.PostgresTlsMode.REQUIRE;
import static dev.storageport.postgres.PostgresTlsMode.VERIFY_CA;
import static dev.storageport.postgres.PostgresTlsMode.VERIFY_FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import dev.storageport.Health;
import dev.storageport.SchemaMode;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageAccessException.Reason;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.StoragePort;
import dev.storageport.postgres.internal.security.CertificateProblem;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is encrypted and who has proved himself, with a server whose certificates are made here. */
class PostgresTlsTest {

    private static final String HANGS_UP =
            ": the server hangs up; see its log, also for a client's certificate that it does not accept";

    private static final String PASSWORD = "se-cret";

    private static final List<String> ENTRIES = List.of(
            "host      all postgres  127.0.0.1/32 scram-sha-256",
            "host      all either    127.0.0.1/32 scram-sha-256",
            "hostssl   all encrypted 127.0.0.1/32 scram-sha-256",
            "hostnossl all plain     127.0.0.1/32 scram-sha-256",
            "hostssl   all certified 127.0.0.1/32 cert",
            "hostssl   all other     127.0.0.1/32 cert");

    /** Where the certificate of the server is for. */
    private static final String BY_NAME = "localhost";

    private static final String BY_ADDRESS = "127.0.0.1";

    @TempDir
    static Path folder;

    private static CertificateAuthority trusted;
    private static CertificateAuthority stranger;
    private static Certificate client;
    private static GuardedServer server;

    @BeforeAll
    static void start() {
        trusted = new CertificateAuthority(folder, "trusted");
        stranger = new CertificateAuthority(folder, "stranger");
        client = trusted.client("client", "certified");
        server = GuardedServer.start(trusted.server("server", BY_NAME), trusted.own(), ENTRIES, "TLSv1.3");
        for (String user : List.of("either", "encrypted", "plain", "certified", "other")) {
            server.execute(
                    "CREATE ROLE " + user + " LOGIN PASSWORD '" + PASSWORD + "'",
                    "CREATE DATABASE " + user + " OWNER " + user);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static PostgresOptions options(PostgresServer on, String host, String user, PostgresTls tls) {
        return PostgresOptions.builder(host, user)
                .port(on.address().port())
                .password(PASSWORD)
                .tls(tls)
                .settings(PostgresSettings.builder()
                        .openPause(Duration.ofMillis(50))
                        .build())
                .build();
    }

    private static PostgresOptions options(String host, String user, PostgresTls tls) {
        return options(server.server(), host, user, tls);
    }

    private static String encryption(PostgresOptions options) {
        StoragePort port = PostgresStorage.port(options);
        try {
            port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
            Health health = port.health(Duration.ofSeconds(10));
            assertThat(health.live()).as(health.message()).isTrue();
            return health.encryption().orElseThrow();
        } finally {
            port.close();
        }
    }

    private static PostgresTls of(PostgresTlsMode mode) {
        PostgresTls tls = PostgresTls.of(mode);
        return mode.verifies() ? tls.trusting(trusted.own().pem()) : tls;
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLE,     either,    none",
        "ALLOW,       either,    none",
        "ALLOW,       encrypted, 'TLSv1.3, TLS_AES_256_GCM_SHA384'",
        "PREFER,      either,    'TLSv1.3, TLS_AES_256_GCM_SHA384'",
        "PREFER,      plain,     none",
        "REQUIRE,     either,    'TLSv1.3, TLS_AES_256_GCM_SHA384'",
        "VERIFY_CA,   either,    'TLSv1.3, TLS_AES_256_GCM_SHA384'",
        "VERIFY_FULL, encrypted, 'TLSv1.3, TLS_AES_256_GCM_SHA384'"
    })
    void session_isEncryptedAsTheModeSays_andHealthTells(PostgresTlsMode mode, String user, String expected) {
        assertThat(encryption(options(BY_NAME, user, of(mode)))).isEqualTo(expected);
    }

    @Test
    void setup_ofASessionThatVerifies_isSaidToBeProtected() {
        SetupReport report =
                PostgresRoles.builder().build().verify(options(BY_NAME, "encrypted", of(PostgresTlsMode.VERIFY_FULL)));
        assertThat(report.toString())
                .contains("PASS certificate of the server: is verified, and so is the name in it")
                .contains("PASS encryption: this session is encrypted");
        assertThat(PostgresRoles.builder()
                        .build()
                        .verify(options(BY_NAME, "encrypted", of(PostgresTlsMode.VERIFY_CA)))
                        .toString())
                .contains("WARN certificate of the server: sslmode is verify-ca");
    }

    @Test
    void health_ofAServerThatDoesNotEncrypt_saysNone() {
        PostgresAddress shared = PostgresServer.shared();
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(encryption(PostgresOptions.parse(shared.url(database.name()))))
                    .isEqualTo("none");
        }
    }

    @Test
    void url_givesTheSameAsTheBuilder() {
        PostgresOptions typed = options(
                BY_NAME,
                "either",
                PostgresTls.of(VERIFY_FULL).trusting(trusted.own().pem()));
        PostgresOptions parsed = PostgresOptions.parse(
                server.url(BY_NAME, "either:" + PASSWORD, "either") + "?openPause=50ms&sslmode=verify-full&sslrootcert="
                        + trusted.own().pem());
        assertThat(parsed).isEqualTo(typed);
        assertThat(parsed.tls()).isEqualTo(typed.tls());
        assertThat(parsed.tls().mode()).isEqualTo(VERIFY_FULL);
        assertThat(parsed.tls().trusted()).contains(trusted.own().pem());
        assertThat(PostgresOptions.parse("postgres://u@h/d").tls()).isEqualTo(PostgresTls.of(PREFER));
        assertThat(PostgresOptions.parse("postgres://u@h/d?ssl=true").tls().mode())
                .isEqualTo(VERIFY_FULL);
        assertThat(typed.toBuilder().tls(PostgresTls.of(DISABLE)).build().driverProperties())
                .containsOnlyKeys("sslmode");
    }

    @Test
    void trustedCertificates_thatNobodyWouldLookAt_areRefused() {
        for (PostgresTlsMode mode : List.of(DISABLE, ALLOW, PREFER, REQUIRE)) {
            assertThatThrownBy(() -> PostgresTls.of(mode).trusting(trusted.own().pem()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("tls")
                    .hasMessageContaining("VERIFY_FULL");
        }
    }

    @Test
    void passwordOfAStore_isNotShown() {
        PostgresTls tls = PostgresTls.of(REQUIRE).client(client.store(), Certificate.PASSWORD);
        assertThat(tls.toString()).contains("client.p12").doesNotContain(Certificate.PASSWORD);
        assertThat(options(BY_NAME, "certified", tls).toString()).doesNotContain(Certificate.PASSWORD);
    }

    @Test
    void client_withACertificate_needsNoPassword() {
        PostgresTls files =
                PostgresTls.of(VERIFY_FULL).trusting(trusted.own().pem()).client(client.pem(), client.pk8());
        assertThat(encryption(options(BY_NAME, "certified", files))).startsWith("TLSv1.3");
        PostgresTls store = PostgresTls.of(REQUIRE).client(client.store(), Certificate.PASSWORD);
        assertThat(encryption(options(BY_ADDRESS, "certified", store))).startsWith("TLSv1.3");
    }

    private static void assertRefused(CertificateProblem problem, PostgresOptions options) {
        StoragePort port = PostgresStorage.port(options);
        assertThatThrownBy(() -> port.prepare(Samples.CATALOG, SchemaMode.MIGRATE))
                .isInstanceOfSatisfying(
                        StorageAccessException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.CERTIFICATE))
                .hasMessage("cannot connect to PostgreSQL at "
                        + options.hosts().get(0).getHostString() + ":"
                        + options.hosts().get(0).getPort() + ", database \"" + options.database() + "\": "
                        + problem.text())
                .satisfies(refused -> Secrets.assertAbsent(refused, PASSWORD))
                .satisfies(refused -> Secrets.assertAbsent(refused, Certificate.PASSWORD));
    }

    @Test
    void serversCertificate_ofAnUnknownSigner_isToldAsThat() {
        for (PostgresTlsMode mode : List.of(VERIFY_CA, VERIFY_FULL)) {
            PostgresTls tls = PostgresTls.of(mode).trusting(stranger.own().pem());
            assertRefused(CertificateProblem.UNKNOWN_SIGNER, options(BY_NAME, "either", tls));
        }
    }

    @Test
    void serversCertificate_forAnotherName_isToldAsThat() {
        assertRefused(CertificateProblem.OTHER_HOST, options(BY_ADDRESS, "either", of(VERIFY_FULL)));
        assertThat(encryption(options(BY_ADDRESS, "either", of(VERIFY_CA)))).startsWith("TLS");
    }

    @Test
    void serversCertificate_thatHasExpired_isToldAsThat() {
        Certificate expired = trusted.expired("expired", BY_NAME);
        try (GuardedServer late = GuardedServer.start(expired, trusted.own(), ENTRIES, "TLSv1.2")) {
            late.execute("CREATE ROLE either LOGIN PASSWORD '" + PASSWORD + "'", "CREATE DATABASE either OWNER either");
            assertRefused(CertificateProblem.EXPIRED, options(late.server(), BY_NAME, "either", of(VERIFY_FULL)));
            assertThat(encryption(options(late.server(), BY_NAME, "either", PostgresTls.of(REQUIRE))))
                    .startsWith("TLSv1.2, ");
            late.execute("ALTER SYSTEM SET ssl_max_protocol_version = 'TLSv1.1'");
            late.server().restart();
            assertRefused(
                    CertificateProblem.PROTOCOL, options(late.server(), BY_NAME, "either", PostgresTls.of(REQUIRE)));
        }
    }

    @Test
    void trustedCertificates_thatAreMissingOrNone_areToldAsThat() throws IOException {
        for (Path file :
                List.of(folder.resolve("missing.crt"), Files.writeString(folder.resolve("none.crt"), "none"))) {
            PostgresTls tls = PostgresTls.of(VERIFY_FULL).trusting(file);
            assertRefused(CertificateProblem.ROOT_FILE, options(BY_NAME, "either", tls));
        }
    }

    @Test
    void clientsCertificate_thatIsMissing_isToldAsThat() {
        assertRefused(CertificateProblem.CLIENT_MISSING, options(BY_NAME, "certified", PostgresTls.of(REQUIRE)));
        assertRefused(
                CertificateProblem.CLIENT_FILE,
                options(
                        BY_NAME,
                        "certified",
                        PostgresTls.of(REQUIRE).client(client.pem(), folder.resolve("missing.pk8"))));
    }

    @Test
    void clientsCertificate_forAnotherUser_isToldAsThat() {
        PostgresTls tls = PostgresTls.of(REQUIRE).client(client.pem(), client.pk8());
        assertRefused(CertificateProblem.CLIENT_OF_ANOTHER, options(BY_NAME, "other", tls));
    }

    @Test
    void clientsKey_thatOthersMayRead_isToldAsThat() throws IOException {
        Path open = Files.copy(client.pk8(), folder.resolve("open.pk8"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        PostgresTls tls = PostgresTls.of(REQUIRE).client(client.pem(), open);
        assertRefused(CertificateProblem.CLIENT_KEY_OPEN, options(BY_NAME, "certified", tls));
    }

    /** The server names the signers it trusts, and the JDK sends it no certificate of another one. */
    @Test
    void clientsCertificate_ofAnUnknownSigner_isToldAsMissing() {
        Certificate unknown = stranger.client("unknown", "certified");
        PostgresTls tls = PostgresTls.of(REQUIRE).client(unknown.pem(), unknown.pk8());
        assertRefused(CertificateProblem.CLIENT_MISSING, options(BY_NAME, "certified", tls));
    }

    @Test
    void clientsCertificate_ofASignerWhoTookTheNameOfTheTrustedOne_isToldAsRefused() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Certificate forged = new CertificateAuthority(other, "trusted").client("forged", "certified");
        assertRefusedByTheServer(forged, CertificateProblem.CLIENT_REFUSED);
    }

    @Test
    void clientsCertificate_thatHasExpired_isToldAsThat() {
        assertRefusedByTheServer(trusted.expired("old", "certified"), CertificateProblem.CLIENT_EXPIRED);
    }

    /** The server may have hung up before the JVM has read why; then that is all that can be told. */
    private static void assertRefusedByTheServer(Certificate own, CertificateProblem problem) {
        StoragePort port = PostgresStorage.port(
                options(BY_NAME, "certified", PostgresTls.of(REQUIRE).client(own.pem(), own.pk8())));
        assertThatThrownBy(() -> port.prepare(Samples.CATALOG, SchemaMode.MIGRATE))
                .satisfies(PostgresTlsTest::assertRefused)
                .satisfies(refused -> assertThat(refused.getMessage())
                        .matches(message -> message.endsWith(": " + problem.text())
                                || message.endsWith(": " + CertificateProblem.CLIENT_REFUSED.text())
                                || message.endsWith(HANGS_UP)));
    }

    private static void assertRefused(Throwable failure) {
        if (failure instanceof StorageAccessException refused) {
            assertThat(refused.reason()).isEqualTo(Reason.CERTIFICATE);
        } else {
            assertThat(failure).isInstanceOf(StorageUnavailableException.class).hasMessageEndingWith(HANGS_UP);
        }
    }
}
