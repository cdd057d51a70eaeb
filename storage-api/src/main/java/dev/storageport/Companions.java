// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What uses a storage on its own account, and ends before it: the last that came first, as what is built on what. */
final class Companions {

    private final String backend;
    private @Nullable List<AutoCloseable> companions = new ArrayList<>();

    Companions(String backend) {
        this.backend = backend;
    }

    synchronized void add(AutoCloseable companion) {
        if (companions == null) {
            throw new StorageClosedException("the storage is closed");
        }
        companions.add(companion);
    }

    /** Forgets the one that was added last of those that are this very object. */
    synchronized void remove(AutoCloseable companion) {
        List<AutoCloseable> present = companions == null ? List.of() : companions;
        for (int i = present.size() - 1; i >= 0; i--) {
            if (present.get(i) == companion) {
                present.remove(i);
                return;
            }
        }
    }

    /**
     * Closes all, and refuses more. Each on a thread of its own, which is waited for as long as is left: one that hangs keeps no other from
     * being closed.
     */
    void close(Duration atMost) {
        long begun = System.nanoTime();
        List<AutoCloseable> last = taken();
        for (int i = last.size() - 1; i >= 0; i--) {
            AutoCloseable companion = last.get(i);
            BoundedClosing.run(
                    backend + ": " + companion.getClass().getName(), left(atMost, begun), () -> close(companion));
        }
    }

    private synchronized List<AutoCloseable> taken() {
        List<AutoCloseable> taken = companions == null ? List.of() : companions;
        companions = null;
        return taken;
    }

    private static void close(AutoCloseable companion) {
        try {
            companion.close();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) { // for the log alone
            throw new IllegalStateException(failed);
        }
    }

    /** Returns how much of a bound is left. */
    static Duration left(Duration atMost, long begunNanos) {
        Duration left = atMost.minusNanos(System.nanoTime() - begunNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
