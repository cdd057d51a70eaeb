// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Limits;
import dev.storageport.MultiValueIndex;
import dev.storageport.Page;
import dev.storageport.Query;
import dev.storageport.Storage;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Workbench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** What questions cost that an index can answer, among few documents and among many. Counted, not timed. */
final class QuestionCosts {

    /** A document of a number, of one of many groups of ten, and with a word that ten others have. */
    record Entry(long number, String name, String group, Set<String> words) {}

    private static final Index<Entry, Long> NUMBER = Index.of("number", Long.class, Entry::number);
    private static final Index<Entry, String> NAME = Index.unique("name", String.class, Entry::name);
    private static final Index<Entry, String> GROUP = Index.of("grouping", String.class, Entry::group);
    private static final MultiValueIndex<Entry, String> WORDS = MultiValueIndex.of("words", String.class, Entry::words);
    private static final CollectionSpec<Entry> ENTRIES = CollectionSpec.of("entries", Entry.class)
            .index(NUMBER)
            .index(NAME)
            .index(GROUP)
            .index(WORDS)
            .indexUpdatedAt()
            .indexCreatedAt()
            .build();

    private static final int FEW = 1_000;
    private static final int MANY = 16_000;

    /** How many times the work may grow, while the documents grow to sixteen times their number. */
    private static final int GROWTH = 2;

    /** How often each question is asked, so that opening and closing do not count for much. */
    private static final int TIMES = 10;

    private final Workbench bench;
    private final LongSupplier work;

    /**
     * Creates the measurement on an empty database.
     *
     * @param work tells how much the database has worked; asked when no storage is open
     */
    QuestionCosts(Workbench bench, LongSupplier work) {
        this.bench = bench;
        this.work = work;
    }

    /** Fails if the work for a question grows by more than a constant while the collection grows to many times its size. */
    void assertBounded() {
        write(0, FEW);
        Map<String, Long> ofFew = costs();
        write(FEW, MANY);
        Map<String, Long> ofMany = costs();

        List<String> tooMuch = new ArrayList<>();
        ofFew.forEach((question, few) -> {
            long many = ofMany.getOrDefault(question, Long.MAX_VALUE);
            assertThat(many)
                    .as("work counted for \"%s\"; if it is none, the harness counts nothing", question)
                    .isPositive();
            if (many > GROWTH * few) {
                tooMuch.add(question + ": " + few + " among " + FEW + " documents, " + many + " among " + MANY);
            }
        });
        assertThat(tooMuch)
                .as("questions with an index whose work grows more than %d times, with the same answer", GROWTH)
                .isEmpty();
    }

    private void write(int from, int before) {
        try (Storage storage = bench.open(ENTRIES)) {
            List<Document<Entry>> documents = new ArrayList<>();
            for (int i = from; i < before; i++) {
                Entry entry = new Entry(i, "name-" + i, "group-" + i / 10, Set.of("word-" + i / 10, "number-" + i));
                documents.add(Document.of(Item.key(i), entry));
            }
            storage.collection(ENTRIES).putAll(documents);
        }
    }

    /** Returns the work for each question, asked some times over. */
    private Map<String, Long> costs() {
        long opening = workOf(entries -> {});
        Map<String, Long> costs = new LinkedHashMap<>();
        questions().forEach((name, question) -> {
            long cost = workOf(entries -> {
                for (int i = 0; i < TIMES; i++) {
                    assertThat(question.applyAsLong(entries))
                            .as("documents in the answer to \"%s\"", name)
                            .isEqualTo(10);
                }
            });
            costs.put(name, cost - opening);
        });
        return costs;
    }

    private long workOf(Consumer<DocumentCollection<Entry>> questions) {
        long before = work.getAsLong();
        try (Storage storage = bench.open(ENTRIES)) {
            questions.accept(storage.collection(ENTRIES));
        }
        return work.getAsLong() - before;
    }

    /** Questions to which ten documents are the answer, however many there are. */
    private static Map<String, ToLongFunction<DocumentCollection<Entry>>> questions() {
        Condition<Entry> group = GROUP.is("group-7");
        Condition<Entry> range = NUMBER.atLeast(70L).and(NUMBER.lessThan(80L));
        Query<Entry> byNumber = Condition.all().by(NUMBER).limit(10);
        Map<String, ToLongFunction<DocumentCollection<Entry>>> questions = new LinkedHashMap<>();
        questions.put("find by a value", entries -> entries.find(group).size());
        questions.put(
                "find by unique values",
                entries -> entries.find(NAME.in(names())).size());
        questions.put("find by a range", entries -> entries.find(range).size());
        questions.put(
                "find by one of many values",
                entries -> entries.find(WORDS.contains("word-7")).size());
        questions.put(
                "find by the beginning of the key",
                entries -> entries.find(Condition.keyStartsWith("item-100007")).size());
        questions.put(
                "first of an order by an index",
                entries -> entries.find(byNumber).size());
        questions.put(
                "last of an order by an index",
                entries -> entries.find(Condition.all().byDescending(NUMBER).limit(10))
                        .size());
        questions.put(
                "newest",
                entries -> entries.find(Condition.all().newestFirst().limit(10)).size());
        questions.put(
                "oldest in a range of times",
                entries -> entries.find(Condition.createdSince(Limits.EARLIEST)
                                .firstCreatedFirst()
                                .limit(10))
                        .size());
        questions.put("second page of an order by an index", entries -> {
            Page<Entry> first = entries.page(byNumber);
            return entries.page(byNumber, first.next().orElseThrow())
                    .documents()
                    .size();
        });
        questions.put("count by a value", entries -> entries.count(group));
        questions.put("count by a range", entries -> entries.count(range));
        return questions;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 70; i < 80; i++) {
            names.add("name-" + i);
        }
        return names;
    }
}
