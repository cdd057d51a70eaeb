// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The application as one jar, started, called over HTTP, stopped by a signal, and started again. */
@Timeout(300)
class PackagedSampleTest {

    private static final int BOOKS = 45;
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path folder;

    @Test
    void sample_onSqlite_servesAndKeepsItsBooks() throws Exception {
        Path file = folder.resolve("books.db");
        serveAndServeAgain("sqlite:" + file, "SQLite");
        assertThat(file).exists();
        assertThat(folder.resolve("books.db-wal"))
                .as("the log of a file that was closed")
                .doesNotExist();
    }

    @Test
    void sample_onPostgres_servesAndKeepsItsBooks() throws Exception {
        PostgresAddress server = PostgresServer.shared();
        String database = "sample_" + ProcessHandle.current().pid();
        server.createDatabase(database);
        try {
            serveAndServeAgain(server.url(database), "PostgreSQL");
        } finally {
            server.dropDatabase(database);
        }
    }

    private void serveAndServeAgain(String url, String backend) throws Exception {
        SampleProcess first = SampleProcess.start(folder, url);
        try (first) {
            putBooks(first);
            pageByToken(first);
            search(first);
            replaceOnlyTheLastRevision(first);
            refuse(first);
            tellHealth(first, backend);
            tellMetrics(first);
        }
        assertThat(first.exit()).as("exit after SIGTERM, %s", first.output()).isEqualTo(SIGTERM);
        try (SampleProcess second = SampleProcess.start(folder, url)) {
            assertThat(json(second.get("/books/7")).at("/title").asText()).isEqualTo("Book 7");
            assertThat(second.delete("/books/7").statusCode()).isEqualTo(204);
            assertThat(second.get("/books/7").statusCode()).isEqualTo(404);
        }
    }

    private static void putBooks(SampleProcess sample) throws Exception {
        for (int i = 0; i < BOOKS; i++) {
            String tags = i % 2 == 0 ? "[\"even\",\"all\"]" : "[\"all\"]";
            HttpResponse<String> answer = sample.put(
                    "/books/" + i,
                    "{\"title\":\"Book %d\",\"author\":\"Author %d\",\"year\":%d,\"tags\":%s}"
                            .formatted(i, i % 3, 1900 + i, tags));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }
    }

    private static void pageByToken(SampleProcess sample) throws Exception {
        List<Integer> years = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = json(sample.get("/books?tag=even&size=10" + next));
            page.at("/books").forEach(book -> years.add(book.at("/year").asInt()));
            sizes.add(page.at("/books").size());
            next = page.at("/next").isTextual() ? "&after=" + page.at("/next").asText() : "";
        } while (!next.isEmpty());
        assertThat(sizes).containsExactly(10, 10, 3);
        assertThat(years)
                .hasSize(23)
                .isSortedAccordingTo((a, b) -> Integer.compare(b, a))
                .doesNotHaveDuplicates();
    }

    private static void search(SampleProcess sample) throws Exception {
        JsonNode found = json(sample.get("/books/search?words=OOK%204"));
        List<String> titles = new ArrayList<>();
        found.at("/books").forEach(book -> titles.add(book.at("/title").asText()));
        assertThat(titles)
                .containsExactly(
                        "Book 4", "Book 14", "Book 24", "Book 34", "Book 40", "Book 41", "Book 42", "Book 43",
                        "Book 44");
    }

    private static void replaceOnlyTheLastRevision(SampleProcess sample) throws Exception {
        String book = "{\"title\":\"Book 0\",\"author\":\"Nobody\",\"year\":1900,\"tags\":[]}";
        String revision =
                sample.put("/books/0", book).headers().firstValue("Revision").orElseThrow();
        assertThat(sample.put("/books/0", book, "If-Match", revision).statusCode())
                .isEqualTo(204);
        assertThat(sample.put("/books/0", book, "If-Match", revision).statusCode())
                .isEqualTo(412);
    }

    private static void refuse(SampleProcess sample) throws Exception {
        HttpResponse<String> answer = sample.get("/books?size=10&after=invented");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("token");
    }

    private static void tellHealth(SampleProcess sample, String backend) throws Exception {
        JsonNode storage = json(sample.get("/actuator/health")).at("/components/storage");
        assertThat(storage.at("/status").asText()).isEqualTo("UP");
        assertThat(storage.at("/details/backend").asText()).isEqualTo(backend);
        assertThat(sample.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(sample.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    private static void tellMetrics(SampleProcess sample) throws Exception {
        JsonNode duration = json(sample.get("/actuator/metrics/storage.operation.duration"));
        assertThat(duration.at("/measurements/0/value").asDouble()).isGreaterThanOrEqualTo(BOOKS);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}
