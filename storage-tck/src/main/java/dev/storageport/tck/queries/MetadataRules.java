// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.StoredMetadata;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SCAN: what is stored of documents besides their values. */
abstract class MetadataRules extends Topic {

    private record Other(List<String> text) {}

    private static final CollectionSpec<Other> OTHER =
            CollectionSpec.of(NOTES.name(), Other.class).build();

    @Test
    @Rule("SCAN-6")
    void metadata_isThatOfTheDocuments_inTheOrderOfTheQuery() {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        for (String key : List.of("b", "c", "a")) {
            notes.put(key, note("ü".repeat(key.charAt(0))), Content.text("content of " + key));
            bench().clock().advance(Duration.ofSeconds(1));
        }
        notes.touch("c");
        notes.put("d", note("without content"));

        List<StoredMetadata> found = metadata(notes);
        assertThat(found.stream().map(StoredMetadata::key).toList())
                .as("keys, the last written first")
                .containsExactly("d", "c", "a", "b");
        for (StoredMetadata one : found) {
            Stored<Note> stored = notes.get(one.key()).orElseThrow();
            assertThat(one)
                    .as("metadata of %s", one.key())
                    .isEqualTo(new StoredMetadata(
                            stored.key(),
                            stored.revision(),
                            stored.dataVersion(),
                            stored.createdAt(),
                            stored.updatedAt(),
                            one.bytes()));
        }
        assertThat(found.stream().mapToLong(StoredMetadata::bytes).sum())
                .as("size of all")
                .isEqualTo(notes.summary().bodyBytes() + notes.summary().contentStoredBytes());
        assertThat(found.get(0).bytes())
                .as("size of {\"text\":\"without content\",\"stars\":…}")
                .isEqualTo(notes.summary().bodyBytes() - bodies("a", "b", "c"));
    }

    private static long bodies(String... keys) {
        long fixed = "{\"text\":\"\",\"stars\":0}".length();
        return Stream.of(keys).mapToLong(key -> fixed + 2L * key.charAt(0)).sum();
    }

    private static List<StoredMetadata> metadata(DocumentCollection<?> collection) {
        try (Stream<StoredMetadata> all = collection.metadata(Condition.all().newestFirst())) {
            return all.toList();
        }
    }

    @Test
    @Rule("SCAN-6")
    void metadata_ofDocumentsThatCannotBeRead_isReturned() {
        try (Storage storage = bench().open(NOTES)) {
            storage.collection(NOTES).put("a", note("a text is no list"));
        }
        assertThat(metadata(bench().open(OTHER).collection(OTHER)).stream()
                        .map(StoredMetadata::key)
                        .toList())
                .as("keys of documents that do not fit their type")
                .containsExactly("a");
    }
}
