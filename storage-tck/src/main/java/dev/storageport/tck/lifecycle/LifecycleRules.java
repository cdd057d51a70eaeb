// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.TREES;
import static dev.storageport.tck.fixture.Samples.json;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.SchemaMode;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.port.Catalog;
import dev.storageport.port.StoragePort;
import dev.storageport.tck.fixture.CollectionOperation;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.fixture.StoragePorts;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** LIFE: opening and closing. */
abstract class LifecycleRules extends Topic {

    @Test
    @Rule("LIFE-1")
    void open_emptyDatabase_createsCollections() {
        Storage storage = bench().open(NOTES, TREES);
        assertThat(storage.collection(NOTES).count())
                .as("documents of a new collection")
                .isZero();
        storage.collection(TREES).put("a", json("{}"));
        assertThat(storage.collection(TREES).contains("a"))
                .as("a document put into a new collection")
                .isTrue();
    }

    @Test
    @Rule("LIFE-1")
    void open_again_findsDocuments() {
        try (Storage first = bench().open(NOTES)) {
            first.collection(NOTES).put("a", note("kept"));
        }
        Storage second = bench().open(NOTES);
        assertThat(second.collection(NOTES).get("a").map(Stored::value))
                .as("a document written before the storage was closed and opened again")
                .contains(note("kept"));
    }

    @Test
    @Rule("LIFE-2")
    void twoStorages_seeEachOthersWrites() {
        DocumentCollection<Note> first = bench().open(NOTES).collection(NOTES);
        DocumentCollection<Note> second = bench().open(NOTES).collection(NOTES);
        first.put("a", note("first"));
        assertThat(second.get("a").map(Stored::value))
                .as("written by the first, read by the second")
                .contains(note("first"));
        second.replace("a", note("second"));
        assertThat(first.get("a").map(Stored::value))
                .as("written by the second, read by the first")
                .contains(note("second"));
        first.delete("a");
        assertThat(second.contains("a"))
                .as("deleted by the first, seen by the second")
                .isFalse();
    }

    @Test
    @Rule("LIFE-2")
    void twoStorages_oneCloses_otherGoesOn() {
        Storage first = bench().open(NOTES);
        Storage second = bench().open(NOTES);
        first.close();
        second.collection(NOTES).put("a", note("a"));
        assertThat(second.collection(NOTES).contains("a"))
                .as("a write after another storage was closed")
                .isTrue();
    }

    @Test
    @Rule("LIFE-3")
    void operation_afterClose_isRefused() {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        notes.put("a", note("a"));
        storage.close();
        for (CollectionOperation operation : CollectionOperation.all()) {
            refusal(
                    StorageClosedException.class,
                    operation.name() + " after close",
                    () -> operation.on().accept(notes, "a"));
        }
        refusal(StorageClosedException.class, "transact after close", () -> storage.transact(open -> 1));
    }

    @Test
    @Rule("LIFE-3")
    void port_afterClose_refusesEveryOperation() {
        StoragePort port = bench().harness().port();
        port.prepare(new Catalog(List.of(StoragePorts.NOTES)), SchemaMode.MIGRATE);
        port.close();
        StoragePorts.operations(port)
                .forEach((name, operation) ->
                        refusal(StorageClosedException.class, name + " of a closed port", operation::run));
        assertThat(port.health(Duration.ofSeconds(10)).ok())
                .as("health of a closed port")
                .isFalse();
    }

    @Test
    @Rule("LIFE-3")
    void streamLeftOpen_afterClose_isRefused() {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        notes.put("a", note("a"));
        notes.put("b", note("b"));
        try (Stream<Stored<Note>> stream = notes.stream()) {
            Iterator<Stored<Note>> reader = stream.iterator();
            assertThat(reader.next().key())
                    .as("the first document of the stream")
                    .isEqualTo("a");
            storage.close();
            refusal(StorageClosedException.class, "a stream read on after close", () -> {
                while (reader.hasNext()) {
                    reader.next();
                }
            });
        }
    }

    @Test
    @Rule("LIFE-4")
    void close_twice_isHarmless() {
        Storage storage = bench().open(NOTES);
        storage.collection(NOTES).put("a", note("a"));
        storage.close();
        storage.close();
        assertThat(bench().open(NOTES).collection(NOTES).contains("a"))
                .as("a document after closing twice")
                .isTrue();
    }

    @Test
    @Rule("LIFE-6")
    void collection_notDeclared_isRefused() {
        Storage storage = bench().open(NOTES);
        refusal(UsageException.class, "a collection that was not declared", () -> storage.collection(TREES));
        refusal(
                UsageException.class,
                "the same in a transaction",
                () -> storage.transact(open -> open.collection(TREES)));
        CollectionSpec<Note> twin = CollectionSpec.of("notes", Note.class).build();
        refusal(UsageException.class, "another declaration of that name", () -> storage.collection(twin));
    }

    @Test
    @Rule("LIFE-7")
    void twoCollections_oneKey_areApart() {
        Storage storage = bench().open(NOTES, TREES);
        storage.collection(NOTES).put("a", note("note"));
        assertThat(storage.collection(TREES).contains("a"))
                .as("a key of another collection")
                .isFalse();
        storage.collection(TREES).put("a", json("{\"tree\":1}"));
        assertThat(storage.collection(NOTES).get("a").map(Stored::value))
                .as("a document after another collection wrote its key")
                .contains(note("note"));
        assertThat(storage.collection(TREES).delete("a"))
                .as("whether the other document existed")
                .isTrue();
        assertThat(storage.collection(NOTES).contains("a"))
                .as("a document after another collection deleted its key")
                .isTrue();
        assertThat(storage.collection(NOTES).count())
                .as("documents of this collection alone")
                .isEqualTo(1);
        assertThat(storage.collection(TREES).count())
                .as("documents of the other collection alone")
                .isZero();
    }
}
