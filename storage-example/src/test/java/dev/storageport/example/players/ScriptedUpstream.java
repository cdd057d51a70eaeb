// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storageport.example.players.storage.StaticCategory;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream that counts its requests and does what the test says. */
final class ScriptedUpstream implements Upstream {

    private final Map<String, FoundPlayer> searchable = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private final Map<String, String> pages = new ConcurrentHashMap<>();

    final AtomicInteger searches = new AtomicInteger();
    final AtomicInteger redirected = new AtomicInteger();
    final AtomicInteger pageRequests = new AtomicInteger();
    final AtomicInteger staticRequests = new AtomicInteger();

    /** Whether each request fails. */
    volatile boolean down;

    /** What each request waits for. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    /** What static data say. */
    volatile int season = 1;

    static String html(String name, int heroes) {
        return "<!DOCTYPE html>\n<html><body class=\"career public\">\n<h1 class=\"name\">" + name
                + "</h1><div class=\"endorsement\" data-level=\"3\"></div>\n"
                + "<section class=\"hero\"></section>".repeat(heroes)
                + "</body></html>\n";
    }

    static JsonNode summary(String playerId, long lastUpdated) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        return summary.put("url", playerId).put("avatar", "/a.png").put("lastUpdated", lastUpdated);
    }

    /** Has a player whom the search finds and who has a page. */
    void has(String playerId, String battletag, String name, int heroes, long lastUpdated) {
        searchable.clear();
        searchable.put(battletag, new FoundPlayer(playerId, battletag, name, summary(playerId, lastUpdated)));
        pages.put(playerId, html(name, heroes));
    }

    /** Has a player whom the search does not find, but whose page redirects. */
    void hides(String playerId, String battletag, String name) {
        redirects.put(battletag, playerId);
        pages.put(playerId, html(name, 1));
    }

    void hasPage(String playerId, String html) {
        pages.put(playerId, html);
    }

    void forgetsAll() {
        searchable.clear();
        redirects.clear();
        pages.clear();
    }

    /** Returns the number of requests for players. */
    int requests() {
        return searches.get() + redirected.get() + pageRequests.get();
    }

    @Override
    public Optional<FoundPlayer> search(String player) throws IOException {
        request(searches);
        return searchable.values().stream()
                .filter(found ->
                        found.playerId().equals(player) || found.battletag().equals(player))
                .findFirst();
    }

    @Override
    public Optional<String> playerId(String battletag) throws IOException {
        request(redirected);
        return Optional.ofNullable(redirects.get(battletag));
    }

    @Override
    public Optional<String> page(String playerId) throws IOException {
        request(pageRequests);
        return Optional.ofNullable(pages.get(playerId));
    }

    @Override
    public JsonNode staticData(StaticCategory category, String name) throws IOException {
        request(staticRequests);
        return JsonNodeFactory.instance.objectNode().put("name", name).put("season", season);
    }

    private void request(AtomicInteger count) throws IOException {
        boolean fails = down; // who has seen the request counted may change that for the next one
        count.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
        if (fails) {
            throw new IOException("503");
        }
    }
}
