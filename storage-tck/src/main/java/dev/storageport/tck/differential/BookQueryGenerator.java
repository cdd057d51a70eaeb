// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import dev.storageport.Condition;
import dev.storageport.Index;
import dev.storageport.MultiValueIndex;
import dev.storageport.Query;
import dev.storageport.port.Quoted;
import dev.storageport.tck.differential.BookGenerator.Asked;
import dev.storageport.tck.differential.ValueGenerator.Question;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.harness.Workbench;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Draws conditions and queries on books. */
final class BookQueryGenerator {

    private static final List<String> PREFIXES = List.of("", "r", "red", "\u00e9", "\ud83d\ude00", "\uffff", "'%", "b");

    private final BookGenerator values;

    BookQueryGenerator(BookGenerator values) {
        this.values = values;
    }

    /** Draws a condition of conditions, nested at most so deep. */
    Question<Condition<Book>> condition(int depth) {
        if (depth == 0 || values.below(3) == 0) {
            return leaf();
        }
        Question<Condition<Book>> left = condition(values.below(depth));
        if (values.below(4) == 0) {
            return question("not " + left.text(), () -> left.query().get().not());
        }
        Question<Condition<Book>> right = condition(values.below(depth));
        return values.below(2) == 0
                ? question(
                        "(" + left.text() + " and " + right.text() + ")",
                        () -> left.query().get().and(right.query().get()))
                : question(
                        "(" + left.text() + " or " + right.text() + ")",
                        () -> left.query().get().or(right.query().get()));
    }

    private static Question<Condition<Book>> question(String text, Supplier<Condition<Book>> condition) {
        return new Question<>(text, condition);
    }

    private static Question<Condition<Book>> any(String text, Supplier<Condition<Object>> condition) {
        return question(text, () -> condition.get().and(Condition.all()));
    }

    private Question<Condition<Book>> leaf() {
        return switch (values.below(12)) {
            case 0, 1, 2, 3, 4 -> onValue(values.of(BookGenerator.INDEXES));
            case 5 -> onMany(Book.TAGS, BookGenerator.TAGS);
            case 6 -> onMany(Book.YEARS, BookGenerator.YEARS);
            case 7, 8 -> search();
            case 9 -> onKey();
            default -> onAttribute();
        };
    }

    private Question<Condition<Book>> search() {
        String term = values.term();
        return question("words contain " + quoted(term), () -> Book.WORDS.contains(term));
    }

    private <V> Question<Condition<Book>> onValue(Asked<V> asked) {
        Index<Book, V> index = asked.index();
        V one = values.of(asked.values());
        V other = values.of(asked.values());
        List<V> several = values.several(4, asked.values());
        String name = index.name() + " ";
        String to = quoted(one) + " " + quoted(other);
        return switch (values.below(11)) {
            case 0, 1 -> question(name + "is " + quoted(one), () -> index.is(one));
            case 2 -> question(name + "isNot " + quoted(one), () -> index.isNot(one));
            case 3 -> question(name + "in " + quoted(several), () -> index.in(several));
            case 4 -> question(name + "atLeast " + quoted(one), () -> index.atLeast(one));
            case 5 -> question(name + "greaterThan " + quoted(one), () -> index.greaterThan(one));
            case 6 -> question(name + "atMost " + quoted(one), () -> index.atMost(one));
            case 7 -> question(name + "lessThan " + quoted(one), () -> index.lessThan(one));
            case 8 -> question(name + "between " + to, () -> index.between(one, other));
            case 9 -> question(name + "range " + to, () -> index.range(one, other));
            default ->
                values.below(2) == 0
                        ? question(name + "isPresent", index::isPresent)
                        : question(name + "isAbsent", index::isAbsent);
        };
    }

