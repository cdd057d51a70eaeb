// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.event.BatchEnded;
import dev.storageport.event.CheckpointEnded;
import dev.storageport.event.ConnectEnded;
import dev.storageport.event.IndexBuildAdvanced;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.ReadThroughEnded;
import dev.storageport.event.ReadThroughStoreFailed;
import dev.storageport.event.RefreshAdvanced;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.SpaceChanged;
import dev.storageport.event.StandbyReadEnded;
import dev.storageport.event.StorageClosed;
import dev.storageport.event.StorageOpened;
import dev.storageport.event.TransactionEnded;
import dev.storageport.event.WaitEnded;
import java.time.Duration;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * The events of JDK Flight Recorder. Operations and transactions have a beginning and an end; of what a backend tells when it is over, the
 * duration is a field. Failures are given by their type: what they say may name a key.
 *
 * <p>Loaded only where the JDK has the recorder; see {@link Flight}.
 */
final class FlightEvents {

    private FlightEvents() {}

    static boolean hearsOperations() {
        return new Operation().isEnabled();
    }

    static boolean hearsTransactions() {
        return new Transaction().isEnabled();
    }

    static boolean hearsOrdinary() {
        return new ConnectionWait().isEnabled()
                || new GroupCommit().isEnabled()
                || new Checkpoint().isEnabled()
                || new StandbyRead().isEnabled()
                || new Connect().isEnabled()
                || new ReadThrough().isEnabled()
                || new Refresh().isEnabled();
    }

    static Object beginOperation() {
        Operation event = new Operation();
        event.begin();
        return event;
    }

    static Object beginTransaction() {
        Transaction event = new Transaction();
        event.begin();
        return event;
    }

    static void end(Object begun, OperationEnded ended) {
        Operation event = (Operation) begun;
        event.end();
        if (event.shouldCommit()) {
            event.backend = ended.backend();
            event.collection = ended.collection();
            event.operation = ended.operation();
            event.inTransaction = ended.inTransaction();
            event.failure = type(ended.failure());
            event.attempts = ended.attempts();
            event.documentsRead = ended.documentsRead();
            event.documentsWritten = ended.documentsWritten();
            event.bytes = ended.bytes();
            event.commit();
        }
    }

    static void end(Object begun, TransactionEnded ended) {
        Transaction event = (Transaction) begun;
        event.end();
        if (event.shouldCommit()) {
            event.backend = ended.backend();
            event.readOnly = ended.readOnly();
            event.failure = type(ended.failure());
            event.attempts = ended.attempts();
            event.operations = ended.operations();
            event.commit();
        }
    }

    static void record(WaitEnded ended) {
        ConnectionWait event = new ConnectionWait();
        if (event.isEnabled()) {
            event.backend = ended.backend();
            event.resource = ended.resource().name();
            event.end = ended.end().name();
            event.waited = ended.duration().toNanos();
            event.commit();
        }
    }

    static void record(ConnectEnded ended) {
        Connect event = new Connect();
        if (event.isEnabled()) {
            event.backend = ended.backend();
            event.failure = type(ended.failure());
            event.took = ended.duration().toNanos();
            event.commit();
        }
    }

    static void record(dev.storageport.event.ConnectionDiscarded discarded) {
        ConnectionDiscarded event = new ConnectionDiscarded();
        if (event.isEnabled()) {
            event.backend = discarded.backend();
            event.reason = discarded.reason().name();
            event.commit();
        }
    }

    static void record(BatchEnded ended) {
        GroupCommit event = new GroupCommit();
        if (event.isEnabled()) {
            event.backend = ended.backend();
            event.kind = ended.kind().name();
            event.size = ended.size();
            event.took = ended.duration().toNanos();
            event.commit();
        }
    }

    static void record(CheckpointEnded ended) {
        Checkpoint event = new Checkpoint();
        if (event.isEnabled()) {
            event.backend = ended.backend();
            event.complete = ended.complete();
            event.logBytes = ended.logBytes();
            event.took = ended.duration().toNanos();
            event.commit();
        }
    }

    static void record(StandbyReadEnded ended) {
        StandbyRead event = new StandbyRead();
        if (event.isEnabled()) {
            event.backend = ended.backend();
            event.collection = ended.collection();
            event.operation = ended.operation();
            event.end = ended.end().name();
            event.took = ended.duration().toNanos();
            event.commit();
        }
    }

    static void record(SpaceChanged changed) {
        Space event = new Space();
        if (event.isEnabled()) {
            event.backend = changed.backend();
            event.exhausted = changed.exhausted();
            event.commit();
        }
    }

