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
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** One application for all; the last test closes its storage. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StorageHealthTest {

    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void start() {
        context = Application.startWithoutDataSource(
                Nothing.class,
                "--storage.url=sqlite::memory:",
                "--management.endpoint.health.probes.enabled=true",
                "--management.endpoint.health.show-details=always",
                "--management.endpoint.health.group.liveness.include=*",
                "--management.endpoint.health.group.own.include=storage,storageReady");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    @Order(1)
    void health_idle_isUpEverywhere() throws Exception {
        JsonNode all = answer("", 200);
        assertThat(all.at("/components/storage/status").asText()).isEqualTo("UP");
        assertThat(all.at("/components/storage/details/version").asText()).startsWith("SQLite ");
        assertThat(all.at("/components/storage/details/pool/capacity").asInt()).isEqualTo(1);
        assertThat(all.at("/components").has("storageReady")).isFalse();
        assertThat(answer("/readiness", 200).at("/status").asText()).isEqualTo("UP");
        JsonNode own = answer("/own", 200).at("/components");
        assertThat(own.has("storage") && own.has("storageReady")).as("%s", own).isTrue();
    }

    @Test
    @Order(2)
    void liveness_neverAsksTheStorage() throws Exception {
        JsonNode components = answer("/liveness", 200).at("/components");
        assertThat(components.has("livenessState")).isTrue();
        assertThat(components.has("storage")).isFalse();
        assertThat(components.has("storageReady")).isFalse();
    }

    @Test
    @Order(3)
    void health_busy_takesNoRequestsAndAlarmsNobody() throws Exception {
        // In memory there is one connection, which the transaction has.
        context.getBean(Storage.class).transactWithoutResult(transaction -> {
            transaction
                    .collection((CollectionSpec<?>) context.getBean(CollectionSpec.class))
                    .count();
            JsonNode storage = answer("", 200).at("/components/storage");
            assertThat(storage.at("/status").asText()).isEqualTo("UP");
            assertThat(storage.at("/details/ready").asBoolean()).isFalse();
            assertThat(answer("/readiness", 503).at("/status").asText()).isEqualTo("OUT_OF_SERVICE");
            answer("/liveness", 200);
        });
        answer("/readiness", 200);
    }

    @Test
    @Order(4)
    void health_away_alarmsAndRestartsNobody() throws Exception {
        context.getBean(Storage.class).close();
        JsonNode storage = answer("", 503).at("/components/storage");
        assertThat(storage.at("/status").asText()).isEqualTo("DOWN");
        assertThat(storage.at("/details/message").asText()).contains("closed");
        assertThat(answer("/readiness", 503).at("/status").asText()).isEqualTo("DOWN");
        answer("/liveness", 200);
    }

    private static JsonNode answer(String group, int status) throws IOException, InterruptedException {
        HttpResponse<String> answer = Http.of(context).get("/actuator/health" + group);
        assertThat(answer.statusCode()).as("health%s: %s", group, answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
