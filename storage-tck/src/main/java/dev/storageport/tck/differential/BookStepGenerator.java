// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Page;
import dev.storageport.Query;
import dev.storageport.tck.differential.ValueGenerator.Question;
import dev.storageport.tck.fixture.Book;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes random steps on books: mostly queries, with writes in between. */
final class BookStepGenerator {

    private final BookGenerator values;
    private final BookQueryGenerator questions;

    BookStepGenerator(Random random) {
        values = new BookGenerator(random);
        questions = new BookQueryGenerator(values);
    }

    /** Returns a sequence that stores some books and then mostly asks. */
    List<Step> sequence(int length) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            steps.add(putAll());
        }
        while (steps.size() < length) {
            steps.add(values.below(8) == 0 ? write() : ask());
        }
        return steps;
    }

    /** Returns a step of either kind. */
    Step next() {
        return values.below(2) == 0 ? write() : ask();
    }

    private Step write() {
        return switch (values.below(10)) {
            case 0, 1 -> putAll();
            case 2, 3 -> put();
            case 4 -> update();
            case 5 -> touchOrDelete();
            case 6 -> deleteSome();
            case 7 -> deleteAll();
            default -> clock();
        };
    }

    private Step putAll() {
        return putAll(new LinkedHashSet<>(values.several(6, BookGenerator.KEYS))
                .stream().map(key -> Document.of(key, values.book())).toList());
    }

    private static Step putAll(List<Document<Book>> documents) {
        String text = documents.stream()
                .map(document -> quoted(document.key()) + " " + quoted(document.value()))
                .collect(Collectors.joining(" "));
        return new Step(
                "books.putAll " + text,
                context -> context.collection(Book.SPEC).putAll(documents),
                () -> IntStream.range(0, documents.size())
                        .mapToObj(without -> putAll(StepGenerator.dropped(documents, without, 1)))
                        .toList());
    }

    private Step put() {
        String key = values.key();
        Book book = values.book();
        return values.below(4) == 0
                ? books(
                        "put with content " + quoted(key) + " " + quoted(book),
                        books -> books.put(key, book, Content.text("c")))
                : books("put " + quoted(key) + " " + quoted(book), books -> books.put(key, book));
    }

    private Step update() {
        String key = values.key();
        int seed = values.below(1_000_000);
        return books(
                "update " + quoted(key) + " by " + seed,
                books -> books.update(key, book -> new BookGenerator(new Random(seed)).changed(book)));
    }

    private Step touchOrDelete() {
        String key = values.key();
        return values.below(2) == 0
                ? books("touch " + quoted(key), books -> books.touch(key))
                : books("delete " + quoted(key), books -> books.delete(key));
    }

    private Step deleteAll() {
        List<String> keys = List.copyOf(new LinkedHashSet<>(values.several(3, BookGenerator.KEYS)));
        return books("deleteAll " + quoted(keys), books -> books.deleteAll(keys));
    }

    private Step deleteSome() {
        Question<Query<Book>> query = questions.query();
        Question<Condition<Book>> condition = questions.condition(2);
        int limit = 1 + values.below(3);
        return values.below(4) == 0
                ? books(
                        "deleteInBatches of " + limit + ", " + condition.text(),
                        books -> books.deleteInBatches(condition.query().get(), limit))
                : books(
                        "delete " + query.text() + ", limit " + limit,
                        books -> books.delete(query.query().get().limit(limit)));
    }

    private Step clock() {
        Duration move = Duration.ofNanos(500L * (values.below(10) - 2));
        return new Step("move the clock by " + move, context -> {
            context.side().clock().advance(move);
            return "moved";
        });
    }

    private Step ask() {
        Question<Query<Book>> query = questions.query();
        Question<Condition<Book>> condition = questions.condition(4);
        return switch (values.below(12)) {
            case 0, 1 ->
                books("find " + query.text(), books -> books.find(query.query().get()));
            case 2, 3, 4 ->
                books(
                        "keys of " + query.text(),
                        books -> books.keys(query.query().get()));
            case 5 ->
                books(
                        "count " + condition.text(),
                        books -> books.count(condition.query().get()));
            case 6 ->
                books(
                        "exists " + condition.text(),
                        books -> books.exists(condition.query().get()));
            case 7 -> countBy(condition);
            case 8 ->
                books("stream " + query.text(), books -> {
                    try (Stream<?> stream = books.stream(query.query().get())) {
                        return stream.collect(Collectors.toList());
                    }
                });
            case 9 -> firstPage(query);
            default -> new Step("books.next page", BookStepGenerator::nextPage);
        };
    }

    private Step countBy(Question<Condition<Book>> condition) {
        return switch (values.below(4)) {
            case 0 ->
                books(
                        "countBy tags, " + condition.text(),
                        books -> books.countBy(Book.TAGS, condition.query().get())
                                .toString());
            case 1 ->
                books(
                        "countBy years, " + condition.text(),
                        books -> books.countBy(Book.YEARS, condition.query().get())
                                .toString());
            default -> {
                var index = values.of(BookGenerator.INDEXES).index();
                yield books(
                        "countBy " + index.name() + ", " + condition.text(),
                        books -> books.countBy(index, condition.query().get()).toString());
            }
        };
    }

    /** What is left of a query that is read in pages. */
    record Walk(Question<Query<Book>> query, String token) {}

    private Step firstPage(Question<Query<Book>> query) {
        int size = 1 + values.below(4);
        Question<Query<Book>> sized = new Question<>(
                query.text() + ", in pages of " + size,
                () -> query.query().get().limit(size));
        return new Step(
                "books.first page of " + sized.text(),
                context -> page(
                        context,
                        sized,
                        context.collection(Book.SPEC).page(sized.query().get())));
    }

    private static Object nextPage(StepContext context) {
        Optional<Walk> walk = context.side().walk();
        if (walk.isEmpty()) {
            return "no page follows";
        }
        Question<Query<Book>> query = walk.get().query();
        return page(
                context,
                query,
                context.collection(Book.SPEC)
                        .page(query.query().get(), walk.get().token()));
    }

    private static Object page(StepContext context, Question<Query<Book>> query, Page<Book> page) {
        context.side().walkOn(page.next().map(token -> new Walk(query, token)));
        return List.of(page.documents(), page.next().isPresent());
    }

    /** What a step does to the books. */
    @FunctionalInterface
    private interface Action {
        Object on(DocumentCollection<Book> books) throws Exception;
    }

    private static Step books(String text, Action action) {
        return new Step("books." + text, context -> action.on(context.collection(Book.SPEC)));
    }

    private static String quoted(Object value) {
        return BookQueryGenerator.quoted(value);
    }
}
