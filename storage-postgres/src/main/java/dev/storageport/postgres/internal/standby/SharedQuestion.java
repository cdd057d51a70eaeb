// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.standby;

import dev.storageport.port.combining.Combiner;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question to a server that many callers ask at once. One at a time is under way, and has one answer for all who came before it began: an
 * answer is never older than its question.
 *
 * @param <R> the answer
 */
final class SharedQuestion<R> implements AutoCloseable {

    private static final Object ASKING = new Object();
    private static final int WAITING = 100_000;

    private final String what;
    private final Combiner<Object, R> combiner;

    /**
     * Creates the question.
     *
     * @param what is asked, for messages
     * @param longestWait how long somebody waits for the question before
     * @param asked asks it
     */
    SharedQuestion(String what, Duration longestWait, Supplier<R> asked) {
        this.what = what;
        this.combiner = new Combiner<>(
                new Combiner.Bounds(1, WAITING, WAITING, longestWait), new Asking<>(asked), () -> "of one connection");
    }

    R answer() {
        return combiner.submit(what, ASKING);
    }

    @Override
    public void close() {
        combiner.close();
    }

    private record Asking<R>(Supplier<R> asked) implements Combiner.Work<Object, R> {

        @Override
        public boolean canShareBatch(Object first, Object next) {
            return true;
        }

        @Override
        public @Nullable Object conflictKey(Object question) {
            return null;
        }

        @Override
        public List<Combiner.Outcome<R>> run(List<Object> batch) {
            return Collections.nCopies(batch.size(), new Combiner.Outcome.Value<>(asked.get()));
        }
    }
}
