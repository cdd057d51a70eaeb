// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.port.Quoted;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes random steps; the same seed makes the same ones. */
final class StepGenerator {

    private final ValueGenerator values;
    private final BookStepGenerator books;

    StepGenerator(long seed) {
        Random random = new Random(seed);
        values = new ValueGenerator(random);
        books = new BookStepGenerator(random);
    }

    List<Step> sequence(int length) {
        List<Step> steps = new ArrayList<>();
        while (steps.size() < length) {
            steps.add(next());
        }
        return steps;
    }

    private Step next() {
        int kind = values.below(60);
        if (kind == 0) {
            return new Step("close and open again", context -> {
                context.side().reopen();
                return "opened";
            });
        }
        return kind < 14 ? transaction() : single();
    }

    private Step transaction() {
        List<Step> steps = new ArrayList<>();
        for (int i = values.below(6); i >= 0; i--) {
            steps.add(single());
        }
        boolean swallowing = values.below(3) == 0;
        boolean committing = values.below(4) > 0;
        return transaction(steps, swallowing, committing);
    }

    private static Step transaction(List<Step> steps, boolean swallowing, boolean committing) {
        String text = "transaction " + steps + (swallowing ? " swallowing failures" : "")
                + (committing ? ", commit" : ", throw");
        return new Step(
                text,
                context -> context.transact(steps, swallowing, committing),
                () -> IntStream.range(0, steps.size())
                        .mapToObj(without -> transaction(dropped(steps, without, 1), swallowing, committing))
                        .toList());
    }

    /** Returns the steps but for so many, from one of them on. */
    static <E> List<E> dropped(List<E> steps, int from, int count) {
        List<E> rest = new ArrayList<>(steps.subList(0, from));
        rest.addAll(steps.subList(Math.min(steps.size(), from + count), steps.size()));
        return rest;
    }

    private Step single() {
        CollectionSpec<Item> spec = values.below(5) == 0 ? Item.NEIGHBOUR : Item.SPEC;
        return switch (values.below(17)) {
            case 0, 1, 2 -> put(spec);
            case 3 -> insertOrReplace(spec);
            case 4 -> replaceIf(spec);
            case 5 -> update(spec);
            case 6 -> touchOrDelete(spec);
            case 7 -> deleteIf(spec);
            case 8 -> batch(spec);
            case 9 -> get(spec);
            case 10, 11 -> find(spec);
            case 12 -> countOrDelete(spec);
            case 13 -> clock();
            default -> books.next();
        };
    }

    private Step put(CollectionSpec<Item> spec) {
        String key = values.key();
        Item item = values.item();
        Optional<Content> content = values.content();
        return Step.of(
                spec,
                text("put", key, item, content),
                (items, context) ->
                        content.isPresent() ? items.put(key, item, content.orElseThrow()) : items.put(key, item));
    }

    private Step insertOrReplace(CollectionSpec<Item> spec) {
        String key = values.key();
        Item item = values.item();
        Content content = values.content().orElse(Content.text("other"));
        return switch (values.below(4)) {
            case 0 -> Step.of(spec, text("insert", key, item), (items, context) -> items.insert(key, item));
            case 1 ->
                Step.of(spec, text("insert", key, item, content), (items, context) -> items.insert(key, item, content));
            case 2 -> Step.of(spec, text("replace", key, item), (items, context) -> items.replace(key, item));
            default ->
                Step.of(
                        spec,
                        text("replace", key, item, content),
                        (items, context) -> items.replace(key, item, content));
        };
    }

    private Step replaceIf(CollectionSpec<Item> spec) {
        String key = values.key();
        Item item = values.item();
        int kind = values.below(4);
        return Step.of(
                spec,
                text("replaceIf", key, expected(kind), item),
                (items, context) -> items.replaceIf(key, expected(kind, key, items, context), item));
    }

    private Step deleteIf(CollectionSpec<Item> spec) {
        String key = values.key();
        int kind = values.below(4);
        return Step.of(
                spec,
                text("deleteIf", key, expected(kind)),
                (items, context) -> items.deleteIf(key, expected(kind, key, items, context)));
    }

    private static String expected(int kind) {
        return kind == 0 ? "the revision before" : kind == 1 ? "the revision seen last" : "the current revision";
    }

    private static long expected(int kind, String key, DocumentCollection<Item> items, StepContext context) {
        if (kind == 1) {
            return context.side().revisions().latest(key);
        }
        long current = items.get(key).map(stored -> stored.revision()).orElse(1L);
        return kind == 0 ? current - 1 : current;
    }

    private Step update(CollectionSpec<Item> spec) {
        String key = values.key();
        Item item = values.item();
        return switch (values.below(4)) {
            case 0 ->
                Step.of(
                        spec,
                        text("update failing", key),
                        (items, context) -> items.update(key, old -> {
                            throw new IllegalStateException("of the application");
                        }));
            case 1 -> Step.of(spec, text("update", key, item), (items, context) -> items.update(key, old -> item));
            default ->
                Step.of(
                        spec,
                        text("update number", key),
                        (items, context) ->
                                items.update(key, old -> new Item(old.number() + 1, old.group(), old.alias())));
        };
    }

