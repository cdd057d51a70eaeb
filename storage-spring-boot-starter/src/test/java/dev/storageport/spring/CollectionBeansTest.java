// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class CollectionBeansTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(StorageAutoConfiguration.class))
            .withPropertyValues("storage.url=memory:");

    @Test
    void collections_ofSeveralTypes_areInjectedByType() {
        runner.withUserConfiguration(TwoTypes.class).run(context -> {
            context.getBean(Storage.class).collection(Player.PLAYERS).put("1", new Player("Ana", 1));
            ByType found = context.getBean(ByType.class);
            assertThat(found.players().count()).isEqualTo(1);
            assertThat(found.counts().count()).isZero();
        });
    }

    @Test
    void collections_ofOneType_areInjectedByNameOfTheirDeclaration() {
        runner.withUserConfiguration(OneType.class).run(context -> {
            context.getBean(Storage.class).collection(Player.RETIRED).put("1", new Player("Jack", 60));
            ByName found = context.getBean(ByName.class);
            assertThat(found.current().count()).isZero();
            assertThat(found.former().count()).isEqualTo(1);
            assertThat(context.getBean("retiredCollection")).isInstanceOf(DocumentCollection.class);
        });
    }

    @Test
    void collectionOfTheApplication_goesFirst() {
        runner.withUserConfiguration(OwnCollection.class)
                .run(context ->
                        assertThat(context.getBean(Holder.class).players()).isSameAs(context.getBean("own")));
    }

    record ByType(DocumentCollection<Player> players, DocumentCollection<Map<String, Long>> counts) {}

    record ByName(DocumentCollection<Player> current, DocumentCollection<Player> former) {}

    record Holder(DocumentCollection<Player> players) {}

    @Configuration(proxyBeanMethods = false)
    static class TwoTypes {

        @Bean
        CollectionSpec<Player> players() {
            return Player.PLAYERS;
        }

        @Bean
        CollectionSpec<Map<String, Long>> counts() {
            return CollectionSpec.of(
                            "counts", new com.fasterxml.jackson.core.type.TypeReference<Map<String, Long>>() {})
                    .build();
        }

        @Bean
        ByType byType(DocumentCollection<Player> players, DocumentCollection<Map<String, Long>> counts) {
            return new ByType(players, counts);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OneType {

        @Bean
        CollectionSpec<Player> players() {
            return Player.PLAYERS;
        }

        @Bean
        CollectionSpec<Player> retired() {
            return Player.RETIRED;
        }

        @Bean
        ByName byName(
                @Qualifier("players") DocumentCollection<Player> current,
                @Qualifier("retired") DocumentCollection<Player> former) {
            return new ByName(current, former);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnCollection {

        @Bean
        CollectionSpec<Player> players() {
            return Player.PLAYERS;
        }

        @Bean
        DocumentCollection<Player> own(Storage storage) {
            return storage.collection(Player.PLAYERS);
        }

        @Bean
        Holder holder(DocumentCollection<Player> players) {
            return new Holder(players);
        }
    }
}
