// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import dev.storageport.SchemaMode;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageAccessException.Reason;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.Filter;
import dev.storageport.postgres.internal.connection.Pool;
import dev.storageport.postgres.internal.transaction.Combining;
import dev.storageport.postgres.server.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords that change while the program runs, on a server that asks for them by SCRAM-SHA-256. */
class PostgresPasswordTest {

    /** A pool of more fills itself up, and may be making a session just when a test changes the password and ends those there are. */
    private static final int ONE = 1;

    private static final String FIRST = "fir-st";
    private static final String SECOND = "sec-ond";

    private final TestDatabase database = TestDatabase.create();
    private final String role = "rotating_" + database.name();
    private final List<PostgresPort> ports = new ArrayList<>();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void create() throws IOException {
        file = folder.resolve("password");
        Files.writeString(file, FIRST + "\n");
        database.execute("SET password_encryption = 'scram-sha-256'; CREATE ROLE " + role + " LOGIN PASSWORD '" + FIRST
                + "'; ALTER DATABASE " + database.name() + " OWNER TO " + role);
    }

    @AfterEach
    void drop() {
        ports.forEach(PostgresPort::close);
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO CURRENT_USER; DROP OWNED BY " + role
                + " CASCADE; DROP ROLE " + role);
        database.close();
    }

    private PostgresOptions.Builder options() {
        return PostgresOptions.builder(PostgresServer.shared().host(), role)
                .port(PostgresServer.shared().port())
                .database(database.name())
                .poolSize(4)
                .outageTimeout(Duration.ofSeconds(20));
    }

    private PostgresPort port(UnaryOperator<PostgresOptions.Builder> password) {
        PostgresPort port =
                (PostgresPort) PostgresStorage.port(password.apply(options()).build());
        ports.add(port);
        return port;
    }

    private PostgresPort prepared(UnaryOperator<PostgresOptions.Builder> password) {
        PostgresPort port = port(password);
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
        return port;
    }

    private void alterRole(String password) {
        database.execute("ALTER ROLE " + role + " PASSWORD '" + password + "'");
    }

    /** As an orchestrator does it: nobody ever reads half of it. */
    private void writeFile(String text) throws IOException {
        Path whole = Files.writeString(folder.resolve("new"), text);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void file_isReadForEachSession_withoutItsLineEnd() throws IOException {
        for (String lineEnd : List.of("", "\n", "\r\n")) {
            Files.writeString(file, FIRST + lineEnd);
            prepared(builder -> builder.passwordFile(file));
        }
        PostgresOptions parsed = PostgresOptions.parse("postgres://" + role + "@h/d?passwordFile=" + file);
        assertThat(parsed.passwordFile()).contains(file);
        assertThat(parsed.password()).isEmpty();
        assertThat(parsed).isEqualTo(parsed.toBuilder().build()).hasToString(parsed.toString());
        assertThat(parsed.toString()).contains("passwordFile=" + file).doesNotContain(FIRST);
    }

    @Test
    void file_thatIsNoPassword_isToldByItsNameAtOnce() throws IOException {
        assertNoPassword(folder.resolve("missing"), "does not exist");
        assertNoPassword(Files.writeString(folder.resolve("empty"), "\n"), "is empty");
        assertNoPassword(Files.write(folder.resolve("large"), new byte[70_000]), "has more than 65536 bytes");
        assertNoPassword(Path.of("/dev/zero"), "has more than 65536 bytes");
        assertNoPassword(
                Files.write(folder.resolve("latin"), "gehe\u00EFm".getBytes(StandardCharsets.ISO_8859_1)),
                "is not UTF-8");
        assertNoPassword(Files.writeString(folder.resolve("zero"), "a\0b"), "holds U+0000");
        assertNoPassword(folder, "cannot be read (java.io.IOException)");
    }

    private void assertNoPassword(Path wrong, String problem) {
        PostgresPort port = port(builder -> builder.passwordFile(wrong));
        assertThatThrownBy(() -> port.prepare(Samples.CATALOG, SchemaMode.MIGRATE))
                .isInstanceOfSatisfying(
                        StorageAccessException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.PASSWORD))
                .hasMessageStartingWith("cannot connect to PostgreSQL at ")
                .hasMessageContaining(": the password file " + wrong + " " + problem)
                .hasNoCause();
    }

    @Test
    void file_withAnotherPassword_isRefusedAtOnce() throws IOException {
        Files.writeString(file, "wr-ong");
        PostgresPort port = port(builder -> builder.passwordFile(file));
        assertThatThrownBy(() -> port.prepare(Samples.CATALOG, SchemaMode.MIGRATE))
                .isInstanceOfSatisfying(
                        StorageAccessException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.PASSWORD))
                .satisfies(refused -> Secrets.assertAbsent(refused, "wr-ong"));
    }

    @Test
    void url_withPasswordAndFile_isRefused() {
        assertThatThrownBy(() -> PostgresOptions.parse("postgres://u:p@h/d?passwordFile=/x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("passwordFile")
                .hasMessageContaining("contradicts");
        assertThatThrownBy(() -> PostgresOptions.parse("postgres://u@h/d?passwordFile="))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("passwordFile");
    }

    @Test
    void rotation_underLoad_failsNoOperation() throws Exception {
        PostgresOptions options = options().passwordFile(file).build();
        Pool pool = new Pool(options.server(), pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()));
        PostgresPort port = new PostgresPort(
                pool,
                options.settings().session(),
                true,
                Combining.Bounds.of(2, options.poolSize(), options.poolTimeout()),
                dev.storageport.postgres.internal.transaction.Path.BY_LANE,
                pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()));
        ports.add(port);
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Void>> writers = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                int id = caller;
                Callable<Void> writer = () -> {
                    for (int at = 0; !over.get(); at++) {
                        port.write(List.of(Samples.put(Samples.USERS, "k" + id + "-" + at, "{}")));
                        written.incrementAndGet();
                    }
                    return null;
                };
                writers.add(callers.submit(writer));
            }
            String before = FIRST;
            for (String next : List.of(SECOND, "th-ird", "four-th")) {
                alterRole(next);
                // Sessions that come back end now, so that there have to be new ones while the file is not right.
                pool.lost();
                awaitMore(written, writers);
                TimeUnit.MILLISECONDS.sleep(300);
                writeFile(next + "\n");
                awaitMore(written, writers);
                assertThat(refused(before)).as("the password before").isTrue();
                before = next;
            }
            over.set(true);
            for (Future<Void> writer : writers) {
                writer.get(30, TimeUnit.SECONDS);
            }
        } finally {
            over.set(true);
            callers.shutdownNow();
        }
        assertThat(port.count(Samples.USERS, new Filter.All())).isEqualTo(written.get());
    }

    private boolean refused(String password) {
        PostgresPort other = port(builder -> builder.password(password));
        try {
            other.prepare(Samples.CATALOG, SchemaMode.VALIDATE);
            return false;
        } catch (StorageAccessException refused) {
            return refused.reason() == Reason.PASSWORD;
        }
    }

    /** Waits for eight more writes, or fails as the writer does that ended; those that wait for a session go on later. */
    private static void awaitMore(AtomicInteger written, List<Future<Void>> writers) throws Exception {
        int enough = written.get() + 8;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (written.get() < enough && System.nanoTime() < end) {
            for (Future<Void> writer : writers) {
                if (writer.isDone()) {
                    writer.get();
                }
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void sessionsGone_whileTheFileIsBehind_areWaitedFor() throws Exception {
        PostgresPort port = prepared(builder -> builder.passwordFile(file).poolSize(ONE));
        alterRole(SECOND);
        database.terminateSessions();
        ExecutorService callers = Executors.newFixedThreadPool(1);
        try {
            Future<Long> count = callers.submit(() -> countOnANewSession(port));
            TimeUnit.MILLISECONDS.sleep(700);
            assertThat(count).isNotDone();
            writeFile(SECOND);
            assertThat(count.get(20, TimeUnit.SECONDS)).isZero();
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void sessionsGone_withAFileThatStaysBehind_areToldAfterTheBoundOfAnOutage() {
        PostgresPort port =
                prepared(builder -> builder.passwordFile(file).poolSize(ONE).outageTimeout(Duration.ofMillis(600)));
        alterRole(SECOND);
        database.terminateSessions();
        long start = System.nanoTime();
        assertThatThrownBy(() -> countOnANewSession(port))
                .isInstanceOfSatisfying(
                        StorageAccessException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.PASSWORD));
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(400));
        assertThat(port.health(Duration.ofSeconds(5)).message()).contains("refuses the user");
    }

    @Test
    void source_isAskedForEachSession_andOnceMoreWhenItsPasswordIsRefused() {
        AtomicInteger asked = new AtomicInteger();
        PostgresPort port = port(
                builder -> builder.poolSize(ONE).passwordSource(() -> asked.getAndIncrement() == 0 ? "old" : FIRST));
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
        assertThat(asked.get()).isGreaterThanOrEqualTo(2);
        int before = asked.get();
        database.terminateSessions();
        assertThat(countOnANewSession(port)).isZero();
        assertThat(asked.get()).isGreaterThan(before);
    }

    /** The one session has been ended, which a pool that has lent it just now does not look at before it lends it again. */
    private static long countOnANewSession(PostgresPort port) {
        try {
            return port.count(Samples.USERS, new Filter.All());
        } catch (StorageUnavailableException lost) {
            return port.count(Samples.USERS, new Filter.All());
        }
    }

    @SuppressWarnings("NullAway") // an application need not have such a checker
    @Test
    void source_thatFails_isUnavailable_andToldWithoutItsMessage() {
        assertFails(
                () -> {
                    throw new IOException("the token " + FIRST + " has expired");
                },
                "failed with java.io.IOException");
        assertFails(() -> "", "gave none");
        assertFails(() -> null, "gave none");
        assertFails(() -> "a\0b", "gave one with U+0000");
    }

    private void assertFails(PasswordSource source, String how) {
        PostgresPort port = port(builder -> builder.passwordSource(source)
                .settings(PostgresSettings.builder().openAttempts(1).build()));
        assertThatThrownBy(() -> port.prepare(Samples.CATALOG, SchemaMode.MIGRATE))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageStartingWith("cannot connect to PostgreSQL at ")
                .hasMessageEndingWith(": the application's source of passwords " + how)
                .hasNoCause()
                .satisfies(refused -> Secrets.assertAbsent(refused, FIRST));
    }

    @Test
    void source_thatFailsForAWhile_isAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        PostgresPort port = port(builder -> builder.passwordSource(() -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new IOException("the service restarts");
                    }
                    return FIRST;
                })
                .settings(PostgresSettings.builder()
                        .openPause(Duration.ofMillis(10))
                        .build()));
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
        assertThat(port.count(Samples.USERS, new Filter.All())).isZero();
    }
}
