// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The application's mapper is for what it sends; what is stored has one of its own, unless it is told otherwise. */
class ApplicationMapperTest {

    private static final CollectionSpec<Hero> HEROES =
            CollectionSpec.of("heroes", Hero.class).build();
    private static final CollectionSpec<JsonNode> AS_STORED =
            CollectionSpec.of("heroes", JsonNode.class).build();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(StorageAutoConfiguration.class))
            .withUserConfiguration(Heroes.class);

    @Test
    void mapperOfTheApplication_isNotTakenSilently() {
        assertThat(stored("untold", runner)).hasToString("{\"realName\":\"Ana\"}");
    }

    @Test
    void mapperOfTheApplication_isTakenWhereACustomizerSaysSo() {
        assertThat(stored("told", runner.withUserConfiguration(Told.class))).hasToString("{\"real_name\":\"Ana\"}");
    }

    private static JsonNode stored(String database, ApplicationContextRunner application) {
        String url = "memory:mapper-" + database;
        try (Storage beside = Storage.open(url, AS_STORED)) {
            application.withPropertyValues("storage.url=" + url).run(context -> {
                @SuppressWarnings("unchecked") // The only collection there is.
                DocumentCollection<Hero> heroes = context.getBean(DocumentCollection.class);
                heroes.put("1", new Hero("Ana"));
            });
            return beside.collection(AS_STORED).get("1").orElseThrow().value();
        }
    }

    record Hero(String realName) {}

    @Configuration(proxyBeanMethods = false)
    static class Heroes {

        @Bean
        CollectionSpec<Hero> heroes() {
            return HEROES;
        }

        @Bean
        ObjectMapper objectMapper() {
            return new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Told {

        // tag::mapper[]
        @Bean
        StorageOptionsCustomizer mapperOfTheApplication(ObjectMapper mapper) {
            return options -> options.mapper(mapper.copy());
        }
        // end::mapper[]
    }
}
