// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

// tag::program[]
import static dev.storageport.Condition.updatedBefore;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import java.time.Duration;

public class GettingStarted {

    record Note(String title, String text, int stars) {}

    static final Index<Note, Integer> STARS = Index.of("stars", Integer.class, Note::stars);
    static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).index(STARS).build();

    public static void main(String[] arguments) {
        String url = arguments.length > 0 ? arguments[0] : "sqlite:notes.db";
        try (Storage storage = Storage.open(url, NOTES)) {
            DocumentCollection<Note> notes = storage.collection(NOTES);
            notes.put("first", new Note("Hello", "my first note", 3));
            notes.update("first", note -> new Note(note.title(), note.text(), note.stars() + 1));
            notes.find(STARS.atLeast(3).byDescending(STARS).limit(10)).forEach(System.out::println);
            System.out.println(notes.delete(updatedBefore(Duration.ofDays(30))) + " old notes deleted");
        }
    }
}
// end::program[]
