// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** DEL: giving back the room of what was deleted. */
abstract class CompactionRules extends Topic {

    private static final int DOCUMENTS = 300;

    @Test
    @Rule("DEL-8")
    void compact_afterADeletion_changesNothingThatIsLeft() {
        Storage storage = bench().open(Book.SPEC);
        DocumentCollection<Book> books = storage.collection(Book.SPEC);
        for (int i = 0; i < DOCUMENTS; i++) {
            books.put("k" + i, Book.ofPages((long) i), Content.text("content ".repeat(500) + i));
        }
        assertThat(books.delete(Book.PAGES.atLeast(30L))).as("deleted").isEqualTo(DOCUMENTS - 30);
        List<Stored<Book>> documents = books.find(Condition.all());
        List<String> contents = contents(books);

        assertThat(storage.compact()).as("bytes given back").isNotNegative();

        assertThat(books.find(Condition.all())).as("documents after compacting").isEqualTo(documents);
        assertThat(contents(books)).as("contents after compacting").isEqualTo(contents);
        assertThat(books.count(Book.PAGES.atLeast(20L)))
                .as("counted by an index after compacting")
                .isEqualTo(10);
        books.put("new", Book.ofPages(1000L));
        assertThat(books.count())
                .as("documents, one of them put after compacting")
                .isEqualTo(31);
        assertThat(storage.compact()).as("bytes given back the second time").isNotNegative();
    }

    private static List<String> contents(DocumentCollection<Book> books) {
        return books.keys(Condition.all()).stream()
                .map(key -> books.content(key).orElseThrow().text())
                .toList();
    }

    @Test
    @Rule("DEL-8")
    void compact_besideAStream_leavesItsSnapshot() {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        for (int i = 0; i < 50; i++) {
            notes.put("k" + i, note("x".repeat(5000)));
        }
        try (Stream<Stored<Note>> stream = notes.stream()) {
            Iterator<Stored<Note>> reader = stream.iterator();
            reader.next();
            notes.clear();
            storage.compact();
            int read = 1;
            for (; reader.hasNext(); reader.next()) {
                read++;
            }
            assertThat(read).as("documents of a stream that was open before").isEqualTo(50);
        }
        assertThat(notes.count()).as("documents after clearing").isZero();
    }
}
