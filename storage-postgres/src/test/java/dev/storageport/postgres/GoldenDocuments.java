// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The documents that the dumps under {@code golden/} hold, as they were written. */
final class GoldenDocuments {

    static final int PLAYERS = 240;
    static final int NOTES = 60;

    /** An index of each type, and a unique one. */
    static final CollectionDefinition PLAYER = new CollectionDefinition(
            "player",
            List.of(
                    index("tag", IndexKind.UNIQUE, IndexType.TEXT),
                    index("group", IndexKind.SINGLE, IndexType.TEXT),
                    index("score", IndexKind.SINGLE, IndexType.INTEGER),
                    index("ratio", IndexKind.SINGLE, IndexType.REAL),
                    index("active", IndexKind.SINGLE, IndexType.BOOLEAN),
                    index("seen", IndexKind.SINGLE, IndexType.INSTANT),
                    index("born", IndexKind.SINGLE, IndexType.DATE),
                    index("account", IndexKind.UNIQUE, IndexType.UUID)));

    /** Without an index. */
    static final CollectionDefinition NOTE = new CollectionDefinition("note", List.of());

    /** Whose database indexes have names that must be shortened. */
    static final CollectionDefinition LONG = new CollectionDefinition(
            "c".repeat(48),
            List.of(
                    index("i".repeat(47) + "1", IndexKind.UNIQUE, IndexType.TEXT),
                    index("i".repeat(47) + "2", IndexKind.SINGLE, IndexType.TEXT)));

    /** Of layout 2: an index of each kind, with a second definition of one name. */
    static final CollectionDefinition HERO = new CollectionDefinition(
            "hero",
            List.of(
                    index("tag", IndexKind.UNIQUE, IndexType.TEXT),
                    index("skill", IndexKind.MANY, IndexType.TEXT),
                    index("day", IndexKind.MANY, IndexType.DATE),
                    index("text", IndexKind.SEARCH, IndexType.TEXT),
                    new IndexDefinition("score", IndexKind.SINGLE, IndexType.INTEGER, 2)));

    /** What an earlier program declared; its documents from the 20th on were not written by the later one. */
    static final CollectionDefinition EARLIER_HERO =
            new CollectionDefinition("hero", List.of(index("score", IndexKind.SINGLE, IndexType.TEXT)));

    static final int HEROES = 40;

    private static final List<Instant> TIMES = List.of(
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("1582-10-10T12:34:56.000001Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("2026-03-01T12:00:00.123456Z"),
            Instant.parse("9999-12-31T23:59:59.999Z"));

    private GoldenDocuments() {}

    private static IndexDefinition index(String name, IndexKind kind, IndexType type) {
        return new IndexDefinition(name, kind, type, 1);
    }

    /** All writes in their order, each of which was applied alone. */
    static List<Write> writes() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < PLAYERS; i++) {
            writes.add(player(i, "first"));
        }
        for (int i = 0; i < PLAYERS; i += 5) {
            writes.add(new Write.Touch(PLAYER, playerKey(i), time(i)));
        }
        for (int i = 0; i < PLAYERS; i += 7) {
            writes.add(player(i, "second"));
        }
        for (int i = 0; i < NOTES; i++) {
            writes.add(put(NOTE, "n" + i, body("note", i), Map.of(), content(i, 2000), i));
        }
        for (int i = 0; i < 10; i++) {
            Map<String, IndexValue> values = Map.of(
                    LONG.indexes().get(0).name(), text("one" + i),
                    LONG.indexes().get(1).name(), text("two" + i % 2));
            writes.add(put(LONG, "k" + i, body("long", i), values, new ContentChange.Keep(), i));
        }
        return writes;
    }

    /** The writes of layout 2, which follow those of layout 1: first those of the earlier program. */
    static List<Write> earlierHeroes() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < HEROES; i++) {
            Map<String, IndexValue> values = Map.of("score", text("score" + i % 4));
            writes.add(put(EARLIER_HERO, "h%02d".formatted(i), body("hero", i), values, new ContentChange.Keep(), i));
        }
        return writes;
    }

    /** Then those of the later one. */
    static List<Write> laterHeroes() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < HEROES / 2; i++) {
            writes.add(put(HERO, "h%02d".formatted(i), body("later", i), heroValues(i), new ContentChange.Keep(), i));
        }
        return writes;
    }

    static Map<String, IndexValue> heroValues(int i) {
        IndexValue days = new IndexValue.MultiValue(List.of(
                new IndexValue.DateValue(LocalDate.of(1, 1, 1)),
                new IndexValue.DateValue(LocalDate.of(2000, 1, 1).plusDays(i))));
        return Map.of(
                "tag",
                text("hero" + i),
                "skill",
                new IndexValue.MultiValue(List.of(text("{\"all\\"), text("skill" + i % 5))),
                "day",
                days,
                "text",
                text("yoda " + i + "\u001f50%_ é\\"),
                "score",
                new IndexValue.IntegerValue(i % 3));
    }

    static String playerKey(int i) {
        return i % 10 == 0 ? "p%03d é'\\ 😀".formatted(i) : "p%03d".formatted(i);
    }

    private static Write.Put player(int i, String text) {
        ContentChange content = i % 4 == 0 ? content(i, 50) : new ContentChange.Keep();
        return put(PLAYER, playerKey(i), body(text, i), playerValues(i), content, i);
    }

    /** Returns no values for every third player. */
    static Map<String, IndexValue> playerValues(int i) {
        Map<String, IndexValue> values = new HashMap<>();
        if (i % 3 != 0) {
            values.put("tag", text("tag " + i));
            values.put("group", text(i % 2 == 0 ? "Ähm 😀" : "zoo"));
            values.put("score", new IndexValue.IntegerValue(i == 1 ? Long.MIN_VALUE : i % 50));
            values.put("ratio", new IndexValue.RealValue(i == 1 ? Double.MIN_VALUE : i / 3.0));
            values.put("active", new IndexValue.BooleanValue(i % 2 == 0));
            values.put("seen", new IndexValue.InstantValue(time(i)));
            values.put(
                    "born", new IndexValue.DateValue(LocalDate.of(1582, 10, 1).plusDays(i)));
            values.put("account", new IndexValue.UuidValue(new UUID(i * 0x9e3779b97f4a7c15L, i)));
        }
        return values;
    }

    private static IndexValue text(String value) {
        return new IndexValue.TextValue(value);
    }

    private static Instant time(int i) {
        return TIMES.get(i % TIMES.size()).plusNanos(i / TIMES.size() * 1000L);
    }

    private static String body(String text, int i) {
        return "{\"n\": " + i + ", \"text\": \"" + text + " é 😀 ' \\\\ %s\"}";
    }

    private static ContentChange.Replace content(int i, int length) {
        byte[] bytes = new byte[i % 3 == 0 ? length : 1 + i % 7];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) (at * 31 + i);
        }
        return new ContentChange.Replace(new ContentFrame(bytes, bytes.length * 2));
    }

    private static Write.Put put(
            CollectionDefinition collection,
            String key,
            String body,
            Map<String, IndexValue> values,
            ContentChange content,
            int i) {
        return new Write.Put(
                collection,
                key,
                new Precondition.None(),
                body,
                body.getBytes(StandardCharsets.UTF_8).length,
                1 + i % 3,
                values,
                content,
                1_000_000_000_000L + i,
                time(i));
    }
}
