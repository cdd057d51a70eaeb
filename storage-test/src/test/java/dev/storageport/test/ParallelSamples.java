// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Storage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that run at the same time, each with its own database; run by {@link StorageExtensionTest}. */
class ParallelSamples {

    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @RegisterExtension
    final StorageExtension storage = StorageExtension.of(Note.NOTES);

    @Test
    void one(Storage opened) throws Exception {
        meets(opened);
    }

    @Test
    void another(Storage opened) throws Exception {
        meets(opened);
    }

    private static void meets(Storage opened) throws Exception {
        BOTH.await(60, TimeUnit.SECONDS);
        ClassSamples.findsNothingAndStores(opened);
        BOTH.await(60, TimeUnit.SECONDS);
        assertThat(opened.collection(Note.NOTES).count()).isOne();
    }
}
