// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.tck.fixture.Samples.Note;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The kit shows on a file what an overflow leaves behind; a database in memory has one connection for everything, and cannot replace it. */
class SqliteErrorTest {

    private int worked;

    @Test
    void stackOverflow_inMemory_atAnyDepth_leavesTheOnlyConnectionFree() throws Exception {
        try (Storage storage = Storage.open("sqlite::memory:", NOTES)) {
            DocumentCollection<Note> notes = storage.collection(NOTES);
            notes.put("a", note("a"));
            for (Runnable call : new Runnable[] {
                () -> notes.put("a", note("b")),
                () -> notes.get("a"),
                () -> storage.transact(open -> open.collection(NOTES).get("a")),
            }) {
                call.run();
                worked = 0;
                Thread deep = new Thread(null, () -> descend(call), "deep", 512 * 1024);
                deep.setDaemon(true);
                deep.start();
                deep.join(60_000);
                assertThat(deep.isAlive()).as("whether a caller hangs").isFalse();
                CompletableFuture.runAsync(() -> notes.put("other", note("c"))).get(10, TimeUnit.SECONDS);
                assertThat(storage.pool().orElseThrow().inUse()).isZero();
                assertThat(storage.health(Duration.ofSeconds(10)).live()).isTrue();
            }
        }
    }

    /** Makes the call at the end of the stack and in each frame above, until it works for good. */
    @SuppressWarnings("InfiniteRecursion") // the stack ends it
    private void descend(Runnable call) {
        try {
            descend(call);
        } catch (StackOverflowError | StorageException end) {
            worked = 0; // the end of the stack, or of the call of the frame below
        }
        if (worked < 20) {
            call.run();
            worked++;
        }
    }
}