    static void record(IndexBuildAdvanced advanced) {
        IndexBuild event = new IndexBuild();
        if (event.isEnabled()) {
            event.backend = advanced.backend();
            event.collection = advanced.collection();
            event.index = advanced.index();
            event.done = advanced.done();
            event.total = advanced.total();
            event.finished = advanced.finished();
            event.elapsed = advanced.elapsed().toNanos();
            event.commit();
        }
    }

    static void record(ReadThroughEnded ended) {
        ReadThrough event = new ReadThrough();
        if (ended.result() != ReadThroughEnded.Result.HIT
                && event.isEnabled()) { // a hit is an operation, told of as such
            event.backend = ended.backend();
            event.collection = ended.collection();
            event.result = ended.result().name();
            event.age = ended.age().map(Duration::toMillis).orElse(-1L);
            event.took = ended.duration().toNanos();
            event.commit();
        }
    }

    static void record(RefreshAdvanced advanced) {
        Refresh event = new Refresh();
        if (event.isEnabled()) {
            event.backend = advanced.backend();
            event.collection = advanced.collection();
            event.step = advanced.step().name();
            event.failure = type(advanced.failure());
            event.took = advanced.duration().toNanos();
            event.commit();
        }
    }

    static void record(ReadThroughStoreFailed failed) {
        StoreFailure event = new StoreFailure();
        if (event.isEnabled()) {
            event.backend = failed.backend();
            event.collection = failed.collection();
            event.access = failed.access().name();
            event.failure = failed.failure().getClass().getName();
            event.commit();
        }
    }

    static void record(StorageOpened opened) {
        Open event = new Open();
        if (event.isEnabled()) {
            event.backend = opened.backend();
            event.address = opened.address();
            event.versions = opened.versions().toString();
            event.settings = opened.settings().toString();
            event.collections = opened.collections().size();
            event.took = opened.duration().toNanos();
            event.commit();
        }
    }

    static void record(StorageClosed closed) {
        Close event = new Close();
        if (event.isEnabled()) {
            event.backend = closed.backend();
            event.address = closed.address();
            event.took = closed.duration().toNanos();
            event.commit();
        }
    }

    private static @Nullable String type(Optional<Throwable> failure) {
        return failure.map(thrown -> thrown.getClass().getName()).orElse(null);
    }

    @Name("dev.storageport.Operation")
    @Label("Storage Operation")
    @Description("An operation on a collection")
    @Category("Storage")
    @Threshold("10 ms")
    @StackTrace(true)
    static final class Operation extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Collection")
        @Nullable
        String collection;

        @Label("Operation")
        @Nullable
        String operation;

        @Label("In Transaction")
        boolean inTransaction;

        @Label("Failure")
        @Nullable
        String failure;

        @Label("Attempts")
        int attempts;

        @Label("Documents Read")
        long documentsRead;

        @Label("Documents Written")
        long documentsWritten;

