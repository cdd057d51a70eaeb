// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static dev.storageport.tck.lifecycle.OutageRules.BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** LIFE: how long closing takes, and what it lets end. */
abstract class ClosingRules extends Topic {

    private static final Duration LONG_GRACE = Duration.ofSeconds(60);
    private static final Duration A_WHILE = Duration.ofMillis(500);
    private static final Duration NO_GRACE = Duration.ofMillis(200);

    @Test
    @Rule("LIFE-21")
    void operations_thatEndWithinTheGrace_complete() throws Exception {
        Storage storage = open(LONG_GRACE);
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<String> transaction = started(() -> storage.transact(open -> {
            open.collection(NOTES).put("a", note("1"));
            begun.countDown();
            while (storage.health(BOUND).live()) {
                Thread.onSpinWait(); // until it is being closed
            }
            long end = System.nanoTime() + A_WHILE.toNanos();
            while (System.nanoTime() - end < 0) { // whoever waits for nobody is done with closing long before
                open.collection(NOTES).get("a");
            }
            open.collection(NOTES).put("b", note("2"));
            return open.collection(NOTES).get("a").orElseThrow().key();
        }));
        assertThat(begun.await(BOUND.toSeconds(), TimeUnit.SECONDS))
                .as("a transaction has begun")
                .isTrue();
        BoundedThread.run("close while a transaction runs that soon ends", BOUND, storage::close);
        assertThat(ended(transaction))
                .as("how a transaction ended that was under way when its storage was closed, well within the grace")
                .isEqualTo("a");
        DocumentCollection<Note> found = bench().open(NOTES).collection(NOTES);
        assertThat(found.count())
                .as("documents of a transaction that ended within the grace")
                .isEqualTo(2);
    }

    @Test
    @Rule("LIFE-21")
    void close_whateverHangs_returns() throws Exception {
        Storage storage = open(NO_GRACE);
        storage.collection(NOTES).put("a", note("0"));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        FutureTask<String> transaction = started(() -> storage.transact(open -> {
            open.collection(NOTES).put("a", note("1"));
            begun.countDown();
            release.await(2 * BOUND.toSeconds(), TimeUnit.SECONDS);
            open.collection(NOTES).put("b", note("1"));
            return "committed";
        }));
        try {
            assertThat(begun.await(BOUND.toSeconds(), TimeUnit.SECONDS))
                    .as("a transaction has begun")
                    .isTrue();
            BoundedThread.run("close while the function of a transaction hangs", BOUND, storage::close);
        } finally {
            release.countDown();
        }
        String end = ended(transaction);
        DocumentCollection<Note> found = bench().open(NOTES).collection(NOTES);
        boolean committed = end.equals("committed");
        assertThat(found.get("a").map(Stored::value))
                .as("the first document of a transaction that hung until after the close, which %s", end)
                .contains(note(committed ? "1" : "0"));
        assertThat(found.contains("b"))
                .as("whether its second document is there, which %s", end)
                .isEqualTo(committed);
    }

    @Test
    @Rule("LIFE-21")
    void close_withStreamsWhoseConnectionsBroke_throwsNothing() throws Exception {
        Storage storage = open(NO_GRACE);
        for (int i = 0; i < 1000; i++) {
            storage.collection(NOTES).put("key-" + i, note("x"));
        }
        try (Stream<Stored<Note>> stream = storage.collection(NOTES).stream()) {
            Iterator<Stored<Note>> reader = stream.iterator();
            assertThat(reader.hasNext()).as("a document in the stream").isTrue();
            bench().harness().breakConnections();
            BoundedThread.run("close with a stream whose connection broke", BOUND, storage::close);
        }
    }

    private Storage open(Duration grace) {
        return bench().open(bench().options().toBuilder().closeGrace(grace).build(), NOTES);
    }

    private static FutureTask<String> started(Callable<String> work) {
        FutureTask<String> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "storage-tck");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Returns what the work returned, or how it failed, which is typed. */
    private static String ended(FutureTask<String> task) throws Exception {
        try {
            return task.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            assertThat(failed.getCause())
                    .as("how a transaction ended whose storage was closed")
                    .isInstanceOf(StorageException.class);
            return String.valueOf(failed.getCause());
        }
    }
}
