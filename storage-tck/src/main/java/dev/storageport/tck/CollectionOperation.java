// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.Samples.note;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.tck.Samples.Note;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The operations of a collection, for rules that hold of all of them.
 *
 * @param name the method's name
 * @param on runs it on a collection with a key
 */
record CollectionOperation(String name, BiConsumer<DocumentCollection<Note>, String> on) {

    private static final Note VALUE = note("value");

    /** Those that read by key. */
    static final List<CollectionOperation> READS = List.of(
            new CollectionOperation("get", DocumentCollection::get),
            new CollectionOperation("getWithContent", DocumentCollection::getWithContent),
            new CollectionOperation("content", DocumentCollection::content),
            new CollectionOperation("contains", DocumentCollection::contains),
            new CollectionOperation("getAll", (notes, key) -> notes.getAll(List.of("other", key))));

    /** Those that write by key. */
    static final List<CollectionOperation> WRITES = List.of(
            new CollectionOperation("put", (notes, key) -> notes.put(key, VALUE)),
            new CollectionOperation("put with content", (notes, key) -> notes.put(key, VALUE, Content.text("text"))),
            new CollectionOperation("insert", (notes, key) -> notes.insert(key, VALUE)),
            new CollectionOperation(
                    "insert with content", (notes, key) -> notes.insert(key, VALUE, Content.text("text"))),
            new CollectionOperation("replace", (notes, key) -> notes.replace(key, VALUE)),
            new CollectionOperation(
                    "replace with content", (notes, key) -> notes.replace(key, VALUE, Content.text("text"))),
            new CollectionOperation("replaceIf", (notes, key) -> notes.replaceIf(key, 1, VALUE)),
            new CollectionOperation(
                    "replaceIf with content", (notes, key) -> notes.replaceIf(key, 1, VALUE, Content.text("text"))),
            new CollectionOperation(
                    "putAll",
                    (notes, key) -> notes.putAll(List.of(Document.of("other", VALUE), Document.of(key, VALUE)))),
            new CollectionOperation("update", (notes, key) -> notes.update(key, note -> VALUE)),
            new CollectionOperation("touch", DocumentCollection::touch),
            new CollectionOperation("delete", (notes, key) -> notes.delete(key)),
            new CollectionOperation("deleteIf", (notes, key) -> notes.deleteIf(key, 1)),
            new CollectionOperation("deleteAll", (notes, key) -> notes.deleteAll(List.of("other", key))));

    /** Those that take no key. */
    static final List<CollectionOperation> KEYLESS = List.of(
            new CollectionOperation("delete by condition", (notes, key) -> notes.delete(Condition.all())),
            new CollectionOperation("clear", (notes, key) -> notes.clear()),
            new CollectionOperation("find", (notes, key) -> notes.find(Condition.all())),
            new CollectionOperation("findFirst", (notes, key) -> notes.findFirst(Condition.all())),
            new CollectionOperation("stream", (notes, key) -> notes.stream().close()),
            new CollectionOperation("count", (notes, key) -> notes.count()),
            new CollectionOperation("summary", (notes, key) -> notes.summary()));

    /** Those that take a key. */
    static List<CollectionOperation> keyed() {
        return Stream.concat(READS.stream(), WRITES.stream()).toList();
    }

    /** All of them. */
    static List<CollectionOperation> all() {
        return Stream.of(READS, WRITES, KEYLESS).flatMap(List::stream).toList();
    }
}
