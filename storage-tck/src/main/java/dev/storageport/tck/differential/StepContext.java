// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.StorageException;
import dev.storageport.UniqueViolationException;
import java.util.ArrayList;
import java.util.List;

/** Where a step acts: on the collections of one side's storage, or of a transaction open on it. */
final class StepContext {

    private final ComparedStorage storage;
    private final Collections collections;

    /** Reaches the collections. */
    @FunctionalInterface
    interface Collections {
        <T> DocumentCollection<T> of(CollectionSpec<T> spec);
    }

    StepContext(ComparedStorage storage, Collections collections) {
        this.storage = storage;
        this.collections = collections;
    }

    ComparedStorage side() {
        return storage;
    }

    <T> DocumentCollection<T> collection(CollectionSpec<T> spec) {
        return collections.of(spec);
    }

    /** Performs a step and returns its result, or the kind of its failure, as text. */
    String perform(Step step) {
        try {
            return storage.revisions().render(step.action().on(this));
        } catch (Exception failed) {
            return failure(failed);
        }
    }

    static String failure(Exception failed) {
        if (failed instanceof UniqueViolationException violation) {
            return "UniqueViolationException of " + violation.collection() + "." + violation.index();
        } else if (failed instanceof StorageException known) {
            return known.getClass().getSimpleName() + (known.outcomeUnknown() ? ", outcome unknown" : "");
        }
        return failed.toString();
    }

    /** Performs the steps in one transaction, which then commits or rolls back. */
    List<String> transact(List<Step> steps, boolean swallowing, boolean committing) {
        List<String> results = new ArrayList<>();
        try {
            storage.storage().transactWithoutResult(transaction -> {
                results.clear();
                StepContext inside = new StepContext(storage, transaction::collection);
                for (Step step : steps) {
                    results.add(inside.performInside(step, swallowing));
                }
                if (!committing) {
                    throw new IllegalStateException("rolls back");
                }
            });
            results.add("committed");
        } catch (Exception failed) {
            results.add(failure(failed));
        }
        return results;
    }

    private String performInside(Step step, boolean swallowing) throws Exception {
        return swallowing
                ? perform(step)
                : storage.revisions().render(step.action().on(this));
    }
}
