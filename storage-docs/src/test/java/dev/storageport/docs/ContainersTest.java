// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.storageport.StorageConfig;
import dev.storageport.postgres.PostgresOptions;
import dev.storageport.postgres.server.PostgresServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The example of containers: that its parts fit each other and this library, which needs no containers to be seen. */
class ContainersTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("storageport.root", "..")).resolve("examples/compose");

    private final JsonNode compose = read("compose.yaml");
    private final JsonNode prometheus = read("prometheus.yaml");

    private static JsonNode read(String file) {
        try {
            return new ObjectMapper(new YAMLFactory())
                    .readTree(FOLDER.resolve(file).toFile());
        } catch (IOException malformed) {
            throw new IllegalStateException(file, malformed);
        }
    }

    private Map<String, String> environment(String service) {
        Map<String, String> variables = new HashMap<>();
        for (Map.Entry<String, JsonNode> each :
                compose.at("/services/" + service + "/environment").properties()) {
            variables.put(each.getKey(), each.getValue().asText());
        }
        return variables;
    }

    @Test
    void application_isConfiguredForTheServerBesideIt() {
        Map<String, String> server = environment("database");
        PostgresOptions options = PostgresOptions.of(StorageConfig.from(environment("application")));
        assertThat(options.hosts()).containsExactly(InetSocketAddress.createUnresolved("database", 5432));
        assertThat(options.database()).isEqualTo(server.get("POSTGRES_DB"));
        assertThat(options.user()).isEqualTo(server.get("POSTGRES_USER"));
        assertThat(options.passwordFile()).contains(Path.of(server.get("POSTGRES_PASSWORD_FILE")));
        assertThat(options.poolSize()).as("that of production").isEqualTo(20);
        assertThat(environment("exporter").get("DATA_SOURCE_URI")).startsWith("database:5432/" + options.database());
        assertThat(environment("exporter"))
                .containsEntry("DATA_SOURCE_USER", options.user())
                .containsEntry("DATA_SOURCE_PASS_FILE", server.get("POSTGRES_PASSWORD_FILE"));
    }

    @Test
    void server_isOneThatTheLibraryIsTestedWith_andKeepsItsData() throws SQLException {
        try (Connection connection = PostgresServer.shared().connect("postgres")) {
            assertThat(compose.at("/services/database/image").asText())
                    .isEqualTo("postgres:" + connection.getMetaData().getDatabaseMajorVersion());
        }
        assertThat(compose.at("/services/database/volumes/0").asText()).isEqualTo("database:/var/lib/postgresql/data");
        assertThat(compose.get("volumes").has("database")).isTrue();
    }

    @Test
    void whoeverNeedsTheServer_waitsUntilItIsHealthy() {
        JsonNode check = compose.at("/services/database/healthcheck");
        assertThat(check.get("test").toString()).contains("pg_isready -h 127.0.0.1 ");
        assertThat(check.get("interval").asText()).isEqualTo("5s");
        assertThat(check.get("timeout").asText()).isEqualTo("3s");
        assertThat(check.get("retries").asInt()).isEqualTo(5);
        for (String service : new String[] {"application", "exporter"}) {
            assertThat(compose.at("/services/" + service + "/depends_on/database/condition")
                            .asText())
                    .as(service)
                    .isEqualTo("service_healthy");
        }
    }

    @Test
    void secretsAndVolumes_areDeclared_andNoPasswordIsWritten() throws IOException {
        Set<String> used = new TreeSet<>();
        for (JsonNode service : compose.get("services")) {
            service.path("secrets").forEach(secret -> used.add(secret.asText()));
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().split(":", 2)[0];
                assertThat(
                                source.startsWith(".")
                                        ? Files.isRegularFile(FOLDER.resolve(source))
                                        : compose.get("volumes").has(source))
                        .as(source)
                        .isTrue();
            }
        }
        assertThat(used).containsExactly("database");
        assertThat(compose.at("/secrets/database/file").asText()).isEqualTo("./secrets/database");
        assertThat(Files.readString(FOLDER.resolve("compose.yaml"))).doesNotContainPattern("PASSWORD:");
    }

    @Test
    void prometheus_asksTheServicesThereAre_andKnowsTheAlerts() {
        Set<String> asked = new TreeSet<>();
        for (JsonNode job : prometheus.get("scrape_configs")) {
            asked.add(job.at("/static_configs/0/targets/0").asText());
        }
        assertThat(asked).containsExactly("application:8080", "exporter:9187");
        assertThat(asked).allMatch(target -> compose.get("services").has(target.split(":", 2)[0]));
        String rules = prometheus.at("/rule_files/0").asText();
        assertThat(compose.at("/services/prometheus/volumes").toString())
                .contains("dashboards/prometheus-alerts.yaml:" + rules + ":ro");
    }
}
