// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.InvalidValueException;
import dev.storageport.LimitExceededException;
import dev.storageport.Limits;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** INDEX: the types of values, compared exactly. */
abstract class IndexValueRules extends Topic {

    /** A colour; the second name is hostile to comparisons that ignore case. */
    enum Colour {
        RED,
        Red,
        BLUE
    }

    /** A document that keeps its indexed value as text, so the JSON's own types play no part. */
    record Holder(int position) {}

    @Test
    @Rule("INDEX-5")
    void textValues_areComparedByCodePoint() {
        assertEachFound(
                String.class,
                List.of(
                        "",
                        " ",
                        "a",
                        "A",
                        "a ",
                        " a",
                        "\u00e9",
                        "e\u0301",
                        "\u0130",
                        "i",
                        "I",
                        "\u0131",
                        "007",
                        "7",
                        "1e3",
                        "1000",
                        "%",
                        "_",
                        "\\",
                        "'",
                        "\"",
                        "\uFEFFa",
                        "\uFFFF",
                        "\uE000",
                        "\uD83D\uDE00",
                        "null",
                        "true",
                        "2026-01-01",
                        "k".repeat(Limits.INDEX_TEXT_BYTES),
                        "k".repeat(Limits.INDEX_TEXT_BYTES - 1),
                        "\u00df",
                        "ss"));
    }

    @Test
    @Rule("INDEX-5")
    void numbersAndBooleans_areComparedExactly() {
        assertEachFound(
                Long.class,
                List.of(
                        0L,
                        1L,
                        -1L,
                        (1L << 53),
                        (1L << 53) + 1,
                        (1L << 53) - 1,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE - 1,
                        Long.MIN_VALUE));
        assertEachFound(Integer.class, List.of(0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE));
        assertEachFound(
                Double.class,
                List.of(
                        0.0,
                        0.1,
                        Math.nextUp(0.1),
                        0.1 + 0.2,
                        0.3,
                        1e10,
                        1.0,
                        -1.5,
                        1e22,
                        2e22,
                        Double.MAX_VALUE,
                        -Double.MAX_VALUE,
                        Double.MIN_VALUE,
                        Double.MIN_NORMAL,
                        9007199254740994.0,
                        123456789.125));
        assertEachFound(Boolean.class, List.of(true, false));
    }

    @Test
    @Rule("INDEX-5")
    void timesUuidsAndConstants_areComparedExactly() {
        assertEachFound(
                Instant.class,
                List.of(
                        Limits.EARLIEST,
                        Limits.EARLIEST.plusNanos(1000),
                        Limits.LATEST,
                        Limits.LATEST.minusNanos(1000),
                        Instant.EPOCH,
                        Instant.EPOCH.minusNanos(1000),
                        Instant.EPOCH.plusNanos(1000),
                        Instant.parse("1582-10-10T00:00:00Z"),
                        Instant.parse("1500-02-28T23:59:59.999999Z"),
                        Instant.parse("2026-03-29T01:30:00Z"),
                        Instant.parse("2026-03-29T02:30:00Z"),
                        Instant.parse("1883-11-18T12:03:58Z")));
        assertEachFound(
                LocalDate.class,
                List.of(
                        LocalDate.of(1, 1, 1),
                        LocalDate.of(9999, 12, 31),
                        LocalDate.EPOCH,
                        LocalDate.EPOCH.minusDays(1),
                        LocalDate.of(1582, 10, 10),
                        LocalDate.of(1500, 2, 28),
                        LocalDate.of(2024, 2, 29),
                        LocalDate.of(2011, 12, 30)));
        assertEachFound(
                UUID.class,
                List.of(
                        new UUID(0, 0),
                        new UUID(-1, -1),
                        new UUID(1, 0),
                        new UUID(0, 1),
                        new UUID(Long.MIN_VALUE, Long.MAX_VALUE)));
        assertEachFound(Colour.class, List.of(Colour.values()));
    }

