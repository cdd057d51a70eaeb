// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import dev.storageport.CollectionSpec;

/** What the tests store. */
record Note(String text) {

    static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();
}
