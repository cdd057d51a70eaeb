// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.values;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** JSON: values of the types of the JDK come back equal or are refused. Tests of storage-api go through the types one by one. */
@SuppressWarnings("JavaUtilDate") // applications store it
abstract class JavaTypeRules extends Topic {

    /** Times of each type, with what defaults of mappers drop: zones, offsets, nanoseconds. */
    record Times(
            OffsetDateTime offset,
            ZonedDateTime zoned,
            ZonedDateTime earlier,
            LocalDateTime local,
            LocalTime time,
            OffsetTime offsetTime,
            Year year,
            YearMonth month,
            MonthDay day,
            Duration duration,
            Period period,
            ZoneId zone,
            Date date,
            Map<ZonedDateTime, Instant> byTime) {}

    /** Values of other types that have a text of their own. */
    record Texts(
            UUID uuid,
            URI uri,
            Locale locale,
            Currency currency,
            File file,
            Path path,
            Character character,
            DayOfWeek weekday,
            Optional<String> nickname,
            OptionalInt whole,
            OptionalLong none,
            Set<DayOfWeek> days,
            EnumSet<DayOfWeek> enums,
            EnumMap<DayOfWeek, Integer> counts,
            SortedMap<Integer, String> sorted,
            Map<Integer, Boolean> numbered,
            Object untyped) {
        public boolean isComputed() {
            return true;
        }
    }

    /** A document that holds whatever it is given. */
    record Anything(Object value) {}

    static final CollectionSpec<Times> TIMES =
            CollectionSpec.of("times", Times.class).build();
    static final CollectionSpec<Texts> TEXTS =
            CollectionSpec.of("texts", Texts.class).build();
    static final CollectionSpec<Anything> THINGS =
            CollectionSpec.of("things", Anything.class).build();

    @Test
    @Rule("JSON-11")
    void times_ofEachType_comeBackEqual() {
        DocumentCollection<Times> times = bench().open(TIMES).collection(TIMES);
        ZonedDateTime twice = ZonedDateTime.of(2020, 10, 25, 2, 30, 0, 1, ZoneId.of("Europe/Berlin"));
        Times value = new Times(
                OffsetDateTime.parse("2020-01-01T00:00:00.000000001+05:45"),
                twice.withLaterOffsetAtOverlap(),
                twice.withEarlierOffsetAtOverlap(),
                LocalDateTime.MAX,
                LocalTime.MAX,
                OffsetTime.MIN,
                Year.of(-5),
                YearMonth.of(12020, 1),
                MonthDay.of(2, 29),
                Duration.ofSeconds(Long.MIN_VALUE, 1),
                Period.of(1, 14, -40),
                ZoneId.of("UTC"),
                new Date(1),
                Map.of(twice, Instant.MAX));
        times.put("a", value);
        assertThat(times.get("a").orElseThrow().value())
                .as("times of each type")
                .isEqualTo(value);
    }

    @Test
    @Rule("JSON-11")
    void otherValues_comeBackEqual() {
        DocumentCollection<Texts> texts = bench().open(TEXTS).collection(TEXTS);
        Texts value = new Texts(
                new UUID(1, 2),
                URI.create("http://h/%20"),
                Locale.forLanguageTag("zh-Hant-TW"),
                Currency.getInstance("EUR"),
                new File("relative"),
                Path.of("relative"),
                '\n',
                DayOfWeek.MONDAY,
                Optional.of(""),
                OptionalInt.of(0),
                OptionalLong.empty(),
                Set.of(DayOfWeek.FRIDAY),
                EnumSet.noneOf(DayOfWeek.class),
                new EnumMap<>(Map.of(DayOfWeek.SUNDAY, 7)),
                new TreeMap<>(Map.of(10, "ten", 9, "nine")),
                Map.of(-1, true),
                List.of(1, "two", Map.of("three", 3.5)));
        texts.put("a", value);
        assertThat(texts.get("a").orElseThrow().value())
                .as("values of other types")
                .isEqualTo(value);
    }

    @Test
    @Rule("JSON-11")
    void values_thatWouldComeBackAsOthers_areRefusedByTheirMember() {
        DocumentCollection<Anything> things = bench().open(THINGS).collection(THINGS);
        for (Object value : List.of(
                new GregorianCalendar(2020, 1, 1),
                Instant.EPOCH,
                Set.of(1),
                new byte[] {1},
                DayOfWeek.MONDAY,
                Map.of(1, "one"),
                List.of(Optional.empty()))) {
            InvalidValueException refused = refusal(
                    InvalidValueException.class,
                    "put of a " + value.getClass().getName() + " in a member of type Object",
                    () -> things.put("a", new Anything(value)));
            assertThat(refused).as("the message").hasMessageContainingAll("things", "\"a\"", "/value");
            assertThat(things.contains("a")).as("whether it was stored").isFalse();
        }
    }
}