    /** Writes a document for each value, under a unique and a plain index, and expects each to find only its own. */
    private <V> void assertEachFound(Class<V> type, List<V> values) {
        String name = "held_" + type.getSimpleName().toLowerCase(Locale.ROOT);
        Index<Holder, V> plain = Index.of("plain", type, holder -> valueAt(values, holder));
        Index<Holder, V> unique = Index.unique("one_owner", type, holder -> valueAt(values, holder));
        CollectionSpec<Holder> spec =
                CollectionSpec.of(name, Holder.class).index(plain).index(unique).build();
        try (Storage storage = bench().open(spec)) {
            DocumentCollection<Holder> holders = storage.collection(spec);
            for (int i = 0; i < values.size(); i++) {
                Holder holder = new Holder(i);
                assertThatCode(() -> holders.insert(Item.key(holder.position()), holder))
                        .as("%s number %d, which differs from those before", name, i)
                        .doesNotThrowAnyException();
            }
            holders.put("without", new Holder(-1));
            for (int i = 0; i < values.size(); i++) {
                String key = Item.key(i);
                V value = values.get(i);
                assertThat(holders.find(plain.is(value)))
                        .as("%s number %d", name, i)
                        .extracting(Stored::key)
                        .containsExactly(key);
                assertThat(holders.count(unique.is(value)))
                        .as("owners of the value")
                        .isEqualTo(1);
            }
        }
    }

    private static <V> @Nullable V valueAt(List<V> values, Holder holder) {
        return holder.position() < 0 ? null : values.get(holder.position());
    }

    @Test
    @Rule("INDEX-5")
    void values_thatAreEqualByTheContract_areEqualInTheIndex() {
        Index<Holder, Double> real = Index.of("real", Double.class, holder -> holder.position() == 0 ? -0.0 : 0.0);
        Index<Holder, Instant> time =
                Index.of("time", Instant.class, holder -> Workbench.START.plusNanos(holder.position()));
        CollectionSpec<Holder> spec = CollectionSpec.of("holders", Holder.class)
                .index(real)
                .index(time)
                .build();
        DocumentCollection<Holder> holders = bench().open(spec).collection(spec);
        holders.put("a", new Holder(0));
        holders.put("b", new Holder(999));
        holders.put("c", new Holder(1000));

        assertThat(holders.count(real.is(0.0))).as("documents at 0.0 or -0.0").isEqualTo(3);
        assertThat(holders.count(real.is(-0.0))).isEqualTo(3);
        assertThat(holders.find(time.is(Workbench.START)))
                .as("instants in one microsecond")
                .extracting(Stored::key)
                .containsExactly("a", "b");
    }

    @Test
    @Rule("INDEX-6")
    void value_thatCannotBeStored_refusesTheWriteByTheIndexName() {
        Map<String, Function<Holder, Object>> failures = new TreeMap<>();
        failures.put("text_nul", holder -> "a\u0000b");
        failures.put("text_surrogate", holder -> "a\uD800");
        failures.put("text_long", holder -> "k".repeat(Limits.INDEX_TEXT_BYTES + 1));
        failures.put("text_failing", holder -> {
            throw new IllegalStateException("secret");
        });
        failures.put("real_nan", holder -> Double.NaN);
        failures.put("real_infinite", holder -> Double.NEGATIVE_INFINITY);
        failures.put("time_early", holder -> Limits.EARLIEST.minusNanos(1));
        failures.put("time_late", holder -> Limits.LATEST.plusNanos(1000));
        failures.put("date_late", holder -> LocalDate.of(10_000, 1, 1));
        failures.forEach(this::assertWriteRefused);
    }

    private void assertWriteRefused(String name, Function<Holder, Object> failure) {
        String kind = name.substring(0, name.indexOf('_'));
        CollectionSpec<Holder> spec = CollectionSpec.of("c_" + name, Holder.class)
                .index(
                        switch (kind) {
                            case "text" -> failing(name, String.class, failure);
                            case "real" -> failing(name, Double.class, failure);
                            case "time" -> failing(name, Instant.class, failure);
                            default -> failing(name, LocalDate.class, failure);
                        })
                .build();
        try (Storage storage = bench().open(spec)) {
            DocumentCollection<Holder> holders = storage.collection(spec);
            holders.put("stored", new Holder(0));
            for (int attempt : List.of(1, 2)) {
                String key = attempt == 1 ? "new" : "stored";
                assertThatThrownBy(
                                () -> holders.put(key, new Holder(attempt)),
                                "put of a document whose index value is %s",
                                name)
                        .isInstanceOfAny(InvalidValueException.class, LimitExceededException.class)
                        .hasMessageContainingAll(name, "c_" + name);
            }
            assertThat(holders.find(Condition.all()).stream().map(Stored::value).collect(Collectors.toList()))
                    .as("documents after refused writes")
                    .containsExactly(new Holder(0));
        }
    }

    private static <V> Index<Holder, V> failing(String name, Class<V> type, Function<Holder, Object> failure) {
        return Index.of(name, type, holder -> holder.position() == 0 ? null : type.cast(failure.apply(holder)));
    }
}
