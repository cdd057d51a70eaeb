// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.Option;
import dev.storageport.port.OptionSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Every option of {@link PostgresOptions} and {@link PostgresSettings}, and the properties of the driver that are about encryption: the
 * builders check by them, and URLs are read by them.
 */
final class PostgresOptionSet {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_$-]*");
    private static final int IDENTIFIER_BYTES = 63;

    /** The server cuts an application's name after this many bytes. */
    private static final int NAME_CHARACTERS = 63;

    static final Option<String> HOST = Option.text("host", "a name or an address, or several with commas between them")
            .notAParameter()
            .described("The server, or all servers of a cluster, of which the primary is used; in a URL behind //.");

    static final Option<Integer> PORT = Option.number("port", 1, 65_535)
            .notAParameter()
            .byDefault(PostgresOptions.DEFAULT_PORT)
            .described("The port of a host that names none; in a URL behind the host.");

    static final Option<String> DATABASE = Option.text("database", "a text without U+0000")
            .allowing(PostgresOptionSet::isWhole)
            .notAParameter()
            .withoutDefault("the one named as the user")
            .described("The name of the database; in a URL behind the hosts.");

    static final Option<String> USER = Option.text("user", "a text without U+0000")
            .allowing(PostgresOptionSet::isWhole)
            .notAParameter()
            .described("The role that asks; in a URL before the hosts.");

    static final Option<String> PASSWORD = Option.text("password", "a text without U+0000")
            .allowing(PostgresOptionSet::isWhole)
            .notAParameter()
            .secret()
            .described("The password of the role; in a URL behind the user.");

    static final Option<String> PASSWORD_FILE = Option.text("passwordFile", "the path of a file")
            .allowing(PostgresOptionSet::isPath)
            .described(
                    "A file that holds the password, read again for each new connection, so that it can be changed.");

    static final Option<Boolean> REQUIRE_PASSWORD = Option.truth("requirePassword")
            .byDefault(false)
            .inProduction(true)
            .described("Whether a configuration without a password, and without a certificate of its own, is refused.");

    static final Option<PostgresTlsMode> SSL_MODE = Option.choice("sslmode", PostgresTlsMode.class)
            .byDefault(PostgresTlsMode.PREFER)
            .inProduction(PostgresTlsMode.VERIFY_FULL)
            .described(
                    "Whether connections are encrypted, and whether the server's certificate and name are verified.");

    static final Option<String> SSL_ROOT_CERT = Option.text("sslrootcert", "the path of a file")
            .withoutDefault("~/.postgresql/root.crt")
            .described("The certificates of the authorities that are trusted, as PEM.");

    static final Option<String> SSL_CERT = Option.text("sslcert", "the path of a file")
            .withoutDefault("~/.postgresql/postgresql.crt")
            .described("The certificate that is shown to the server, as PEM.");

    static final Option<String> SSL_KEY = Option.text("sslkey", "the path of a file")
            .withoutDefault("~/.postgresql/postgresql.pk8")
            .described("The key of that certificate, as PKCS #8 in DER, or a PKCS #12 file with both.");

    static final Option<String> SSL_PASSWORD =
            Option.text("sslpassword", "a text").secret().described("The password of that key.");

    static final Option<Integer> POOL_SIZE = Option.number("poolSize", 1, 1000)
            .byDefault(10)
            .inProduction(20)
            .inDevelopment(5)
            .described("How many connections there may be at once.");

    /** The connection pool does not wait less than a quarter of a second. */
    static final Option<Duration> POOL_TIMEOUT = Option.duration("poolTimeout", Duration.ofMillis(250), DAY)
            .byDefault(Duration.ofSeconds(30))
            .described("How long an operation waits for a free connection.");

    static final Option<Integer> STANDBY_POOL_SIZE = Option.number("standbyPoolSize", 0, 1000)
            .byDefault(10)
            .described(
                    "How many connections there may be at once to the standby that is read; opened when a read prefers one.");

    static final Option<Duration> CONNECT_TIMEOUT = Option.duration("connectTimeout", Duration.ofSeconds(1), DAY)
            .byDefault(Duration.ofSeconds(10))
            .described("How long connecting to one host may take, in whole seconds.");

    static final Option<Duration> OUTAGE_TIMEOUT = Option.duration("outageTimeout", Duration.ZERO, DAY)
            .byDefault(Duration.ofSeconds(2))
            .described("How long an operation waits for a connection when the server has refused one.");

    static final Option<PostgresPooler> POOLER = Option.choice("pooler", PostgresPooler.class)
            .byDefault(PostgresPooler.NONE)
            .described(
                    "What stands between this process and the server: nothing, or a pooler that changes connections with each"
                            + " transaction.");

    static final Option<String> APPLICATION_NAME = Option.text(
                    "applicationName", "from 1 to " + NAME_CHARACTERS + " characters")
            .allowing(name -> !name.isEmpty() && name.length() <= NAME_CHARACTERS)
            .byDefault("storageport")
            .described("The name under which the server lists the connections.");

    static final Option<String> SCHEMA = Option.text(
                    "schema",
                    "a letter or underscore followed by letters, digits, underscores, dollar signs and hyphens, at most "
                            + IDENTIFIER_BYTES + " bytes, and must not begin with pg_")
            .allowing(PostgresOptionSet::isSchema)
            .byDefault("storageport")
            .described("The schema that holds everything of the storage.");

    static final Option<Duration> STATEMENT_TIMEOUT = Option.duration("statementTimeout", Duration.ofMillis(1), DAY)
            .byDefault(Duration.ofSeconds(30))
            .described("How long one statement may run on the server, lock waits included.");

    static final Option<Integer> OPEN_ATTEMPTS = Option.number("openAttempts", 1, 1_000_000)
            .byDefault(3)
            .described("How often opening is tried while the server cannot be reached.");

    static final Option<Duration> OPEN_PAUSE = Option.duration("openPause", Duration.ZERO, DAY)
            .byDefault(Duration.ofSeconds(2))
            .described("How long opening waits between two attempts.");

    static final Option<Integer> COMBINING_LANES = Option.number("combiningLanes", 0, 1000)
            .byDefault(Math.min(1000, Runtime.getRuntime().availableProcessors()), "one for each processor")
            .described(
                    "How many statements there may be at once for reads of single documents, and as many for writes.");

    static final Option<PostgresDurability> DURABILITY = Option.choice("durability", PostgresDurability.class)
            .byDefault(PostgresDurability.FULL)
            .described(
                    "What an acknowledged write survives: the server and its synchronous standbys, the server alone, or neither.");

    static final Option<String> SESSION_SETTINGS = Option.text(
                    "sessionSettings",
                    "settings and their values, as in jit=off,work_mem=64MB, of " + SessionTuning.names())
            .allowing(SessionTuning::isValid)
            .withoutDefault("what role, database and server have set")
            .described("Settings of each session that change how fast the server answers, and nothing else.");

    /** In the order of the page of all options; host, port and database are parts of the URL by the time this is used. */
    static final OptionSet<PostgresOptions.Builder> ALL = OptionSet.<PostgresOptions.Builder>empty()
            .with(HOST, PostgresOptions.Builder::host)
            .with(PORT, PostgresOptions.Builder::port)
            .with(DATABASE, PostgresOptions.Builder::database)
            .with(USER, PostgresOptions.Builder::user)
            .with(PASSWORD, PostgresOptions.Builder::password)
            .with(PASSWORD_FILE, (builder, file) -> builder.passwordFile(Path.of(file)))
            .with(REQUIRE_PASSWORD, PostgresOptions.Builder::requirePassword)
            .with(SSL_MODE, (builder, mode) -> builder.driverProperty("sslmode", SSL_MODE.render(mode)))
            .with(SSL_ROOT_CERT, (builder, file) -> builder.driverProperty("sslrootcert", file))
            .with(SSL_CERT, (builder, file) -> builder.driverProperty("sslcert", file))
            .with(SSL_KEY, (builder, file) -> builder.driverProperty("sslkey", file))
            .with(SSL_PASSWORD, (builder, password) -> builder.driverProperty("sslpassword", password))
            .with(POOL_SIZE, PostgresOptions.Builder::poolSize)
            .with(POOL_TIMEOUT, PostgresOptions.Builder::poolTimeout)
            .with(STANDBY_POOL_SIZE, PostgresOptions.Builder::standbyPoolSize)
            .with(CONNECT_TIMEOUT, PostgresOptions.Builder::connectTimeout)
            .with(OUTAGE_TIMEOUT, PostgresOptions.Builder::outageTimeout)
            .with(POOLER, PostgresOptions.Builder::pooler)
            .with(APPLICATION_NAME, PostgresOptions.Builder::applicationName)
            .with(SCHEMA, (builder, schema) -> builder.change(settings -> settings.schema(schema)))
            .with(STATEMENT_TIMEOUT, (builder, bound) -> builder.change(settings -> settings.statementTimeout(bound)))
            .with(OPEN_ATTEMPTS, (builder, times) -> builder.change(settings -> settings.openAttempts(times)))
            .with(OPEN_PAUSE, (builder, pause) -> builder.change(settings -> settings.openPause(pause)))
            .with(COMBINING_LANES, (builder, lanes) -> builder.change(settings -> settings.combiningLanes(lanes)))
            .with(DURABILITY, (builder, what) -> builder.change(settings -> settings.durability(what)))
            .with(
                    SESSION_SETTINGS,
                    (builder, text) -> builder.change(settings -> settings.sessionSettings(SessionTuning.parse(text))));

    private PostgresOptionSet() {}

    private static boolean isWhole(String text) {
        return text.indexOf('\0') < 0;
    }

    private static boolean isPath(String text) {
        try {
            return !Path.of(text).toString().isEmpty();
        } catch (InvalidPathException malformed) {
            return false;
        }
    }

    private static boolean isSchema(String name) {
        return IDENTIFIER.matcher(name).matches()
                && name.getBytes(StandardCharsets.UTF_8).length <= IDENTIFIER_BYTES
                && !name.startsWith("pg_");
    }
}
