// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port.combining;

import dev.storageport.StorageException;
import dev.storageport.port.combining.Combiner.Outcome;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Hands failures that came as outcomes out to the callers of a batch. No two get the same exception, because each may add to the one it catches. */
final class OwnFailures {

    private final Set<Throwable> given = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Returns outcomes of which no two have the same failure. */
    <R> List<Outcome<R>> apart(List<Outcome<R>> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome instanceof Outcome.Failure<R> failed
                        ? new Outcome.Failure<R>(own(failed.failure()))
                        : outcome)
                .toList();
    }

    /** Returns the failure itself to the first who asks, and later ones an exception of their own that tells the same. */
    private RuntimeException own(RuntimeException failure) {
        if (given.add(failure)) {
            return failure;
        }
        return failure instanceof StorageException known
                ? known.copy()
                : new IllegalStateException("the batch that this request was part of failed", failure);
    }
}
