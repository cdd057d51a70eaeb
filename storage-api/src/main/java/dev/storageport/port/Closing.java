// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Closes what was left open, all of it, whatever fails on the way. */
public final class Closing {

    private Closing() {}

    /**
     * Closes every element. The first failure is thrown when all have been tried, with the later ones suppressed.
     *
     * @param open copied first, since closing may take an element out of the collection
     * @param close closes one
     */
    public static <C> void all(Collection<C> open, Consumer<? super C> close) {
        @Nullable RuntimeException first = null;
        for (C element : List.copyOf(open)) {
            try {
                close.accept(element);
            } catch (RuntimeException failed) {
                if (first == null) {
                    first = failed;
                } else {
                    suppress(first, failed);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Adds a failure that came later to the first one, unless it is the same object: a failure cannot suppress itself. */
    public static void suppress(Throwable first, Throwable later) {
        if (first != later) {
            first.addSuppressed(later);
        }
    }
}
