// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Query;
import dev.storageport.port.Quoted;
import dev.storageport.tck.fixture.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws from small alphabets, so that steps meet on the same keys and values; some letters are hostile, a few are invalid. */
final class ValueGenerator {

    static final List<String> KEYS =
            List.of("a", "A", "b", "a\uFFFF", "a\uD83D\uDE00", "\u00e9", "e\u0301", "%", "a_", "' --");
    static final List<String> TEXTS =
            List.of("", "red", "RED", "red ", "\u00e9", "e\u0301", "\uD83D\uDE00", "\uFFFD", "'%_\\", "null");
    /** Few, so that documents often want one that is taken. */
    private static final List<String> ALIASES = TEXTS.subList(0, 5);

    private static final List<String> INVALID = List.of("", "a\u0000", "\uD800", "k".repeat(1100));
    private static final List<Duration> MOVES = List.of(
            Duration.ZERO,
            Duration.ofNanos(1),
            Duration.ofNanos(1_000),
            Duration.ofNanos(-1_000),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofHours(-1),
            Duration.ofDays(-40_000));

    private static final List<String> ORDERS = List.of(
            "by key",
            "by key descending",
            "newest first",
            "oldest first",
            "last created first",
            "first created first",
            "in no order");

    private final Random random;

    ValueGenerator(Random random) {
        this.random = random;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    private <T> T of(List<T> letters) {
        return letters.get(random.nextInt(letters.size()));
    }

    String key() {
        return random.nextInt(40) == 0 ? of(INVALID) : of(KEYS);
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>(KEYS);
        Collections.shuffle(keys, random);
        keys = new ArrayList<>(keys.subList(0, random.nextInt(6)));
        if (random.nextInt(6) == 0) {
            keys.add(key()); // often one that is there already
        }
        return keys;
    }

    Item item() {
        return new Item(random.nextInt(5), text(3, TEXTS), text(3, ALIASES));
    }

    /** Draws a text, or nothing in one of so many cases. */
    private @Nullable String text(int nothing, List<String> letters) {
        if (random.nextInt(60) == 0) {
            return INVALID.get(1 + random.nextInt(3));
        }
        return random.nextInt(nothing) == 0 ? null : of(letters);
    }

    Optional<Content> content() {
        return switch (random.nextInt(8)) {
            case 0 -> Optional.of(Content.text(""));
            case 1 -> Optional.of(Content.text("short \u0000"));
            case 2 -> Optional.of(Content.bytes(new byte[300]));
            case 3 -> Optional.of(Content.text("page ".repeat(200 + random.nextInt(3))));
            default -> Optional.empty();
        };
    }

    Duration move() {
        return of(MOVES);
    }

    /**
     * A query that is built when it is used, because building it may be refused.
     *
     * @param text for a reader
     * @param query builds it
     */
    record Question<Q>(String text, Supplier<Q> query) {}

    Question<Condition<? super Item>> condition() {
        String key = of(KEYS);
        String other = of(KEYS);
        String text = of(TEXTS);
        Duration age = MOVES.get(1 + random.nextInt(6)).abs().plus(random.nextInt(20) == 0 ? move() : Duration.ZERO);
        return switch (random.nextInt(8)) {
            case 0 -> new Question<>("all", Condition::all);
            case 1 -> new Question<>("keyStartsWith " + Quoted.text(key), () -> Condition.keyStartsWith(key));
            case 2 ->
                new Question<>(
                        "keyRange " + Quoted.text(key) + " " + Quoted.text(other),
                        () -> Condition.keyRange(key, other));
            case 3 -> new Question<>("keyFrom " + Quoted.text(key), () -> Condition.keyFrom(key));
            case 4 -> new Question<>("keyBefore " + Quoted.text(key), () -> Condition.keyBefore(key));
            case 5 -> new Question<>("group is " + Quoted.text(text), () -> Item.GROUP.is(text));
            case 6 -> new Question<>("alias is " + Quoted.text(text), () -> Item.ALIAS.is(text));
            default -> new Question<>("updatedBefore " + age, () -> Condition.updatedBefore(age));
        };
    }

    Question<Query<? super Item>> query() {
        Question<Condition<? super Item>> condition = condition();
        int order = random.nextInt(ORDERS.size());
        int limit = random.nextInt(8) - 1;
        String text = condition.text() + ", " + ORDERS.get(order) + (limit > 4 ? "" : ", limit " + limit);
        return new Question<>(text, () -> {
            Query<? super Item> ordered = ordered(condition.query().get(), order);
            return limit > 4 ? ordered : ordered.limit(limit);
        });
    }

    private static <T> Query<T> ordered(Query<T> query, int order) {
        return switch (order) {
            case 0 -> query.byKey();
            case 1 -> query.byKeyDescending();
            case 2 -> query.newestFirst();
            case 3 -> query.oldestFirst();
            case 4 -> query.lastCreatedFirst();
            case 5 -> query.firstCreatedFirst();
            default -> query;
        };
    }
}
