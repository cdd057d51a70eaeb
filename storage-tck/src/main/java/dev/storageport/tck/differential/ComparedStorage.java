// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.fake.ManualClock;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Workbench;
import java.util.Optional;

/** One of the two storages that are compared, with a clock of its own. */
final class ComparedStorage implements AutoCloseable {

    private final Opener opener;
    private final ManualClock clock = ManualClock.at(Workbench.START);
    private final NormalizedRevisions revisions = new NormalizedRevisions();
    private Storage storage;
    private Optional<BookStepGenerator.Walk> walk = Optional.empty();

    /** Opens a storage on the side's database. */
    @FunctionalInterface
    interface Opener {
        Storage open(StorageOptions options, CollectionSpec<?>... specs);
    }

    ComparedStorage(Opener opener) {
        this.opener = opener;
        this.storage = opened();
    }

    private Storage opened() {
        return opener.open(StorageOptions.builder().clock(clock).build(), Item.SPEC, Item.NEIGHBOUR, Book.SPEC);
    }

    Storage storage() {
        return storage;
    }

    ManualClock clock() {
        return clock;
    }

    NormalizedRevisions revisions() {
        return revisions;
    }

    /** Returns what follows the page that was read last. */
    Optional<BookStepGenerator.Walk> walk() {
        return walk;
    }

    void walkOn(Optional<BookStepGenerator.Walk> next) {
        walk = next;
    }

    String perform(Step step) {
        return new StepContext(this, storage::collection).perform(step);
    }

    void reopen() {
        storage.close();
        storage = opened();
    }

    @Override
    public void close() {
        storage.close();
    }
}
