// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.ConfigurationException;
import dev.storageport.IndexBuildMode;
import dev.storageport.SchemaMode;
import dev.storageport.Storage;
import dev.storageport.StorageConfig;
import dev.storageport.port.Option.Preset;
import dev.storageport.port.StorageUrl;
import dev.storageport.postgres.PostgresOptions;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageConfigTest {

    private static final String SECRET = "s3cr-et";

    record Hero(String name) {}

    private static final CollectionSpec<Hero> HEROES =
            CollectionSpec.of("heroes", Hero.class).build();

    @TempDir
    Path folder;

    // Where the storage is.

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STORAGE_URL=sqlite:/x/a.db, DATABASE_URL=mysql://elsewhere/d     | sqlite:/x/a.db
            DATABASE_URL=postgres://u:p@h/d                                  | postgres://u:***@h:5432/d
            DATABASE_URL=postgresql+psycopg2://u:p@h/d                       | postgres://u:***@h:5432/d
            DATABASE_URL=postgres://u@h/d, STORAGE_PATH=/x/a.db              | postgres://u@h:5432/d
            DATABASE_URL=postgres://u@h/d, POSTGRES_HOST=other, POSTGRES_DB=e | postgres://u@h:5432/d
            STORAGE_PATH=/x/a.db                                             | sqlite:/x/a.db
            STORAGE_PATH=:memory:                                            | sqlite::memory:
            STORAGE_PATH=/x/a b%3F?.db                                       | sqlite:/x/a b%3F?.db
            STORAGE_HOST=h, STORAGE_USER=u                                   | postgres://u@h:5432/u
            STORAGE_HOST=h, STORAGE_PORT=6000, STORAGE_USER=u, STORAGE_DATABASE=d | postgres://u@h:6000/d
            STORAGE_HOST=::1, STORAGE_USER=u                                 | postgres://u@[::1]:5432/u
            POSTGRES_HOST=h, POSTGRES_PORT=6000, POSTGRES_DB=d, POSTGRES_USER=u, POSTGRES_PASSWORD=p | postgres://u:***@h:6000/d
            POSTGRES_HOST=h, POSTGRES_USER=u, STORAGE_HOST=g                 | postgres://u@g:5432/u
            POSTGRES_HOST=h, POSTGRES_USER=u, STORAGE_PATH=/x/a.db           | postgres://u@h:5432/u
            POSTGRES_USER=u, POSTGRES_INITDB_ARGS=-k, STORAGE_PATH=/x/a.db   | sqlite:/x/a.db
            POSTGRES_HOST=h, POSTGRES_PORT=tcp://10.0.0.1:5432, POSTGRES_USER=u | postgres://u@h:5432/u
            DATABASE_URL=postgres://h/d, POSTGRES_USER=u, POSTGRES_PASSWORD=p | postgres://u:***@h:5432/d
            DATABASE_URL=postgres://u@h/d, STORAGE_PASSWORD=p                | postgres://u:***@h:5432/d
            DATABASE_URL=memory:                                             | memory:…
            """)
    void place_isTheFirstThatIsSaid(String variables, String expected) {
        assertThat(StorageConfig.from(map(variables)).redactedUrl()).isEqualTo(expected);
        assertThat(StorageConfig.from(map(variables)::get).redactedUrl()).isEqualTo(expected);
    }

    /** Text inside a URL that looks like another backend decides nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgres://u:sqlite%3Ax@h/d              | postgres://u:***@h:5432/d
            postgres://u:sqlite:@h/sqlite            | postgres://u:***@h:5432/sqlite
            postgres://sqlite:memory:@h/d            | postgres://sqlite:***@h:5432/d
            sqlite:/x/postgres://u.db                | sqlite:/x/postgres:/u.db
            sqlite:/x/postgresql.db                  | sqlite:/x/postgresql.db
            jdbc:postgresql://h/d?user=u&password=p  | postgres://u:***@h:5432/d
            """)
    void backend_isDecidedByTheSchemeAlone(String url, String expected) {
        assertThat(StorageConfig.builder().url(url).build().redactedUrl()).isEqualTo(expected);
    }

    @Test
    void nothingSaid_isRefusedByAllNames() {
        assertThatThrownBy(() -> StorageConfig.from(Map.of("HOME", "/root", "POSTGRES_PASSWORD", SECRET)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "STORAGE_URL", "DATABASE_URL", "STORAGE_HOST", "POSTGRES_HOST", "STORAGE_PATH");
    }

    // Names and values.

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STORAGE_POOL_SZIE=5                               | STORAGE_POOL_SZIE     | did you mean STORAGE_POOL_SIZE?
            STORAGE_READERS=2                                 | STORAGE_READERS       | is an option of sqlite, and the storage is on postgres
            STORAGE_WHATEVER_IT_IS=2                          | STORAGE_WHATEVER_IT_IS | there are STORAGE_APPLICATION_NAME
            STORAGE_POOL_SIZE=many                            | STORAGE_POOL_SIZE     | must be a whole number from 1 to 1000
            STORAGE_POOL_SIZE=0                               | STORAGE_POOL_SIZE     | must be from 1 to 1000
            STORAGE_POOL_SIZE=                                | STORAGE_POOL_SIZE     | is empty
            STORAGE_POOL_SIZE=5, STORAGE_POOLSIZE=6           | STORAGE_POOL          | is the same option as STORAGE_POOL
            STORAGE_CLOSE_GRACE=-1s                           | STORAGE_CLOSE_GRACE   | must be a number with ms
            STORAGE_SCHEMA_MODE=maybe                         | STORAGE_SCHEMA_MODE   | must be migrate or validate or none
            STORAGE_LEAK_DETECTION=yes                        | STORAGE_LEAK_DETECTION | must be true or false
            STORAGE_MODE=staging                              | STORAGE_MODE          | must be production or development
            STORAGE_PAGE_TOKEN_KEY=s3cr-et                    | STORAGE_PAGE_TOKEN_KEY | at least 16 bytes
            STORAGE_HOST=other                                | STORAGE_HOST          | contradicts the URL
            STORAGE_USER=other                                | user                  | contradicts the user in the URL
            STORAGE_STATEMENT_TIMEOUT=6s                      | STORAGE_STATEMENT_TIMEOUT | contradicts the parameter statementTimeout of the URL
            STORAGE_PASSWORD=s3cr-et, STORAGE_PASSWORD_FILE=s3cr-et | STORAGE_PASSWORD_FILE | contradicts STORAGE_PASSWORD
            STORAGE_PAGE_TOKEN_KEY_FILE=/s3cr-et/no           | STORAGE_PAGE_TOKEN_KEY_FILE | names a file that cannot be read
            """)
    void setting_thatIsWrong_isRefusedByItsName(String variables, String name, String problem) {
        Map<String, String> settings = map(variables);
        settings.put("DATABASE_URL", "postgres://u:" + SECRET + "@h/d?statementTimeout=5s");
        assertThatThrownBy(() -> StorageConfig.from(settings))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .startsWith(name)
                .contains(problem)
                .doesNotContain(SECRET);
    }

    @Test
    void libraryOption_inUrl_isRefusedWithTheWayToSetIt() {
        assertThatThrownBy(() -> Storage.open("sqlite:/x/a.db?closeGrace=1s"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("parameter closeGrace", "StorageConfig");
    }

    @Test
    void foreignVariables_andWhatKubernetesAdds_areNobodysBusiness() {
        Map<String, String> settings = map("STORAGE_PATH=/x/a.db, PATH=/bin, STORAGEX=1, POSTGRES_VERSION=18,"
                + " STORAGE_SERVICE_HOST=10.0.0.1, STORAGE_SERVICE_PORT_HTTP=80, STORAGE_PORT=tcp://10.0.0.1:80,"
                + " STORAGE_PORT_80_TCP_ADDR=10.0.0.1");
        assertThat(StorageConfig.from(settings).redactedUrl()).isEqualTo("sqlite:/x/a.db");
    }

    @Test
    void options_ofTheLibrary_areSetByName() {
        StorageConfig config = StorageConfig.from(map("STORAGE_PATH=:memory:, STORAGE_SCHEMA_MODE=VALIDATE,"
                + " STORAGE_INDEX_BUILD_MODE=on_request, STORAGE_CLOSE_GRACE=PT2S, STORAGE_OUTAGE_RETRY=0,"
                + " STORAGE_CONFLICT_RETRY=2m, STORAGE_CONFLICT_RETRY_ATTEMPTS=7, STORAGE_LEAK_DETECTION=TRUE"));
        assertThat(config.options().schemaMode()).isEqualTo(SchemaMode.VALIDATE);
        assertThat(config.options().indexBuildMode()).isEqualTo(IndexBuildMode.ON_REQUEST);
        assertThat(config.options().closeGrace()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.options().outageRetry()).isZero();
        assertThat(config.options().conflictRetry().atMost()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.options().conflictRetry().attempts()).isEqualTo(7);
        assertThat(config.options().leakDetection()).isTrue();
    }

    @Test
    void prefix_ofTheApplication_isTheOnlyOneThatIsRead() {
        Map<String, String> settings =
                map("ORDERS_PATH=/x/o.db, ORDERS_READERS=2, STORAGE_NOT=1, DATABASE_URL=postgres://u@h/d");
        assertThat(StorageConfig.from("ORDERS_", settings).toString())
                .isEqualTo("StorageConfig[sqlite:/x/o.db, mode=none, {readers=\"2\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"storage.close-grace", "storage.closeGrace"})
    void properties_byEitherSpelling_areRead(String key) {
        Map<String, String> properties = Map.of("storage.path", ":memory:", key, "3s");
        assertThat(StorageConfig.from("storage.", properties).options().closeGrace())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(StorageConfig.from("storage.", properties::get).options().closeGrace())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void environment_isNotReadUnlessItIsHandedIn() {
        List<String> asked = new ArrayList<>();
        StorageConfig.builder().url("sqlite::memory:").build();
        StorageConfig.from(name -> {
            asked.add(name);
            return name.equals("STORAGE_PATH") ? ":memory:" : null;
        });
        assertThat(asked)
                .contains("DATABASE_URL", "STORAGE_URL", "STORAGE_CLOSE_GRACE")
                .allMatch(name -> name.matches("(STORAGE|POSTGRES|DATABASE)_.*"));
    }

    // Secrets.

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STORAGE_PASSWORD=explicit, POSTGRES_PASSWORD=common   | postgres://u:url@h/d | explicit
            POSTGRES_PASSWORD=common                              | postgres://u:url@h/d | url
            POSTGRES_PASSWORD=common                              | postgres://u@h/d     | common
            STORAGE_PASSWORD=explicit                             | jdbc:postgresql://h/d?user=u&password=url | explicit
            """)
    void password_isTheFirstThatIsGiven(String variables, String url, String expected) {
        Map<String, String> settings = map(variables);
        settings.put("DATABASE_URL", url);
        assertThat(StorageConfig.from(settings).toString()).doesNotContain(expected);
        PostgresOptions options = PostgresOptions.of(StorageConfig.from(settings));
        assertThat(options.password()).contains(expected);
    }

    @Test
    void passwordFile_isHandedOn_toBeReadForEachConnection() {
        Map<String, String> settings = map("DATABASE_URL=postgres://u:url@h/d, STORAGE_PASSWORD_FILE=/run/secrets/p");
        assertThat(PostgresOptions.of(StorageConfig.from(settings)).passwordFile())
                .contains(Path.of("/run/secrets/p").toAbsolutePath());
        assertThat(PostgresOptions.of(StorageConfig.from(settings)).password()).isEmpty();
        Map<String, String> parts =
                map("STORAGE_MODE=production, POSTGRES_HOST=h, POSTGRES_USER=u, POSTGRES_PASSWORD_FILE=/run/secrets/p");
        assertThat(PostgresOptions.of(StorageConfig.from(parts)).passwordFile()).isPresent();
        Map<String, String> common = map("DATABASE_URL=postgres://u:url@h/d, POSTGRES_PASSWORD_FILE=/run/secrets/p");
        assertThat(PostgresOptions.of(StorageConfig.from(common)).password()).contains("url");
        assertThat(PostgresOptions.of(StorageConfig.from(common)).passwordFile())
                .isEmpty();
    }

    @Test
    void secret_inAFile_isReadWithoutTheEndOfItsLine() throws IOException {
        Path url = Files.writeString(folder.resolve("url"), "postgres://u:" + SECRET + "@h/d\n");
        Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef\r\n");
        StorageConfig config = StorageConfig.from(
                Map.of("DATABASE_URL_FILE", url.toString(), "STORAGE_PAGE_TOKEN_KEY_FILE", key.toString()));
        assertThat(config.redactedUrl()).isEqualTo("postgres://u:***@h:5432/d");
        assertThat(config.toString()).contains("pageTokenKey=***").doesNotContain(SECRET, "0123456789abcdef");
        assertThatThrownBy(() -> StorageConfig.from(Map.of("DATABASE_URL_FILE", folder.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("DATABASE_URL_FILE: names a file that cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://u:s3cr-et@h/d",
                "postgres://u:x@s3cr-et@h/d",
                "jdbc:postgresql://h/d?user=u&password=s3cr-et",
                "postgres://u:p@h/d?sslpassword=s3cr-et",
                "postgres://u%3As3cr-et@h/d",
                "postgres://u:12/s3cr-et@h/d",
                "postgres://u:12?s3cr-et=1@h/d",
                "postgres://u:s3cr-et@h:x/d",
                "mysql://u:s3cr-et@h/d",
                "u:s3cr-et@h/d",
                "sqlite://u:s3cr-et@h/d"
            })
    void text_ofConfigurationOrRefusal_showsNoPassword(String url) {
        String shown;
        try {
            StorageConfig config = StorageConfig.from(Map.of("DATABASE_URL", url));
            shown = config + config.redactedUrl() + config.options();
        } catch (ConfigurationException refused) {
            shown = refused + String.valueOf(refused.getCause());
        }
        assertThat(shown).isNotEmpty().doesNotContain(SECRET);
    }

    @Test
    void maskedUrl_isNotConnectedWith() {
        String shown = StorageConfig.builder().url("postgres://u:p@h/d").build().redactedUrl();
        assertThatThrownBy(() -> Storage.open(shown))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("password", "mask");
        assertThat(StorageUrl.parse("postgres://u:p@h/d").toString()).isEqualTo("postgres:…");
    }

    // What it is for.

    @Test
    void production_withoutAPassword_isRefusedWhenConfigured() {
        assertThatThrownBy(
                        () -> StorageConfig.production().url("postgres://u@h/d").build())
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.option()).isEqualTo("password"));
        assertThat(StorageConfig.from(
                                map("STORAGE_MODE=production, STORAGE_URL=postgres://u@h/d, STORAGE_SSLCERT=c.pem"))
                        .mode())
                .contains(Preset.PRODUCTION);
        assertThat(StorageConfig.from(
                                map(
                                        "STORAGE_MODE=production, STORAGE_URL=postgres://u@h/d, STORAGE_REQUIRE_PASSWORD=false"))
                        .mode())
                .contains(Preset.PRODUCTION);
    }

    @Test
    void mode_setsWhatNothingElseSets() {
        PostgresOptions production = PostgresOptions.of(
                StorageConfig.production().url("postgres://u:p@h/d").build());
        assertThat(production.poolSize()).isEqualTo(20);
        assertThat(production.driverProperties()).containsEntry("sslmode", "verify-full");
        PostgresOptions changed = PostgresOptions.of(StorageConfig.production()
                .url("postgres://u:p@h/d?poolSize=7&sslmode=require")
                .build());
        assertThat(changed.poolSize()).isEqualTo(7);
        assertThat(changed.driverProperties()).containsEntry("sslmode", "require");
        StorageConfig development =
                StorageConfig.development().url("postgres://u@h/d").build();
        assertThat(PostgresOptions.of(development).poolSize()).isEqualTo(5);
        assertThat(development.options().leakDetection()).isTrue();
        assertThat(StorageConfig.development()
                        .url("sqlite::memory:")
                        .set("leakDetection", "false")
                        .build()
                        .options()
                        .leakDetection())
                .isFalse();
    }

    /** The log of these tests goes to whatever the error stream is at the moment. */
    @Test
    void production_onADatabaseInTheProcess_warns() {
        Map<String, String> place =
                Map.of("STORAGE_PATH", folder.resolve("p.db").toString());
        assertThat(loggedWhile(StorageConfig.production().from(place).build()))
                .contains("WARN", "sqlite:" + folder.resolve("p.db"), "in production");
        assertThat(loggedWhile(StorageConfig.from(place))).doesNotContain("in production");
    }

    private static String loggedWhile(StorageConfig config) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (Storage storage = config.open(HEROES)) {
            assertThat(storage.collection(HEROES).count()).isZero();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void code_goesBeforeVariables_andIsCheckedAlike() {
        StorageConfig config = StorageConfig.builder()
                .set("closeGrace", "1s")
                .options(options -> options.closeGrace(Duration.ofSeconds(9)).outageRetry(Duration.ofSeconds(9)))
                .from(map("STORAGE_PATH=:memory:, STORAGE_CLOSE_GRACE=2s"))
                .build();
        assertThat(config.options().closeGrace()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.options().outageRetry()).isEqualTo(Duration.ofSeconds(9));
        assertThatThrownBy(() -> StorageConfig.builder()
                        .url("sqlite::memory:")
                        .set("closeGrade", "1s")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("closeGrade: is unknown; did you mean closeGrace?");
    }

    // Examples of docs/configuration.md.

    @Test
    void storage_fromVariables_opens() {
        Map<String, String> environment =
                Map.of("STORAGE_PATH", folder.resolve("new/app.db").toString());
        // tag::environment[]
        StorageConfig config = StorageConfig.from(environment); // System.getenv()
        try (Storage storage = config.open(HEROES)) {
            storage.collection(HEROES).put("ana", new Hero("Ana"));
        }
        // end::environment[]
        assertThat(folder.resolve("new/app.db")).exists();
        assertThat(config.ddl(HEROES)).isEmpty();
    }

    @Test
    void storage_ofAModeWithCode_opens() {
        Map<String, String> environment =
                Map.of("ORDERS_PATH", folder.resolve("orders.db").toString());
        InstantSource clock = InstantSource.system();
        // tag::production[]
        StorageConfig config = StorageConfig.production()
                .options(options -> options.clock(clock)) // what no text can say
                .from("ORDERS_", environment) // ORDERS_URL, ORDERS_POOL_SIZE, ...
                .build();
        // end::production[]
        try (Storage storage = config.open(HEROES)) {
            assertThat(storage.health(Duration.ofSeconds(5)).ok()).isTrue();
        }
    }

    /** A password that a URL would have to encode, in a file, and all else in parts. */
    @Test
    void storage_fromThePartsOfAServer_opens() throws IOException {
        PostgresAddress server = PostgresServer.shared();
        String database = "config /" + UUID.randomUUID();
        Path password = Files.writeString(folder.resolve("password"), server.password() + "\n");
        Map<String, String> environment = Map.of(
                "POSTGRES_HOST", server.host(),
                "POSTGRES_PORT", String.valueOf(server.port()),
                "POSTGRES_DB", database,
                "POSTGRES_USER", server.user(),
                "POSTGRES_PASSWORD_FILE", password.toString(),
                "STORAGE_SCHEMA", "app",
                "STORAGE_POOL_SIZE", "3");
        server.createDatabase(database);
        try (Storage storage = StorageConfig.from(environment).open(HEROES)) {
            storage.collection(HEROES).put("ana", new Hero("Ana"));
            assertThat(storage.collection(HEROES).get("ana")).isPresent();
        } finally {
            server.dropDatabase(database);
        }
    }

    @Test
    void page_showsTheseExamples() throws IOException {
        String source =
                Files.readString(Path.of("src/test/java/dev/storageport/conformance/config/StorageConfigTest.java"));
        String page = Files.readString(Path.of("../docs/configuration.md"));
        for (String region : List.of("environment", "production")) {
            String from = "// tag::" + region + "[]\n";
            String code = source.substring(
                    source.indexOf(from) + from.length(), source.indexOf("\n        // end::" + region + "[]"));
            assertThat(page).contains("```java\n" + code.stripIndent() + "\n```\n");
        }
    }

    private static Map<String, String> map(String variables) {
        Map<String, String> map = new HashMap<>();
        for (String variable : variables.split(", *", -1)) {
            int equals = variable.indexOf('=');
            map.put(
                    variable.substring(0, equals).strip(),
                    variable.substring(equals + 1).strip());
        }
        return map;
    }
}
