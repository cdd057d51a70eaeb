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
record Call(String name, BiConsumer<DocumentCollection<Note>, String> on) {

    private static final Note VALUE = note("value");

    /** Those that read by key. */
    static final List<Call> READS = List.of(
            new Call("get", DocumentCollection::get),
            new Call("getWithContent", DocumentCollection::getWithContent),
            new Call("content", DocumentCollection::content),
            new Call("contains", DocumentCollection::contains),
            new Call("getAll", (notes, key) -> notes.getAll(List.of("other", key))));

    /** Those that write by key. */
    static final List<Call> WRITES = List.of(
            new Call("put", (notes, key) -> notes.put(key, VALUE)),
            new Call("put with content", (notes, key) -> notes.put(key, VALUE, Content.text("text"))),
            new Call("insert", (notes, key) -> notes.insert(key, VALUE)),
            new Call("insert with content", (notes, key) -> notes.insert(key, VALUE, Content.text("text"))),
            new Call("replace", (notes, key) -> notes.replace(key, VALUE)),
            new Call("replace with content", (notes, key) -> notes.replace(key, VALUE, Content.text("text"))),
            new Call("replaceIf", (notes, key) -> notes.replaceIf(key, 1, VALUE)),
            new Call("replaceIf with content", (notes, key) -> notes.replaceIf(key, 1, VALUE, Content.text("text"))),
            new Call(
                    "putAll",
                    (notes, key) -> notes.putAll(List.of(Document.of("other", VALUE), Document.of(key, VALUE)))),
            new Call("update", (notes, key) -> notes.update(key, note -> VALUE)),
            new Call("touch", DocumentCollection::touch),
            new Call("delete", (notes, key) -> notes.delete(key)),
            new Call("deleteIf", (notes, key) -> notes.deleteIf(key, 1)),
            new Call("deleteAll", (notes, key) -> notes.deleteAll(List.of("other", key))));

    /** Those that take no key. */
    static final List<Call> KEYLESS = List.of(
            new Call("delete by condition", (notes, key) -> notes.delete(Condition.all())),
            new Call("clear", (notes, key) -> notes.clear()),
            new Call("find", (notes, key) -> notes.find(Condition.all())),
            new Call("findFirst", (notes, key) -> notes.findFirst(Condition.all())),
            new Call("stream", (notes, key) -> notes.stream().close()),
            new Call("count", (notes, key) -> notes.count()),
            new Call("summary", (notes, key) -> notes.summary()));

    /** Those that take a key. */
    static List<Call> keyed() {
        return Stream.concat(READS.stream(), WRITES.stream()).toList();
    }

    /** All of them. */
    static List<Call> all() {
        return Stream.of(READS, WRITES, KEYLESS).flatMap(List::stream).toList();
    }
}
