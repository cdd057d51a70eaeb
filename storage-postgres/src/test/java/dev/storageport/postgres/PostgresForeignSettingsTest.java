// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Health;
import dev.storageport.MultiValueIndex;
import dev.storageport.Storage;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings that an administrator gives a role, a database or a server, and that a promise of this library would stand or fall with. */
class PostgresForeignSettingsTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private static final MultiValueIndex<Tokens, String> TOKEN =
            MultiValueIndex.of("token", String.class, Tokens::tokens);

    private static final CollectionSpec<Tokens> SPEC =
            CollectionSpec.of("tokens", Tokens.class).index(TOKEN).build();

    private final TestDatabase database = TestDatabase.create();
    private final PostgresAddress server = PostgresServer.shared();
    private final String role = "told_" + ProcessHandle.current().pid();

    @AfterEach
    void close() {
        database.close();
        TestDatabase.execute(server, "postgres", "DROP ROLE IF EXISTS " + role);
    }

    private void createRole(String settings) {
        TestDatabase.execute(server, "postgres", "CREATE ROLE " + role + " LOGIN SUPERUSER PASSWORD 'pw'");
        for (String setting : settings.split(";", -1)) {
            TestDatabase.execute(server, "postgres", "ALTER ROLE " + role + " SET " + setting);
        }
    }

    private String url(String parameters) {
        return server.url(database.name(), role, "pw") + "?poolSize=8" + parameters;
    }

    private Storage open(String kind) {
        if (kind.equals("DataSource")) {
            return PostgresStorage.open(TestDatabase.source(server, database.name(), role, "pw"), SPEC);
        }
        return Storage.open(url(kind), SPEC);
    }

    static List<Arguments> settings() {
        List<Arguments> all = new ArrayList<>();
        for (String kind : List.of("", "&pooler=transaction", "DataSource")) {
            for (String setting : List.of(
                    "default_transaction_read_only = on",
                    "default_transaction_deferrable = on; default_transaction_isolation = 'read committed'",
                    "statement_timeout = '100ms'",
                    "lock_timeout = '10ms'",
                    "idle_in_transaction_session_timeout = '100ms'",
                    "transaction_timeout = '150ms'",
                    "client_encoding = 'LATIN1'",
                    "DateStyle = 'German, DMY'; TimeZone = 'Asia/Kolkata'; IntervalStyle = 'sql_standard'",
                    "bytea_output = 'escape'; extra_float_digits = -15",
                    "standard_conforming_strings = off",
                    "array_nulls = off",
                    "gin_fuzzy_search_limit = 1; enable_seqscan = off",
                    "search_path = ''; row_security = off",
                    "synchronous_commit = off")) {
                all.add(Arguments.of(kind, setting));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("settings")
    @Rule("DUR-4")
    void dur4_settingOfTheRole_changesNoPromise(String kind, String setting) throws Exception {
        createRole(setting);
        try (Storage storage = open(kind)) {
            DocumentCollection<Tokens> tokens = storage.collection(SPEC);
            for (int i = 0; i < 40; i++) {
                tokens.put("key-" + i, Tokens.of("é\\'\u4e2d", "common", "NULL", "n" + i));
            }
            assertThat(tokens.get("key-7").orElseThrow().value())
                    .isEqualTo(Tokens.of("é\\'\u4e2d", "common", "NULL", "n7"));
            assertThat(tokens.count(TOKEN.contains("common"))).isEqualTo(40);
            assertThat(tokens.count(TOKEN.contains("NULL"))).isEqualTo(40);
            assertThat(tokens.count(TOKEN.contains("é\\'\u4e2d"))).isEqualTo(40);
            storage.transactWithoutResult(transaction -> {
                transaction.collection(SPEC).put("inside", Tokens.of("slow"));
                pause();
                assertThat(transaction.collection(SPEC).get("inside")).isPresent();
            });
            try (Connection blocker = database.connect();
                    Statement lock = blocker.createStatement()) {
                blocker.setAutoCommit(false);
                lock.execute("SELECT FROM storageport.tokens WHERE key = 'key-1' FOR UPDATE");
                Thread release = new Thread(() -> {
                    pause();
                    try {
                        blocker.rollback();
                    } catch (SQLException error) {
                        throw new IllegalStateException(error);
                    }
                });
                release.start();
                tokens.put("key-1", Tokens.of("after the lock"));
                release.join();
            }
            assertThat(tokens.count()).isEqualTo(41);
            Health health = storage.health(BOUND);
            assertThat(health.live()).as(health.message()).isTrue();
            assertThat(health.isolation().orElseThrow()).startsWith("serializable");
            assertThat(health.durability()).contains("synchronous_commit on");
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(250);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    static Stream<Arguments> durabilities() {
        return Stream.of(
                Arguments.of("off", "", "on"),
                Arguments.of("remote_write", "", "on"),
                Arguments.of("remote_apply", "", "remote_apply"),
                Arguments.of("remote_apply", "&durability=full", "remote_apply"),
                Arguments.of("remote_apply", "&durability=local", "local"),
                Arguments.of("on", "&durability=relaxed", "off"),
                Arguments.of("off", "&pooler=transaction", "on"),
                Arguments.of("remote_apply", "&pooler=transaction", "remote_apply"),
                Arguments.of("on", "&pooler=transaction&durability=relaxed", "off"));
    }

    /** A trigger tells what each commit really had. */
    @ParameterizedTest
    @MethodSource("durabilities")
    @Rule("DUR-4")
    void dur4_durability_isWhatWasChosen_whateverTheRoleHas(String ofRole, String parameters, String expected)
            throws SQLException {
        createRole("synchronous_commit = " + ofRole);
        try (Storage storage = Storage.open(url(parameters), SPEC)) {
            database.execute("CREATE TABLE public.seen (setting text)");
            database.execute("CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    + " INSERT INTO public.seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$");
            database.execute("CREATE TRIGGER seen AFTER INSERT ON storageport.tokens EXECUTE FUNCTION public.see()");
            storage.collection(SPEC).put("alone", Tokens.of());
            storage.collection(SPEC).putAll(List.of(Document.of("a", Tokens.of()), Document.of("b", Tokens.of())));
            storage.transactWithoutResult(
                    transaction -> transaction.collection(SPEC).put("c", Tokens.of()));
            assertThat(database.query("SELECT DISTINCT setting FROM public.seen"))
                    .isEqualTo(expected);
            Health health = storage.health(BOUND);
            assertThat(health.durability()).contains("synchronous_commit " + expected);
            assertThat(health.warnings().stream().anyMatch(warning -> warning.contains("synchronous_commit")))
                    .isEqualTo(expected.equals("off") || expected.equals("local"));
        }
    }

    @Test
    void health_warnsOfAServerThatDoesNotWriteWhatItSays() {
        createRole("zero_damaged_pages = on");
        try (Storage storage = open("")) {
            assertThat(storage.health(BOUND).warnings())
                    .anySatisfy(warning -> assertThat(warning).startsWith("fsync=off:"))
                    .anySatisfy(warning -> assertThat(warning).startsWith("full_page_writes=off:"))
                    .anySatisfy(warning -> assertThat(warning).startsWith("zero_damaged_pages=on:"));
        }
    }
}
