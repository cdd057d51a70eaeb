// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.ConfigurationException;
import dev.storageport.DocumentCollection;
import dev.storageport.SchemaException;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.fake.FakeStorage;
import dev.storageport.fake.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class StorageAutoConfigurationTest {

    private static final Player ANA = new Player("Ana", 1);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(StorageAutoConfiguration.class))
            .withUserConfiguration(Players.class);

    @TempDir
    private Path folder;

    @Test
    void url_ofSqlite_opensAndKeepsDocuments() {
        ApplicationContextRunner file = runner.withPropertyValues("storage.url=" + url());
        file.run(context ->
                context.getBean(Storage.class).collection(Player.PLAYERS).put("1", ANA));
        file.run(context -> assertThat(context.getBean(Storage.class)
                        .collection(Player.PLAYERS)
                        .get("1"))
                .hasValueSatisfying(stored -> assertThat(stored.value()).isEqualTo(ANA)));
    }

    @Test
    void url_missing_isNamed() {
        runner.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("storage.url"));
    }

    @Test
    void context_closed_closesTheStorageAfterBeansThatUseIt() {
        List<Storage> opened = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        runner.withPropertyValues("storage.url=memory:")
                .withBean(LastWords.class, () -> new LastWords(seen))
                .run(context -> opened.add(context.getBean(Storage.class)));

        assertThat(seen).as("documents counted while the user was destroyed").containsExactly(1L);
        Assertions.assertThatThrownBy(
                        () -> opened.get(0).collection(Player.PLAYERS).count())
                .isInstanceOf(StorageClosedException.class);
    }

    @Test
    void storageOfTheApplication_goesFirst() {
        Storage own = FakeStorage.open(Player.PLAYERS);
        runner.withBean("own", Storage.class, () -> own)
                .run(context -> assertThat(context).getBean(Storage.class).isSameAs(own));
    }

    @Test
    void customizer_setsWhatNoPropertyCan() {
        Instant past = Instant.parse("2001-01-01T00:00:00Z");
        runner.withPropertyValues("storage.url=memory:")
                .withBean(StorageOptionsCustomizer.class, () -> options -> options.clock(ManualClock.at(past)))
                .run(context -> assertThat(
                                context.getBean(Storage.class).clock().instant())
                        .isEqualTo(past));
    }

    @Test
    void schemaMode_validate_refusesToCreate() {
        runner.withPropertyValues("storage.url=" + url(), "storage.schema-mode=validate")
                .run(context -> assertThat(context).getFailure().rootCause().isInstanceOf(SchemaException.class));
    }

    @Test
    void optionsOfTheBackend_areApplied() {
        runner.withPropertyValues("storage.url=" + url(), "storage.readers=2")
                .run(context -> assertThat(context.getBean(Storage.class)
                                .health(Duration.ofSeconds(10))
                                .pool())
                        .hasValueSatisfying(pool -> assertThat(pool.capacity()).isEqualTo(2)));
    }

    @Test
    void option_unknown_isRefusedByName() {
        runner.withPropertyValues("storage.url=" + url(), "storage.reeders=2")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("storage.reeders"));
    }

    @Test
    void option_unknownInTheEnvironment_isNobodysBusiness() {
        runner.withInitializer(new EnvironmentVariables(
                        "STORAGE_URL", url(),
                        "STORAGE_READERS", "2",
                        "STORAGE_LIMIT_OF_SOMETHING_ELSE", "7",
                        "STORAGE_SERVICE_HOST", "10.0.0.1",
                        "STORAGE_PORT", "tcp://10.0.0.1:80"))
                .run(context -> assertThat(context.getBean(Storage.class)
                                .health(Duration.ofSeconds(10))
                                .pool())
                        .hasValueSatisfying(pool -> assertThat(pool.capacity()).isEqualTo(2)));
    }

    @Test
    void value_malformed_isRefusedByNameAndNotRepeated() {
        runner.withPropertyValues("storage.url=" + url(), "storage.readers=hunter2")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("storage.readers")
                        .hasMessageNotContaining("hunter2"));
    }

    private String url() {
        return "sqlite:" + folder.resolve("app.db");
    }

    @Configuration(proxyBeanMethods = false)
    static class Players {

        @Bean
        CollectionSpec<Player> players() {
            return Player.PLAYERS;
        }
    }

    /** Uses the storage when it is destroyed itself, as one that flushes what it gathered. */
    static final class LastWords implements AutoCloseable {

        private final List<Long> seen;

        @Autowired
        private DocumentCollection<Player> players;

        LastWords(List<Long> seen) {
            this.seen = seen;
        }

        @Override
        public void close() {
            players.put("1", ANA);
            seen.add(players.count());
        }
    }
}
