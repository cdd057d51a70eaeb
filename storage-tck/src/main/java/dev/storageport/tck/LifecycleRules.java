// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.Samples.NOTES;
import static dev.storageport.tck.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Storage;
import dev.storageport.tck.Samples.Note;
import org.junit.jupiter.api.Test;

/** LIFE: opening, closing, health. */
interface LifecycleRules {

    Workbench bench();

    @Test
    @Rule("LIFE-1")
    default void open_again_findsDocuments() {
        try (Storage first = bench().open(NOTES)) {
            first.collection(NOTES).put("a", note("kept"));
        }
        Storage second = bench().open(NOTES);
        assertThat(second.collection(NOTES).get("a"))
                .as("a document written before the storage was closed and opened again")
                .hasValueSatisfying(found -> assertThat(found.value()).isEqualTo(new Note("kept", 1)));
    }
}
