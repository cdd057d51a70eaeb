// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.ApplicationContext;

/** What a client sees of an application. */
public record Http(HttpClient client, URI base) {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Returns a client of the application. */
    public static Http of(ApplicationContext context) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return new Http(HttpClient.newHttpClient(), URI.create("http://127.0.0.1:" + port));
    }

    /** Asks and waits for the answer. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    /** Asks. */
    public CompletableFuture<HttpResponse<String>> begin(String path) {
        return client.sendAsync(request(path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(BOUND).build();
    }
}
