// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.spring.Application;
import dev.storageport.spring.Http;
import dev.storageport.spring.Player;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

class SeveralStoragesHealthTest {

    @Test
    void health_ofSeveralStorages_tellsWhichOneIsAway() throws Exception {
        try (ConfigurableApplicationContext context = Application.startWithoutDataSource(
                Two.class,
                "--management.endpoint.health.probes.enabled=true",
                "--management.endpoint.health.show-details=always",
                "--management.endpoint.health.group.liveness.include=*",
                "--management.endpoint.health.group.liveness.show-components=always",
                "--management.endpoint.health.group.own.include=storageReady")) {
            JsonNode storages = answer(context, "", 200).at("/components/storage/components");
            assertThat(storages.fieldNames()).toIterable().containsExactlyInAnyOrder("orders", "archive");
            assertThat(storages.at("/orders/details/backend").asText()).isEqualTo("memory");
            assertThat(answer(context, "/own", 200)
                            .at("/components/storageReady/components")
                            .fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("orders", "archive");
            answer(context, "/readiness", 200);
            assertThat(answer(context, "", 200).at("/components").has("storageReady"))
                    .as("in what alerts look at")
                    .isFalse();
            assertThat(answer(context, "/liveness", 200).at("/components").has("storage"))
                    .as("in what restarts")
                    .isFalse();

            context.getBean("archive", Storage.class).close();

            JsonNode storage = answer(context, "", 503).at("/components/storage");
            assertThat(storage.at("/status").asText()).isEqualTo("DOWN");
            assertThat(storage.at("/components/archive/status").asText()).isEqualTo("DOWN");
            assertThat(storage.at("/components/orders/status").asText()).isEqualTo("UP");
            assertThat(answer(context, "/readiness", 503).at("/status").asText())
                    .isEqualTo("DOWN");
            answer(context, "/liveness", 200);
        }
    }

    private static JsonNode answer(ConfigurableApplicationContext context, String group, int status)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = Http.of(context).get("/actuator/health" + group);
        assertThat(answer.statusCode()).as("health%s: %s", group, answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }

    @Configuration(proxyBeanMethods = false)
    static class Two {

        @Bean
        @Primary
        Storage orders(CollectionSpec<Player> players) {
            return Storage.open("memory:", players);
        }

        @Bean
        Storage archive(CollectionSpec<Player> players) {
            return Storage.open("memory:", players);
        }
    }
}
