// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.fake.ManualClock;
import java.util.Optional;

/** One of the two storages that are compared, with a clock of its own. */
final class Side implements AutoCloseable {

    private final Opener opener;
    private final ManualClock clock = ManualClock.at(Workbench.START);
    private final Revisions revisions = new Revisions();
    private Storage storage;
    private Optional<BookSteps.Walk> walk = Optional.empty();

    /** Opens a storage on the side's database. */
    @FunctionalInterface
    interface Opener {
        Storage open(StorageOptions options, CollectionSpec<?>... specs);
    }

    Side(Opener opener) {
        this.opener = opener;
        this.storage = opened();
    }

    private Storage opened() {
        return opener.open(StorageOptions.defaults().withClock(clock), Item.SPEC, DeleteRules.NEIGHBOUR, Book.SPEC);
    }

    Storage storage() {
        return storage;
    }

    ManualClock clock() {
        return clock;
    }

    Revisions revisions() {
        return revisions;
    }

    /** Returns what follows the page that was read last. */
    Optional<BookSteps.Walk> walk() {
        return walk;
    }

    void walkOn(Optional<BookSteps.Walk> next) {
        walk = next;
    }

    String perform(Step step) {
        return new Scene(this, storage::collection).perform(step);
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
