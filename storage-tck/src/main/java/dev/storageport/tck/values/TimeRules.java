// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.values;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.InvalidValueException;
import dev.storageport.Limits;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** TIME: when a document was inserted and last written. */
abstract class TimeRules extends Topic {

    /** Instants that calendars, rounding and drivers get wrong. */
    static final List<Instant> INSTANTS = Stream.of(
                    "0001-01-01T00:00:00Z",
                    "0001-01-01T00:00:00.000001Z",
                    "0999-12-31T23:59:59.999999Z",
                    "1500-02-28T12:00:00Z",
                    "1582-10-04T23:59:59Z",
                    "1582-10-05T00:00:00Z",
                    "1582-10-14T23:59:59.5Z",
                    "1582-10-15T00:00:00Z",
                    "1883-11-18T12:03:58Z",
                    "1900-02-28T23:59:59.999999Z",
                    "1969-12-31T23:59:59.999999Z",
                    "1970-01-01T00:00:00Z",
                    "2024-02-29T00:00:00.123456Z",
                    "2026-03-29T01:30:00.1Z",
                    "2038-01-19T03:14:08Z",
                    "9999-12-31T23:59:59.999998Z")
            .map(Instant::parse)
            .toList();

    /** A document with times of its own. */
    record Moment(Instant at, LocalDate day) {}

    static final Index<Moment, Instant> AT = Index.of("at", Instant.class, Moment::at);
    static final Index<Moment, LocalDate> DAY = Index.of("day", LocalDate.class, Moment::day);

    static final CollectionSpec<Moment> MOMENTS =
            CollectionSpec.of("moments", Moment.class).index(AT).index(DAY).build();

    /** Every operation that writes the document {@code a}. */
    static final Map<String, Consumer<DocumentCollection<Note>>> WRITES = Map.of(
            "put", notes -> notes.put("a", note("put")),
            "replace", notes -> notes.replace("a", note("replace")),
            "replaceIf",
                    notes -> notes.replaceIf("a", notes.get("a").orElseThrow().revision(), note("replaceIf")),
            "update", notes -> notes.update("a", old -> note("update")),
            "touch", notes -> notes.touch("a"),
            "putAll", notes -> notes.putAll(List.of(Document.of("a", note("putAll")))));

