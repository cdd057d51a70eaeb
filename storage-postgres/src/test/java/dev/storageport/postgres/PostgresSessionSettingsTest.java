// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import dev.storageport.Document;
import dev.storageport.Storage;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSessionSettingsTest {

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    private Storage open(String kind, PostgresSettings settings) {
        PostgresOptions.Builder options =
                PostgresOptions.parse(database.url("poolSize=4")).toBuilder().settings(settings);
        return switch (kind) {
            case "pool" -> PostgresStorage.open(options.build(), Tokens.SPEC);
            case "pooler" ->
                PostgresStorage.open(options.pooler(PostgresPooler.TRANSACTION).build(), Tokens.SPEC);
            default ->
                PostgresStorage.open(
                        TestDatabase.source(
                                PostgresServer.shared(),
                                database.name(),
                                PostgresServer.shared().user(),
                                PostgresServer.shared().password()),
                        settings,
                        Tokens.SPEC);
        };
    }

    /** A trigger tells what each write really had, alone, in a batch and in a transaction. */
    @ParameterizedTest
    @ValueSource(strings = {"pool", "pooler", "dataSource"})
    @Rule("CONF-12")
    void settings_thatWereChosen_holdInEachSession(String kind) {
        database.execute("ALTER DATABASE " + database.name() + " SET jit = on");
        database.execute("ALTER DATABASE " + database.name() + " SET work_mem = '5MB'");
        PostgresSettings settings = PostgresSettings.builder()
                .sessionSettings(Map.of("jit", "off", "work_mem", "7MB"))
                .build();
        try (Storage storage = open(kind, settings)) {
            database.execute("CREATE TABLE public.seen (setting text)");
            database.execute("CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO"
                    + " public.seen VALUES (current_setting('jit') || ' ' || current_setting('work_mem') || ' '"
                    + " || current_setting('statement_timeout')); RETURN NULL; END $$");
            database.execute("CREATE TRIGGER seen AFTER INSERT ON storageport.tokens EXECUTE FUNCTION public.see()");
            storage.collection(Tokens.SPEC).put("alone", Tokens.of());
            storage.collection(Tokens.SPEC)
                    .putAll(List.of(Document.of("a", Tokens.of()), Document.of("b", Tokens.of())));
            storage.transactWithoutResult(
                    transaction -> transaction.collection(Tokens.SPEC).put("c", Tokens.of()));
            assertThat(database.query("SELECT string_agg(DISTINCT setting, ', ') || count(*) FROM public.seen"))
                    .isEqualTo("off 7MB 30s3");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            synchronous_commit            | off            | is the option durability
            statement_timeout             | 0              | is the option statementTimeout
            default_transaction_isolation | read committed | is the library's
            search_path                   | public         | use the option schema
            transaction_isolation         | serializable   | there are effective_io_concurrency
            fsync                         | off            | there are effective_io_concurrency
            jitt                          | off            | did you mean jit?
            JIT                           | off            | did you mean jit?
            jit                           | maybe          | jit must be on or off
            work_mem                      | 64             | work_mem must be a number with kB, MB or GB
            work_mem                      | 64MB; DROP     | work_mem must be a number with kB, MB or GB
            jit_above_cost                | -1             | jit_above_cost must be a number
            """)
    @Rule("CONF-12")
    void settings_thatAreNotForTheApplication_areRefusedByName(String name, String value, String problem) {
        assertThatThrownBy(() -> PostgresSettings.builder().sessionSettings(Map.of(name, value)))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.option()).isEqualTo("sessionSettings"))
                .hasMessageContaining(problem)
                .hasMessageNotContaining("DROP");
        String url = database.url("sessionSettings=" + name + "%3D" + value.replace(" ", "%20"));
        assertThatThrownBy(() -> PostgresOptions.parse(url))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.option()).isEqualTo("sessionSettings"))
                .hasMessageContaining("of effective_io_concurrency, hash_mem_multiplier, jit,");
    }

    @Test
    void url_givesTheSameAsTheBuilder() {
        PostgresSettings settings = PostgresOptions.parse("postgres://u@h/d?sessionSettings=work_mem=64MB, jit=off")
                .settings();
        assertThat(settings)
                .isEqualTo(PostgresSettings.builder()
                        .sessionSettings(Map.of("jit", "off", "work_mem", "64MB"))
                        .build());
        assertThat(settings.toString()).endsWith(", sessionSettings=jit=off,work_mem=64MB]");
        for (String malformed : List.of("jit", "jit=off,", "jit=off,jit=on", "=off")) {
            assertThatThrownBy(() -> PostgresOptions.parse("postgres://u@h/d?sessionSettings=" + malformed))
                    .isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    void settings_givenToTheBuilder_areCopied() {
        Map<String, String> given = new LinkedHashMap<>(Map.of("jit", "off"));
        PostgresSettings settings =
                PostgresSettings.builder().sessionSettings(given).build();
        given.put("fsync", "off");
        assertThat(settings.sessionSettings()).containsExactly(Map.entry("jit", "off"));
    }

    @Test
    void value_thatTheServerRefuses_isToldWhenOpening() {
        PostgresSettings settings = PostgresSettings.builder()
                .sessionSettings(Map.of("work_mem", "1kB"))
                .build();
        assertThatThrownBy(() -> open("pool", settings))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.option()).isEqualTo("sessionSettings"));
    }
}
