// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageException.Remedy;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often opening is tried when the database is not there yet, as when both start at once. Only a failure that may pass is worth
 * another attempt: a wrong password stays wrong.
 *
 * @param attempts how often in all
 * @param pause how long to wait in between
 */
public record OpeningRetry(int attempts, Duration pause) {

    private static final Logger LOG = LoggerFactory.getLogger(OpeningRetry.class);

    /** Three attempts, two seconds apart. */
    public static final OpeningRetry DEFAULT = new OpeningRetry(3, Duration.ofSeconds(2));

    Storage open(Supplier<Storage> opening) {
        for (int attempt = 1; ; attempt++) {
            try {
                return opening.get();
            } catch (StorageException failed) {
                if (attempt >= attempts || failed.remedy() != Remedy.RETRY || !pauseAfter(failed)) {
                    throw failed;
                }
                LOG.warn("Opening the storage, attempt {} of {}: {}", attempt, attempts, failed.getMessage());
            }
        }
    }

    private boolean pauseAfter(StorageException failed) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failed.addSuppressed(interrupted);
            return false;
        }
    }
}
