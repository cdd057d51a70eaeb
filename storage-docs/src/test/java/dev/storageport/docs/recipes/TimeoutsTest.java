// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static dev.storageport.Condition.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageTimeoutException;
import dev.storageport.TransactionOptions;
import dev.storageport.sqlite.SqliteOptions;
import dev.storageport.sqlite.SqliteStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeoutsTest {

    record Note(String text) {}

    static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();

    @TempDir
    private Path folder;

    @Test
    void transaction_pastItsDeadline_isRolledBack() {
        try (Storage storage = Storage.open("sqlite::memory:", NOTES)) {
            // tag::deadline[]
            TransactionOptions atMost = TransactionOptions.readWrite().withDeadline(Duration.ofMillis(200));
            assertThatThrownBy(() -> storage.transact(atMost, tx -> {
                        tx.collection(NOTES).put("a", new Note("not kept"));
                        Thread.sleep(300); // something slow that nobody can cut short
                        return tx.collection(NOTES).count();
                    }))
                    .isInstanceOf(StorageTimeoutException.class);
            // end::deadline[]
            assertThat(storage.collection(NOTES).contains("a")).isFalse();
        }
    }

    @Test
    void writer_heldByAnother_endsInTimeout() throws Exception {
        // tag::options[]
        SqliteOptions options = SqliteOptions.builder(folder.resolve("notes.db"))
                .lockTimeout(Duration.ofMillis(250)) // waiting for the writer of this process; 30 s if not set
                .busyTimeout(Duration.ofMillis(250)) // waiting for another process; 20 s if not set
                .statementTimeout(Duration.ofSeconds(5)) // one statement; 30 s if not set
                .build();
        // end::options[]
        try (Storage storage = SqliteStorage.open(options, NOTES)) {
            CountDownLatch writing = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            Thread holder = holder(storage, writing, done);
            try {
                writing.await();
                assertThatThrownBy(() -> storage.collection(NOTES).put("b", new Note("waits")))
                        .isInstanceOf(StorageTimeoutException.class);
            } finally {
                done.countDown();
                holder.join();
            }
            assertThat(storage.collection(NOTES).keys(all())).containsExactly("a");
        }
    }

    /** Starts a thread that writes in a transaction and does not end it before it is told to. */
    private static Thread holder(Storage storage, CountDownLatch writing, CountDownLatch done) {
        Thread thread = new Thread(() -> {
            try {
                storage.transactWithoutResult(tx -> {
                    tx.collection(NOTES).put("a", new Note("held"));
                    writing.countDown();
                    done.await();
                });
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void url_withTimeouts_isTheSame() {
        // tag::url[]
        String url =
                "sqlite:" + folder.resolve("notes.db") + "?lockTimeout=250ms&busyTimeout=250ms&statementTimeout=5s";
        // end::url[]
        try (Storage storage = Storage.open(url, NOTES)) {
            assertThat(storage.collection(NOTES).count()).isZero();
        }
    }
}