    @Test
    @Rule("TIME-1")
    void timestamps_areRoundedDownToMicroseconds() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        for (String time : List.of(
                "2026-03-01T12:00:00.123456999Z", "1969-12-31T23:59:59.999999999Z", "0001-01-01T00:00:00.000000001Z")) {
            bench().clock().set(Instant.parse(time));
            Instant expected = Instant.parse(time).truncatedTo(ChronoUnit.MICROS);
            Stored<Note> written = notes.put(time, note("a"));
            assertThat(written.createdAt())
                    .as("createdAt that a write at %s returned", time)
                    .isEqualTo(expected);
            assertThat(written.updatedAt())
                    .as("updatedAt that a write at %s returned", time)
                    .isEqualTo(expected);
            assertThat(notes.get(time))
                    .as("what was read of a write at %s", time)
                    .contains(written);
        }
    }

    @Test
    @Rule("TIME-1")
    void timestamps_returnedByWrite_areThoseRead() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        Stored<Note> inserted = notes.insert("a", note("1")).orElseThrow();
        assertThat(notes.get("a")).as("read after insert").contains(inserted);
        bench().clock().advance(Duration.ofSeconds(1).plusNanos(987_654_321));
        Stored<Note> replaced = notes.replace("a", note("2")).orElseThrow();
        assertThat(notes.get("a")).as("read after replace").contains(replaced);
        Stored<Note> updated = notes.update("a", old -> note("3")).orElseThrow();
        assertThat(notes.find(Condition.all())).as("found after update").containsExactly(updated);
        List<Stored<Note>> batch = notes.putAll(List.of(Document.of("b", note("b")), Document.of("a", note("4"))));
        assertThat(notes.getAll(List.of("b", "a")).values())
                .as("read after putAll")
                .containsExactlyElementsOf(batch);
    }

    @Test
    @Rule("TIME-2")
    void createdAt_staysUntilDeleted() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        notes.put("a", note("first"));
        WRITES.forEach((name, write) -> {
            bench().clock().advance(Duration.ofDays(1));
            write.accept(notes);
            assertThat(notes.get("a").orElseThrow().createdAt())
                    .as("createdAt after %s", name)
                    .isEqualTo(Workbench.START);
        });
        notes.delete("a");
        Instant now = bench().clock().instant();
        assertThat(notes.put("a", note("again")).createdAt())
                .as("createdAt after deleting and inserting again")
                .isEqualTo(now);
    }

    @Test
    @Rule("TIME-3")
    void updatedAt_clockGoesOn_isItsTime() {
        checkUpdatedAt(Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    @Test
    @Rule("TIME-3")
    void updatedAt_clockStandsStill_movesByMicrosecond() {
        checkUpdatedAt(Duration.ZERO, Duration.ofNanos(1000));
    }

    @Test
    @Rule("TIME-3")
    void updatedAt_clockGoesBack_movesByMicrosecond() {
        checkUpdatedAt(Duration.ofHours(-1), Duration.ofNanos(1000));
    }

    private void checkUpdatedAt(Duration clockMoves, Duration expected) {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        notes.put("a", note("first"));
        WRITES.forEach((name, write) -> {
            Instant before = notes.get("a").orElseThrow().updatedAt();
            bench().clock().advance(clockMoves);
            write.accept(notes);
            Instant after = notes.get("a").orElseThrow().updatedAt();
            assertThat(Duration.between(before, after))
                    .as("by how much %s moved updatedAt while the clock moved by %s", name, clockMoves)
                    .isEqualTo(expected);
        });
    }

    @Test
    @Rule("TIME-4")
    void instants_ofYears1To9999_areKept() {
        Storage storage = bench().open(NOTES, MOMENTS);
        for (Instant instant : INSTANTS) {
            bench().clock().set(instant);
            storage.collection(NOTES).put(instant.toString(), note("a"));
            Moment moment = new Moment(instant, LocalDate.ofInstant(instant, ZoneOffset.UTC));
            storage.collection(MOMENTS).put(instant.toString(), moment);
        }
        for (Instant instant : INSTANTS) {
            assertThat(storage.collection(NOTES).get(instant.toString()).map(Stored::createdAt))
                    .as("createdAt at %s", instant)
                    .contains(instant);
            assertThat(storage.collection(NOTES).get(instant.toString()).map(Stored::updatedAt))
                    .as("updatedAt at %s", instant)
                    .contains(instant);
            assertThat(storage.collection(MOMENTS).find(AT.is(instant)).stream().map(Stored::key))
                    .as("found by the instant %s", instant)
                    .containsExactly(instant.toString());
            LocalDate day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
            assertThat(storage.collection(MOMENTS).find(DAY.is(day)).stream().map(Stored::key))
                    .as("found by the day %s", day)
                    .contains(instant.toString());
        }
        assertThat(storage.collection(NOTES).find(Condition.all().oldestFirst()).stream()
                        .map(Stored::updatedAt))
                .as("from the oldest to the newest")
                .containsExactlyElementsOf(INSTANTS);
    }

    @Test
    @Rule("TIME-4")
    void clock_outsideYears1To9999_isRefused() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        for (Instant instant :
                List.of(Limits.EARLIEST.minusNanos(1), Limits.LATEST.plusNanos(1000), Instant.MIN, Instant.MAX)) {
            bench().clock().set(instant);
            refusal(InvalidValueException.class, "put at " + instant, () -> notes.put("a", note("a")));
            refusal(InvalidValueException.class, "touch at " + instant, () -> notes.touch("a"));
        }
        bench().clock().set(Workbench.START);
        assertThat(notes.count()).as("documents after every clock was refused").isZero();
    }

    @Test
    @Rule("TIME-5")
    void transaction_writesCarryItsBeginning() {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        notes.put("c", note("c"));
        bench().clock().advance(Duration.ofHours(1));
        Instant begin = bench().clock().instant();
        storage.transactWithoutResult(open -> {
            open.collection(NOTES).put("a", note("a"));
            bench().clock().advance(Duration.ofMinutes(1));
            open.collection(NOTES).insert("b", note("b"));
            open.collection(NOTES).touch("c");
        });
        assertThat(notes.find(Condition.all()).stream().map(Stored::updatedAt))
                .as("updatedAt of a, b and c, written in one transaction")
                .containsOnly(begin);
    }

    @Test
    @Rule("TIME-5")
    void batch_writesCarryOneTime() {
        Storage storage =
                bench().open(bench().options().toBuilder().clock(this::tick).build(), NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        notes.putAll(
                Stream.of("a", "b", "c").map(key -> Document.of(key, note(key))).toList());
        List<Stored<Note>> found = notes.find(Condition.all());
        assertThat(found).as("documents of the batch").hasSize(3);
        assertThat(found.stream().map(Stored::updatedAt).distinct())
                .as("times of one batch by a clock that never shows one time twice")
                .hasSize(1);
    }

    private Instant tick() {
        bench().clock().advance(Duration.ofSeconds(1));
        return bench().clock().instant();
    }
}
