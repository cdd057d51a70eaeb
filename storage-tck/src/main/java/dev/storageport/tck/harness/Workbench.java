// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.fake.ManualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One test's tools: its database, its clock, and the storages it opened, which are closed after it. */
public final class Workbench implements AutoCloseable {

    /** Where the clock of every test stands at first. */
    public static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");

    private final Supplier<StorageHarness> harnesses;
    private final StorageHarness harness;
    private final ManualClock clock = ManualClock.at(START);
    private final List<Storage> opened = new ArrayList<>();
    private final AtomicReference<@Nullable AssertionError> breach = new AtomicReference<>();

    public Workbench(Supplier<StorageHarness> harnesses) {
        this.harnesses = harnesses;
        this.harness = new ForwardingHarness(harnesses.get(), port -> new CheckedPort(port, breach));
    }

    /** Returns tools on another empty database; the caller closes them. */
    public Workbench fresh() {
        return new Workbench(harnesses);
    }

    /** Returns the clock of the storages that {@link #open(CollectionSpec...)} opens. */
    public ManualClock clock() {
        return clock;
    }

    /** Returns the options with this test's clock. */
    public StorageOptions options() {
        return StorageOptions.builder().clock(clock).build();
    }

    /** Opens a storage on the test's database; several may be open at once. */
    public Storage open(CollectionSpec<?>... specs) {
        return open(options(), specs);
    }

    /** Opens a storage with other options on the test's database. */
    public Storage open(StorageOptions options, CollectionSpec<?>... specs) {
        Storage storage = Storage.open(harness.port(), options, specs); // by several threads at once
        remember(storage);
        return storage;
    }

    private synchronized void remember(Storage storage) {
        opened.add(storage);
    }

    /** Returns the harness, whose ports are checked. */
    public StorageHarness harness() {
        return harness;
    }

    /**
     * Closes the storages and then the harness.
     *
     * @throws AssertionError if a port did what no port may do, and the test did not hear of it
     */
    @Override
    public synchronized void close() {
        try (harness) {
            opened.forEach(Storage::close);
        }
        AssertionError unheard = breach.get();
        if (unheard != null) {
            throw unheard;
        }
    }
}