    private <V> Question<Condition<Book>> onMany(MultiValueIndex<Book, V> index, List<V> letters) {
        V one = values.of(letters);
        List<V> several = values.several(3, letters);
        String name = index.name() + " ";
        return switch (values.below(5)) {
            case 0, 1 -> question(name + "contains " + quoted(one), () -> index.contains(one));
            case 2 -> question(name + "containsAny " + quoted(several), () -> index.containsAny(several));
            case 3 -> question(name + "containsAll " + quoted(several), () -> index.containsAll(several));
            default -> question(name + "isAbsent", index::isAbsent);
        };
    }

    private Question<Condition<Book>> onKey() {
        String key = values.key();
        String other = values.key();
        String prefix = values.of(PREFIXES);
        List<String> keys = values.several(4, BookGenerator.KEYS);
        return switch (values.below(6)) {
            case 0 -> any("keyIs " + quoted(key), () -> Condition.keyIs(key));
            case 1 -> any("keyIn " + quoted(keys), () -> Condition.keyIn(keys));
            case 2 -> any("keyStartsWith " + quoted(prefix), () -> Condition.keyStartsWith(prefix));
            case 3 -> any("keyRange " + quoted(key) + " " + quoted(other), () -> Condition.keyRange(key, other));
            case 4 -> any("keyFrom " + quoted(key), () -> Condition.keyFrom(key));
            default -> question("title startsWith " + quoted(prefix), () -> Condition.startsWith(Book.TITLE, prefix));
        };
    }

    private Question<Condition<Book>> onAttribute() {
        Instant time = Workbench.START.plus(Duration.ofNanos(500L * values.below(60)));
        Duration age = Duration.ofNanos(1_000L * (1 + values.below(40)));
        int version = values.below(3);
        return switch (values.below(8)) {
            case 0 -> any("createdBefore " + time, () -> Condition.createdBefore(time));
            case 1 -> any("createdSince " + time, () -> Condition.createdSince(time));
            case 2 -> any("updatedBefore " + time, () -> Condition.updatedBefore(time));
            case 3 -> any("updatedSince " + time, () -> Condition.updatedSince(time));
            case 4 -> any("updatedBefore " + age, () -> Condition.updatedBefore(age));
            case 5 -> any("dataVersionIs " + version, () -> Condition.dataVersionIs(version));
            case 6 -> any("dataVersionBefore " + version, () -> Condition.dataVersionBefore(version));
            default -> any("all", Condition::all);
        };
    }

    /** Draws a query in any order; half of those that search are ranked. */
    Question<Query<Book>> query() {
        Question<Condition<Book>> condition = values.below(4) == 0 ? search() : condition(3);
        int limit = values.below(3) > 0 ? 0 : 1 + values.below(6);
        Ordering ordering = ordering();
        return new Question<>(
                condition.text() + ", " + ordering.text() + (limit == 0 ? "" : ", limit " + limit), () -> {
                    Query<Book> ordered = ordering.of(condition.query().get());
                    return limit == 0 ? ordered : ordered.limit(limit);
                });
    }

    private Ordering ordering() {
        Index<Book, ?> index = values.of(BookGenerator.INDEXES).index();
        return switch (values.below(14)) {
            case 0 -> new Ordering("by key", Query::byKey);
            case 1 -> new Ordering("by key descending", Query::byKeyDescending);
            case 2 -> new Ordering("newest first", Query::newestFirst);
            case 3 -> new Ordering("oldest first", Query::oldestFirst);
            case 4 -> new Ordering("last created first", Query::lastCreatedFirst);
            case 5 -> new Ordering("first created first", Query::firstCreatedFirst);
            case 6, 7, 8 -> new Ordering("by " + index.name(), query -> query.by(index));
            case 9, 10, 11 -> new Ordering("by " + index.name() + " descending", query -> query.byDescending(index));
            default -> new Ordering("in its own order", query -> query);
        };
    }

    /** An order, and what it is called. */
    private record Ordering(String text, UnaryOperator<Query<Book>> order) {

        Query<Book> of(Query<Book> query) {
            return order.apply(query);
        }
    }

    /** Returns a value as a reader sees it in a story. */
    static String quoted(Object value) {
        String text = Quoted.text(value.toString());
        return text.substring(1, text.length() - 1);
    }
}
