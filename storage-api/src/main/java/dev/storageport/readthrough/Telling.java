// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.event.ReadThroughEnded;
import dev.storageport.event.ReadThroughStoreFailed;
import dev.storageport.event.RefreshAdvanced;
import dev.storageport.readthrough.Flights.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells the listeners of the storage what a read-through does; measures nothing while nobody listens. */
final class Telling {

    /** Of what nobody hears. */
    private static final long UNHEARD = 0;

    private final Storage storage;
    private final StorageListener listener;
    private final String backend;
    private final String collection;
    private final LongSupplier nanoTime;

    Telling(Storage storage, String collection) {
        this(storage, collection, System::nanoTime);
    }

    Telling(Storage storage, String collection, LongSupplier nanoTime) {
        this.storage = storage;
        this.listener = storage.listener();
        this.backend = storage.backend();
        this.collection = collection;
        this.nanoTime = nanoTime;
    }

    /** Returns what is to be given back when it is over. */
    long begun() {
        return storage.isHeard() ? nanoTime.getAsLong() | 1 : UNHEARD;
    }

    void served(long begun, ReadThroughEnded.Result result, @Nullable Duration age) {
        if (begun != UNHEARD) {
            listener.readThroughEnded(
                    new ReadThroughEnded(backend, collection, result, Optional.ofNullable(age), since(begun)));
        }
    }

    void served(long begun, Answer<?> answer) {
        if (begun != UNHEARD) {
            served(
                    begun,
                    answer.result(),
                    answer.value()
                            .filter(value -> value.source() == Served.Source.STORED)
                            .map(Served::age)
                            .orElse(null));
        }
    }

    void failed(long begun) {
        served(begun, ReadThroughEnded.Result.FAILED, null);
    }

    /** Tells of a step that is well. */
    void refresh(RefreshAdvanced.Step step, long begun) {
        if (storage.isHeard()) {
            advanced(step, null, begun);
        }
    }

    /** Tells of a step that is not, whoever listens. */
    void refreshLost(RefreshAdvanced.Step step, @Nullable Throwable failure, long begun) {
        advanced(step, failure, begun);
    }

    private void advanced(RefreshAdvanced.Step step, @Nullable Throwable failure, long begun) {
        listener.refreshAdvanced(new RefreshAdvanced(
                backend,
                collection,
                step,
                Optional.ofNullable(failure),
                begun == UNHEARD ? Duration.ZERO : since(begun)));
    }

    void storeFailed(ReadThroughStoreFailed.Access access, String ofCollection, Throwable failure) {
        listener.readThroughStoreFailed(new ReadThroughStoreFailed(backend, ofCollection, access, failure));
    }

    private Duration since(long begun) {
        return Duration.ofNanos(nanoTime.getAsLong() - begun);
    }
}
