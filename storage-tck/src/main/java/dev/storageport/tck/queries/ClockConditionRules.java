// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.Query;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Refusals;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** COND: conditions that mean the clock of the call. */
abstract class ClockConditionRules extends Topic {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    @Test
    @Rule("COND-9")
    void createdBefore_anAge_isStrictlyOlder_atTheTimeOfTheCall() {
        DocumentCollection<Book> books = bench().open(Book.SPEC).collection(Book.SPEC);
        books.put("a", Book.ofPages(1L));
        bench().clock().advance(MICROSECOND);
        books.put("b", Book.ofPages(1L));
        Condition<Object> old = Condition.createdBefore(HOUR);

        bench().clock().set(Workbench.START.plus(HOUR));
        books.touch("a");
        assertThat(books.keys(old))
                .as("documents inserted longer ago than an hour, at the hour")
                .isEmpty();
        bench().clock().advance(MICROSECOND);
        assertThat(books.keys(old)).as("those a microsecond later").containsExactly("a");
        for (Duration age : List.of(Duration.ZERO, HOUR.negated())) {
            assertThat(Refusals.refusal(
                            InvalidValueException.class, "an age of " + age, () -> Condition.createdBefore(age)))
                    .as("refusal of an age of %s", age)
                    .hasMessageContaining("age");
        }
    }

    @Test
    @Rule("COND-9")
    void reached_meansTheClockOfTheCall_theInstantItselfIncluded() {
        DocumentCollection<Book> books = bench().open(Book.SPEC).collection(Book.SPEC);
        Instant instant = Workbench.START.plus(HOUR);
        books.put("a", bound(instant));
        books.put("b", bound(instant.plus(MICROSECOND)));
        books.put("none", Book.ofPages(1L));
        Condition<Book> reached = Condition.reached(Book.BOUND);

        bench().clock().set(instant.minus(MICROSECOND));
        assertThat(books.keys(reached)).as("reached before").isEmpty();
        bench().clock().set(instant);
        assertThat(books.keys(reached)).as("reached at the instant").containsExactly("a");
        assertThat(books.keys(reached.not())).as("not reached at the instant").containsExactly("b", "none");
        assertThat(Book.BOUND.of(bound(instant.plusNanos(999))))
                .as("what the index has of an instant with nanoseconds")
                .isEqualTo(Optional.of(instant));
        assertThat(Book.BOUND.of(Book.ofPages(1L))).as("what it has of none").isEmpty();
    }

    private static Book bound(Instant instant) {
        return new Book(null, null, null, null, instant, null, null, null, null, null, null);
    }

    @Test
    @Rule("COND-9")
    void queryAnd_keepsOrderAndLimit() {
        DocumentCollection<Book> books = bench().open(Book.SPEC).collection(Book.SPEC);
        for (long pages = 1; pages <= 6; pages++) {
            books.put("k" + pages, Book.ofPages(pages));
        }
        Query<Book> query = Book.PAGES.atLeast(2L).byDescending(Book.PAGES).limit(3);

        assertThat(books.find(query.and(Book.PAGES.isNot(5L))).stream()
                        .map(Stored::key)
                        .toList())
                .as("three books of two pages or more but not of five, the longest first")
                .containsExactly("k6", "k4", "k3");
    }
}