        @Label("Size")
        @DataAmount
        long bytes;
    }

    @Name("dev.storageport.Transaction")
    @Label("Storage Transaction")
    @Description("A transaction, from its first attempt to its end")
    @Category("Storage")
    @Threshold("10 ms")
    @StackTrace(true)
    static final class Transaction extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Read Only")
        boolean readOnly;

        @Label("Failure")
        @Nullable
        String failure;

        @Label("Attempts")
        int attempts;

        @Label("Operations")
        int operations;
    }

    @Name("dev.storageport.ConnectionWait")
    @Label("Wait for a Connection")
    @Description("A caller waited for a connection, the writer or a turn")
    @Category("Storage")
    @StackTrace(true)
    static final class ConnectionWait extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Resource")
        @Nullable
        String resource;

        @Label("End")
        @Nullable
        String end;

        @Label("Waited")
        @Timespan(Timespan.NANOSECONDS)
        long waited;
    }

    @Name("dev.storageport.Connect")
    @Label("Connect")
    @Description("A connection was opened or could not be")
    @Category("Storage")
    @StackTrace(false)
    static final class Connect extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Failure")
        @Nullable
        String failure;

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.storageport.ConnectionDiscarded")
    @Label("Connection Discarded")
    @Description("A connection that is not used on")
    @Category("Storage")
    @StackTrace(true)
    static final class ConnectionDiscarded extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Reason")
        @Nullable
        String reason;
    }

    @Name("dev.storageport.GroupCommit")
    @Label("Batch")
    @Description("Requests of several callers, or of one, in one step of the database")
    @Category("Storage")
    @StackTrace(false)
    static final class GroupCommit extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Kind")
        @Nullable
        String kind;

        @Label("Requests")
        int size;

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.storageport.Checkpoint")
    @Label("Checkpoint")
    @Description("The log of writes was moved to its file")
    @Category("Storage")
    @StackTrace(false)
    static final class Checkpoint extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Complete")
        boolean complete;

        @Label("Log Size")
        @DataAmount
        long logBytes;

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.storageport.StandbyRead")
    @Label("Standby Read")
    @Description("A read that prefers a standby was answered there, or went to the primary")
    @Category("Storage")
    @StackTrace(false)
    static final class StandbyRead extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Collection")
        @Nullable
        String collection;

        @Label("Operation")
        @Nullable
        String operation;

        @Label("End")
        @Nullable
        String end;

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.storageport.Space")
    @Label("Space")
    @Description("The disk became full, or has room again")
    @Category("Storage")
    @StackTrace(false)
    static final class Space extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Exhausted")
        boolean exhausted;
    }

    @Name("dev.storageport.IndexBuild")
    @Label("Index Build")
    @Description("A batch of documents was brought into an index")
    @Category("Storage")
    @StackTrace(false)
    static final class IndexBuild extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Collection")
        @Nullable
        String collection;

        @Label("Index")
        @Nullable
        String index;

        @Label("Done")
        long done;

        @Label("Total")
        long total;

        @Label("Finished")
        boolean finished;

        @Label("Elapsed")
        @Timespan(Timespan.NANOSECONDS)
        long elapsed;
    }

    static void record(RetentionEnded ended) {
        Retention event = new Retention();
        if (event.isEnabled()) {
            event.backend = ended.backend();
            event.collection = ended.collection();
            event.outcome = ended.outcome().name();
            event.documents = ended.documents();
            event.bytes = ended.bytes();
            event.batches = ended.batches();
            event.failure = type(ended.failure());
            event.took = ended.duration().toNanos();
            event.commit();
        }
    }

    @Name("dev.storageport.ReadThrough")
    @Label("Read-Through")
    @Description("A caller was served by a read-through with what is not fresh or was not stored, or was not")
    @Category("Storage")
    @StackTrace(false)
    static final class ReadThrough extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Collection")
        @Nullable
        String collection;

        @Label("Result")
        @Nullable
        String result;

        @Label("Age")
        @Description("Of what was stored when it was served; -1 if the value was loaded, or there was none")
        @Timespan(Timespan.MILLISECONDS)
        long age;

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.storageport.Refresh")
    @Label("Refresh")
    @Description("A refresh in the background got on by a step")
    @Category("Storage")
    @StackTrace(false)
    static final class Refresh extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Collection")
        @Nullable
        String collection;

        @Label("Step")
        @Nullable
        String step;

        @Label("Failure")
        @Nullable
        String failure;

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.storageport.ReadThroughStoreFailure")
    @Label("Read-Through Store Failure")
    @Description("A read-through could not use its storage")
    @Category("Storage")
    @StackTrace(false)
    static final class StoreFailure extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Collection")
        @Nullable
        String collection;

        @Label("Access")
        @Nullable
        String access;

        @Label("Failure")
        @Nullable
        String failure;
    }

    @Name("dev.storageport.Open")
    @Label("Storage Opened")
    @Description("A storage was opened")
    @Category("Storage")
    @StackTrace(false)
    static final class Open extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Address")
        @Nullable
        String address;

        @Label("Versions")
        @Nullable
        String versions;

        @Label("Settings")
        @Nullable
        String settings;

        @Label("Collections")
        int collections;

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.storageport.Close")
    @Label("Storage Closed")
    @Description("A storage was closed")
    @Category("Storage")
    @StackTrace(false)
    static final class Close extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Address")
        @Nullable
        String address;

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.storageport.Retention")
    @Label("Retention")
    @Description("A run of retention was through with a collection")
    @Category("Storage")
    @StackTrace(false)
    static final class Retention extends Event {
        @Label("Backend")
        @Nullable
        String backend;

        @Label("Collection")
        @Nullable
        String collection;

        @Label("Outcome")
        @Nullable
        String outcome;

        @Label("Documents")
        long documents;

        @Label("Bytes")
        @DataAmount
        long bytes;

        @Label("Batches")
        long batches;

        @Label("Failure")
        @Nullable
        String failure;

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }
}
