// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import dev.storageport.StorageException;
import dev.storageport.StorageException.Remedy;
import dev.storageport.StorageInterruptedException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operations of the storage that the service can do without, because it can ask its upstream. They are metered, as all are, so a failure is
 * no line in the log each time.
 */
final class BestEffort {

    private static final Logger LOG = LoggerFactory.getLogger(BestEffort.class);

    private BestEffort() {}

    /** Returns what is read, or the other value if the storage is unwell. What is wrong with the call or the caller is thrown. */
    static <T> T read(Supplier<T> operation, T otherwise) {
        try {
            return operation.get();
        } catch (StorageException failed) {
            if (failed.remedy() == Remedy.FIX_THE_CALL || failed instanceof StorageInterruptedException) {
                throw failed;
            }
            LOG.debug("Going on without the storage: {}", failed.getMessage());
            return otherwise;
        }
    }

    /** Writes, or does not if the storage is unwell; otherwise as {@link #read}. */
    static void write(Runnable operation) {
        read(
                () -> {
                    operation.run();
                    return true;
                },
                false);
    }
}
