// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.Summary;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** TEXT: the defaults of the JVM change nothing. */
abstract class DefaultsRules extends Topic {

    /** A kind whose name has the letter that Turkish changes. */
    enum Kind {
        FIRST,
        second
    }

    /** A document with a part of every kind that a locale or a time zone may shift. */
    record Event(Kind kind, Instant at, LocalDate day, double weight, String title) {}

    static final Index<Event, Kind> KIND = Index.of("kind_i", Kind.class, Event::kind);
    static final Index<Event, Instant> AT = Index.of("at_i", Instant.class, Event::at);
    static final Index<Event, LocalDate> DAY = Index.of("day_i", LocalDate.class, Event::day);
    static final Index<Event, Double> WEIGHT = Index.of("weight_i", Double.class, Event::weight);
    static final Index<Event, String> TITLE = Index.of("title_i", String.class, Event::title);

    static final CollectionSpec<Event> EVENTS = CollectionSpec.of("diligent_events", Event.class)
            .index(KIND)
            .index(AT)
            .index(DAY)
            .index(WEIGHT)
            .index(TITLE)
            .build();

    static final Event MODERN = new Event(
            Kind.FIRST,
            Instant.parse("2026-03-29T01:30:00.000001Z"),
            LocalDate.parse("2026-03-29"),
            1234.5,
            "\u0130I\u0131i");
    static final Event ANCIENT = new Event(
            Kind.second, Instant.parse("1582-10-10T23:30:00Z"), LocalDate.parse("1582-10-10"), -0.001, "\u00df\u1234");

    @Test
    @Rule("TEXT-6")
    @ResourceLock(Resources.LOCALE)
    @ResourceLock(Resources.TIME_ZONE)
    void operations_turkishLocale_behaveTheSame() {
        underDefaults("tr-TR", "Asia/Kathmandu", this::checkOperations);
    }

    @Test
    @Rule("TEXT-6")
    @ResourceLock(Resources.LOCALE)
    @ResourceLock(Resources.TIME_ZONE)
    void operations_arabicDigits_behaveTheSame() {
        underDefaults("ar-EG-u-nu-arab", "America/New_York", this::checkOperations);
    }

    @Test
    @Rule("TEXT-6")
    @ResourceLock(Resources.LOCALE)
    @ResourceLock(Resources.TIME_ZONE)
    void operations_buddhistCalendar_behaveTheSame() {
        underDefaults("th-TH-u-ca-buddhist-nu-thai", "Pacific/Apia", this::checkOperations);
    }

    @Test
    @Rule("TEXT-6")
    void operations_defaultsOfThisJvm_behaveTheSame() {
        checkOperations();
    }

    @Test
    @Rule("TEXT-6")
    @ResourceLock(Resources.LOCALE)
    @ResourceLock(Resources.TIME_ZONE)
    void documents_writtenUnderOtherDefaults_areFound() {
        underDefaults("tr-TR", "Asia/Kathmandu", () -> {
            try (Storage storage = bench().open(EVENTS)) {
                fill(storage.collection(EVENTS));
            }
        });
        underDefaults("en-US", "America/New_York", () -> checkFound(bench().open(EVENTS)));
    }

    private static void underDefaults(String locale, String zone, Runnable run) {
        Locale localeBefore = Locale.getDefault();
        TimeZone zoneBefore = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(locale));
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            run.run();
        } finally {
            Locale.setDefault(localeBefore);
            TimeZone.setDefault(zoneBefore);
        }
    }

    private void checkOperations() {
        Storage storage = bench().open(EVENTS);
        fill(storage.collection(EVENTS));
        checkFound(storage);
        storage.transactWithoutResult(open -> open.collection(EVENTS).touch("MODERN"));
        checkAges(storage.collection(EVENTS));
    }

    private static void fill(DocumentCollection<Event> events) {
        events.putAll(List.of(
                Document.of("MODERN", MODERN, Content.text("\u0130stanbul 1234")), Document.of("ancient", ANCIENT)));
    }

    private static void checkFound(Storage storage) {
        DocumentCollection<Event> events = storage.collection(EVENTS);
        Stored<Event> modern = events.get("MODERN").orElseThrow();
        assertThat(modern.value()).as("a document").isEqualTo(MODERN);
        assertThat(modern.createdAt()).as("when it was inserted").isEqualTo(Workbench.START);
        assertThat(events.get("ancient").map(Stored::value))
                .as("a document of 1582")
                .contains(ANCIENT);
        assertThat(events.content("MODERN").map(Content::text)).as("a content").contains("\u0130stanbul 1234");
        for (Event event : List.of(MODERN, ANCIENT)) {
            assertThat(List.of(
                            events.count(KIND.is(event.kind())),
                            events.count(AT.is(event.at())),
                            events.count(DAY.is(event.day())),
                            events.count(WEIGHT.is(event.weight())),
                            events.count(TITLE.is(event.title()))))
                    .as("documents found by kind, instant, day, weight and title of %s", event)
                    .containsOnly(1L);
        }
        assertThat(events.find(Condition.keyStartsWith("M")).stream().map(Stored::key))
                .as("keys with a prefix")
                .containsExactly("MODERN");
    }

    private void checkAges(DocumentCollection<Event> events) {
        bench().clock().advance(Duration.ofHours(1));
        Summary summary = events.summary();
        assertThat(summary.oldest()).as("the oldest document's time").contains(Workbench.START);
        assertThat(summary.newest()).as("the newest document's time").contains(Workbench.START.plusNanos(1000));
        assertThat(events.count(Condition.updatedBefore(Duration.ofHours(1).minusNanos(1000))))
                .as("documents older than an hour less a microsecond")
                .isEqualTo(1);
        assertThat(events.delete(Condition.updatedBefore(Duration.ofMinutes(59))))
                .as("documents deleted by age")
                .isEqualTo(2);
    }
}