    private Step touchOrDelete(CollectionSpec<Item> spec) {
        String key = values.key();
        return values.below(2) == 0
                ? Step.of(spec, text("touch", key), (items, context) -> items.touch(key))
                : Step.of(spec, text("delete", key), (items, context) -> items.delete(key));
    }

    private Step batch(CollectionSpec<Item> spec) {
        List<String> keys = values.keys();
        if (values.below(3) == 0) {
            return Step.of(spec, text("deleteAll", keys), (items, context) -> items.deleteAll(keys));
        }
        List<Document<Item>> documents = keys.stream()
                .map(key -> new Document<>(key, values.item(), values.content()))
                .toList();
        return Step.of(spec, text("putAll", documents), (items, context) -> items.putAll(documents));
    }

    private Step get(CollectionSpec<Item> spec) {
        String key = values.key();
        List<String> keys = values.keys();
        return switch (values.below(4)) {
            case 0 -> Step.of(spec, text("get", key), (items, context) -> items.get(key));
            case 1 -> Step.of(spec, text("contains", key), (items, context) -> items.contains(key));
            case 2 -> Step.of(spec, text("getAll", keys), (items, context) -> items.getAll(keys));
            default -> Step.of(spec, text("getWithContent", key), (items, context) -> items.getWithContent(key));
        };
    }

    private Step find(CollectionSpec<Item> spec) {
        var question = values.query();
        if (values.below(3) > 0) {
            return Step.of(
                    spec,
                    "find " + question.text(),
                    (items, context) -> items.find(question.query().get()));
        }
        return Step.of(spec, "stream " + question.text(), (items, context) -> {
            try (Stream<?> stream = items.stream(question.query().get())) {
                return stream.collect(Collectors.toList());
            }
        });
    }

    private Step countOrDelete(CollectionSpec<Item> spec) {
        var question = values.condition();
        return switch (values.below(6)) {
            case 0 -> Step.of(spec, "summary", (items, context) -> items.summary());
            case 1 ->
                values.below(3) > 0
                        ? Step.of(spec, "count", (items, context) -> items.count())
                        : Step.of(spec, "clear", (items, context) -> items.clear());
            case 2, 3 ->
                Step.of(
                        spec,
                        "count " + question.text(),
                        (items, context) -> items.count(question.query().get()));
            default ->
                Step.of(
                        spec,
                        "delete " + question.text(),
                        (items, context) -> items.delete(question.query().get()));
        };
    }

    private Step clock() {
        Duration move = values.move();
        return new Step("move the clock by " + move, context -> {
            context.side().clock().advance(move);
            return "moved";
        });
    }

    /** Returns the steps that ask for all that is stored. */
    static List<Step> questions() {
        List<Step> questions = new ArrayList<>();
        for (CollectionSpec<Item> spec : List.of(Item.SPEC, Item.NEIGHBOUR)) {
            questions.add(Step.of(spec, "find all by key", (items, context) -> items.find(Condition.all())));
            questions.add(Step.of(
                    spec,
                    "find newest first",
                    (items, context) -> items.find(Condition.all().newestFirst())));
            questions.add(Step.of(
                    spec,
                    "find first created",
                    (items, context) -> items.find(Condition.all().firstCreatedFirst())));
            questions.add(Step.of(
                    spec,
                    "all contents",
                    (items, context) ->
                            ValueGenerator.KEYS.stream().map(items::content).toList()));
            questions.add(Step.of(
                    spec,
                    "counts of all groups",
                    (items, context) -> ValueGenerator.TEXTS.stream()
                            .map(text -> items.count(Item.GROUP.is(text)))
                            .toList()));
            questions.add(Step.of(spec, "summary", (items, context) -> items.summary()));
        }
        questions.add(
                new Step("all books", context -> context.collection(Book.SPEC).find(Condition.all())));
        questions.add(new Step(
                "figures of books",
                context -> List.of(
                        context.collection(Book.SPEC).countBy(Book.TAGS).toString(),
                        context.collection(Book.SPEC).countBy(Book.TITLE).toString(),
                        context.collection(Book.SPEC).keys(Book.WORDS.contains("e")))));
        questions.add(Step.of(
                Item.SPEC,
                "owners of all aliases",
                (items, context) -> ValueGenerator.TEXTS.stream()
                        .map(text -> items.find(Item.ALIAS.is(text)))
                        .toList()));
        return questions;
    }

    private static String text(Object... parts) {
        return Stream.of(parts)
                .flatMap(part -> part instanceof Collection<?> many ? many.stream() : Stream.of(part))
                .map(part -> part instanceof Optional<?> optional
                        ? optional.map(Object::toString).orElse("")
                        : part.toString())
                .map(Quoted::text)
                .map(quoted -> quoted.substring(1, quoted.length() - 1))
                .collect(Collectors.joining(" "));
    }
}
