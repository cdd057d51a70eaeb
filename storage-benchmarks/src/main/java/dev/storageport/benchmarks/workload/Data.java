// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.workload;

import dev.storageport.quickstart.warriors.GeneratedWarriors;
import dev.storageport.quickstart.warriors.Warrior;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** What is stored and asked for, made up from seeds: the same for every contestant. Safe for many threads. */
public final class Data {

    /** How many different documents there are; keys beyond it get the same ones again. */
    private static final int DIFFERENT = 4_096;

    private static final int PAGES = 64;
    private static final int PAGE_CHARACTERS = 60_000;
    private static final int BIOGRAPHY_CHARACTERS = 620;
    private static final List<String> HEROES = List.of(
            "ana",
            "ashe",
            "bastion",
            "brigitte",
            "cassidy",
            "dva",
            "echo",
            "genji",
            "hanzo",
            "junkrat",
            "lucio",
            "mei");

    private final int documents;
    private final List<Player> players = new ArrayList<>();
    private final List<String> pages = new ArrayList<>();
    private final List<Warrior> warriors;

    /**
     * Makes the data.
     *
     * @param documents how many keys there are
     * @param warriors how many warriors there are
     */
    public Data(int documents, int warriors) {
        this.documents = documents;
        this.warriors = new GeneratedWarriors(4).next(warriors);
        Random random = new Random(20_260_401);
        List<String> words = words(random);
        for (int i = 0; i < DIFFERENT; i++) {
            players.add(player(i, words, random));
        }
        for (int i = 0; i < PAGES; i++) {
            pages.add(page(words, random));
        }
    }

    /** Returns how many keys there are. */
    public int documents() {
        return documents;
    }

    /** Returns how many documents with pages there are; the first ones. */
    public int pages() {
        return Math.min(1_000, documents / 20);
    }

    /** Returns the key of a document. */
    public static String key(int index) {
        return String.format(Locale.ROOT, "player-%08d", index);
    }

    /** Returns the key of any document that is stored. */
    public String anyKey(Random random) {
        return key(random.nextInt(documents));
    }

    /** Returns a document. */
    public Player player(int index) {
        return players.get(Math.floorMod(index, DIFFERENT));
    }

    /** Returns any document. */
    public Player anyPlayer(Random random) {
        return players.get(random.nextInt(DIFFERENT));
    }

    /** Returns a page of HTML, 60,000 characters. */
    public String page(int index) {
        return pages.get(Math.floorMod(index, PAGES));
    }

    /** Returns the warriors that every contestant begins with. */
    public List<Warrior> warriors() {
        return warriors;
    }

    /** Returns a word that is found in many warriors: a piece of a name. */
    public String namePart(Random random) {
        String name = warriors.get(random.nextInt(warriors.size())).name();
        String last = name.substring(name.lastIndexOf(' ') + 1);
        int from = random.nextInt(Math.max(1, last.length() - 4));
        return last.substring(from, Math.min(last.length(), from + 4)).toLowerCase(Locale.ROOT);
    }

    /** Returns 1 to 50 letters and blanks, as the load test of the fifth application has them; seldom found. */
    static String anyTerm(Random random) {
        StringBuilder term = new StringBuilder();
        for (int length = 1 + random.nextInt(50); length > 0; length--) {
            int letter = random.nextInt(30);
            term.append(letter < 26 || term.isEmpty() ? (char) ('a' + letter % 26) : ' ');
        }
        return term.toString();
    }

    // A vocabulary whose first words are frequent, so that texts compress about as real ones do.
    private static List<String> words(Random random) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = 2 + random.nextInt(8); length > 0; length--) {
                word.append((char) ('a' + random.nextInt(26)));
            }
            words.add(word.toString());
        }
        return words;
    }

    private static String word(List<String> words, Random random) {
        double skewed = Math.pow(random.nextDouble(), 3);
        return words.get((int) (skewed * words.size()));
    }

    private static String text(List<String> words, Random random, int characters) {
        StringBuilder text = new StringBuilder();
        while (text.length() < characters) {
            text.append(word(words, random)).append(' ');
        }
        return text.substring(0, characters);
    }

    private static Player player(int index, List<String> words, Random random) {
        String name = word(words, random) + random.nextInt(1000);
        return new Player(
                name,
                name + "#" + random.nextInt(100_000),
                text(words, random, 20),
                random.nextBoolean() ? "pc" : "console",
                List.of("eu", "us", "kr").get(random.nextInt(3)),
                random.nextInt(6),
                1_770_000_000_000L + index,
                random.nextBoolean(),
                Map.of(
                        "tank", random.nextInt(5000),
                        "damage", random.nextInt(5000),
                        "support", random.nextInt(5000),
                        "open", random.nextInt(5000)),
                HEROES.subList(0, 4 + random.nextInt(8)),
                text(words, random, BIOGRAPHY_CHARACTERS),
                0);
    }

    private static String page(List<String> words, Random random) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html><body>");
        while (html.length() < PAGE_CHARACTERS) {
            html.append("<div class=\"stat ")
                    .append(word(words, random))
                    .append("\"><p class=\"name\">")
                    .append(text(words, random, 60))
                    .append("</p><p class=\"value\">")
                    .append(random.nextInt(100_000))
                    .append("</p></div>\n");
        }
        return html.substring(0, PAGE_CHARACTERS);
    }
}
