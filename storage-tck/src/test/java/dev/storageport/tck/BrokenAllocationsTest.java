// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Limits;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.tck.harness.ForwardingHarness;
import dev.storageport.tck.harness.ForwardingPort;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit notices ports that believe what a frame claims, on whatever thread, and none that only allocate much. */
final class BrokenAllocationsTest {

    /** Where a frame says how large its content is. */
    private static final int SIZE_AT = 5;

    /** What an honest database may need for a read. */
    private static final int PAGES = 48 << 20;

    @TempDir
    private Path reports;

    /** Who does the work of a port. */
    enum Worker implements Executor {
        CALLER {
            @Override
            public void execute(Runnable work) {
                work.run();
            }
        },
        POOL {
            @Override
            public void execute(Runnable work) {
                CompletableFuture.runAsync(work).join();
            }
        },
        THREAD_OF_ITS_OWN {
            @Override
            public void execute(Runnable work) {
                CompletableFuture.runAsync(work, task -> new Thread(task).start())
                        .join();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void claimedSize_allocatedByAnyThread_isNoticed(Worker worker) {
        new BrokenPort(
                        "allocates what a frame claims, by " + worker,
                        "CONT-7",
                        port -> beforeReads(port, worker, BrokenAllocationsTest::claimed))
                .assertNoticed(reports);
    }

    @Test
    void muchMemory_ofCaller_isNobodysConcern() {
        KitRun run = KitRun.ofRule(
                "CONT-7",
                harness -> new ForwardingHarness(harness, port -> beforeReads(port, Worker.CALLER, record -> PAGES)),
                reports);
        assertThat(run.results()).as("tests that carry CONT-7").isNotEmpty();
        assertThat(run.failures()).as("a port that needs much memory to read").isEmpty();
    }

    private static int claimed(StoredRecord record) {
        return record.content()
                .map(ContentFrame::bytes)
                .map(frame -> ByteBuffer.wrap(frame).getInt(SIZE_AT))
                .filter(size -> size >= 0 && size <= Limits.CONTENT_BYTES)
                .orElse(0);
    }

    /** Something that needs as much memory as a record makes it, and does not keep it. */
    private interface Need {
        int of(StoredRecord record);
    }

    private static StoragePort beforeReads(StoragePort port, Worker worker, Need need) {
        UnaryOperator<RecordOperations> needy = operations -> new DelegatingOperations(operations) {
            private volatile byte[] buffer = new byte[0];

            @Override
            public Map<String, StoredRecord> read(
                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                Map<String, StoredRecord> found = super.read(collection, keys, parts);
                found.values().forEach(record -> worker.execute(() -> buffer = new byte[need.of(record)]));
                buffer = new byte[0];
                return found;
            }
        };
        return new ForwardingPort(port, needy);
    }
}
