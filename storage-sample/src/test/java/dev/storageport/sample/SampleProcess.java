// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application in a JVM of its own, on a free port; ended by a signal, as an orchestrator does it. */
final class SampleProcess implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final URI base;

    private SampleProcess(Process process, Path log) throws IOException, InterruptedException {
        this.process = process;
        this.log = log;
        this.base = URI.create("http://127.0.0.1:" + awaitPort());
    }

    static SampleProcess start(Path folder, String url) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "sample", ".log");
        Process process = new ProcessBuilder(List.of(
                        JAVA.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-jar",
                        System.getProperty("sample.jar"),
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--storage.url=" + url))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return new SampleProcess(process, log);
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    private String awaitPort() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Matcher port = PORT.matcher(line);
                    if (port.find()) {
                        return port.group(1);
                    }
                }
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("the application did not start: " + output());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    HttpResponse<String> put(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(BOUND);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    String output() throws IOException {
        return Files.readString(log);
    }

    int exit() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IllegalStateException("the application did not end after SIGTERM");
    }
}
