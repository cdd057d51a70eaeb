// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.example.players.storage.ProfileDocument;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the service says of a player. Derived from the page and the summary each time one is served, so a better way to read a page holds for
 * those that are stored too.
 *
 * @param name the name shown
 * @param isPublic whether the player shows statistics
 * @param endorsement how well others like to play with the player; zero if the page does not say
 * @param heroes how many heroes have statistics
 * @param avatar the picture; empty if the summary has none
 * @param lastUpdated when the figures last changed; empty if the summary does not say
 */
public record Career(
        String name,
        boolean isPublic,
        int endorsement,
        int heroes,
        Optional<String> avatar,
        Optional<Instant> lastUpdated) {

    private static final Pattern BODY = Pattern.compile("<body class=\"career (public|private)\">");
    private static final Pattern NAME = Pattern.compile("<h1 class=\"name\">([^<]*)</h1>");
    private static final Pattern ENDORSEMENT = Pattern.compile("<div class=\"endorsement\" data-level=\"(\\d)\">");
    private static final Pattern HERO = Pattern.compile("<section class=\"hero\"");

    /**
     * Reads a career.
     *
     * @param html the page
     * @param summary what a search knows of the player; may be empty
     * @throws UnreadablePageException if that is no career page
     */
    static Career read(String html, JsonNode summary) {
        Matcher body = BODY.matcher(html);
        Matcher name = NAME.matcher(html);
        if (!body.find() || !name.find()) {
            throw new UnreadablePageException("is no career page");
        }
        Matcher endorsement = ENDORSEMENT.matcher(html);
        return new Career(
                unescaped(name.group(1)),
                body.group(1).equals("public"),
                endorsement.find() ? Integer.parseInt(endorsement.group(1)) : 0,
                (int) HERO.matcher(html).results().count(),
                Optional.ofNullable(summary.path("avatar").textValue()),
                Optional.ofNullable(ProfileDocument.lastUpdated(summary)));
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#x27;", "'")
                .replace("&amp;", "&");
    }
}
