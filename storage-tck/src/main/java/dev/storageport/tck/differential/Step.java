// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.tck.fixture.Item;
import java.util.List;
import java.util.function.Supplier;

/**
 * One step of a random sequence. All that is random was drawn when it was made, so it does the same whenever it is repeated.
 *
 * @param text what it does, for a reader
 * @param action does it
 * @param shorter steps that do a little less, to find the shortest that still matters
 */
record Step(String text, Action action, Supplier<List<Step>> shorter) {

    /** A step that does one thing. */
    Step(String text, Action action) {
        this(text, action, List::of);
    }

    /** What a step does. */
    @FunctionalInterface
    interface Action {

        /** Returns the result for {@link NormalizedRevisions#render}. */
        Object on(StepContext context) throws Exception;
    }

    /** What a step does to one collection. */
    @FunctionalInterface
    interface CollectionAction {
        Object on(DocumentCollection<Item> collection, StepContext context) throws Exception;
    }

    static Step of(CollectionSpec<Item> spec, String text, CollectionAction action) {
        return new Step(spec.name() + "." + text, context -> action.on(context.collection(spec), context));
    }

    @Override
    public String toString() {
        return text;
    }
}
