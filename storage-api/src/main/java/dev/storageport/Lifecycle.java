// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a storage is open, and what is under way on it.
 *
 * <pre>
 *   open --close()--> closing: new calls refused, running ones end or the grace does --> streams closed --> closed
 * </pre>
 *
 * A call counts itself before it looks at the flag, and close sets the flag before it looks at the count; so either the call sees
 * the flag or close sees the call. Counting allocates nothing.
 */
final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    /** How many streams a message names. */
    private static final int NAMED = 3;

    /** How long closing waits for a step of a stream to end, for all of them together; the step closes its stream itself otherwise. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String backend;
    private final AtomicInteger running = new AtomicInteger();
    private final CountDownLatch drained = new CountDownLatch(1);

    /** Each with what tells that nobody can reach its reader any more. */
    private final Map<OpenStream, Cleaner.Cleanable> streams = new ConcurrentHashMap<>();

    private volatile boolean closed;
    private volatile boolean leftClosing;
    private @Nullable Cleaner cleaner;

    Lifecycle(String backend) {
        this.backend = backend;
    }

    void enter() {
        running.incrementAndGet();
        if (closed) {
            exit();
            throw new StorageClosedException("the storage is closed");
        }
    }

    void exit() {
        if (running.decrementAndGet() == 0 && closed) {
            drained.countDown();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Remembers a stream until it is {@linkplain #forget forgotten}, or closes it when nobody can reach its reader any more. */
    void track(OpenStream stream, Object reader) {
        streams.put(stream, cleaner().register(reader, () -> closeLeaked(stream)));
        if (closed) { // and has perhaps closed its streams before this one came
            throw new StorageClosedException("the storage is closed");
        }
    }

    /** There is a thread for it only if there are streams. */
    private synchronized Cleaner cleaner() {
        Cleaner present = cleaner;
        if (present == null) {
            present = Cleaner.create();
            cleaner = present;
        }
        return present;
    }

    void forget(OpenStream stream) {
        Cleaner.Cleanable watch = streams.remove(stream);
        if (watch != null) {
            watch.clean(); // finds it closed
        }
    }

    private void closeLeaked(OpenStream stream) {
        if (stream.isClosed()) {
            return;
        }
        LOG.warn(
                "{}: {}: the stream was not closed and held a connection for {}; close streams, best with"
                        + " try-with-resources{}",
                backend,
                stream.operation(),
                stream.age(),
                stream.openedHere() == null
                        ? " (leakDetection(true) of StorageOptions shows where it was opened)"
                        : ". It was opened here",
                stream.openedHere());
        closeQuietly(stream, 0);
    }

    private void closeQuietly(OpenStream stream, long nanos) {
        try {
            stream.closeWithin(nanos);
        } catch (RuntimeException | Error failed) {
            LOG.warn(
                    "{}: {}: the stream did not close well; nothing is lost, it only read",
                    backend,
                    stream.operation(),
                    failed);
        }
    }

    /** Takes note that closing a stream was begun by somebody who could not go on. */
    void leftClosing() {
        leftClosing = true;
    }

    /** Closes streams that somebody has begun to close and could not. */
    void finishClosing() {
        if (leftClosing) {
            leftClosing = false;
            for (OpenStream stream : streams.keySet()) {
                if (stream.isLeftClosing()) {
                    closeQuietly(stream, 0);
                }
            }
        }
    }

    /** Returns which streams are open, the oldest first and not all of them, as the end of a message; empty if there are none. */
    String openStreams() {
        List<OpenStream> open = streams.keySet().stream()
                .filter(stream -> !stream.isClosed())
                .sorted(Comparator.comparingLong(stream -> -stream.age().toNanos()))
                .toList();
        return open.isEmpty()
                ? ""
                : "; streams that are open hold connections, " + open.size() + " here, the oldest of them "
                        + open.stream()
                                .limit(NAMED)
                                .map(stream -> stream.operation() + " for "
                                        + stream.age().truncatedTo(ChronoUnit.MILLIS))
                                .collect(Collectors.joining(", "));
    }

    /** Refuses new calls, and waits for those under way, at most the grace. */
    void drain(Duration grace) {
        closed = true;
        if (running.get() == 0) {
            drained.countDown();
        }
        try {
            drained.await(TimeUnit.NANOSECONDS.convert(grace), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) { // close goes on, it must not leave a pool behind
            Thread.currentThread().interrupt();
        }
    }

    boolean hasStreams() {
        return !streams.isEmpty();
    }

    /** Closes the streams left open. Never throws; a step that hangs keeps its own stream only. */
    void closeStreams() {
        long end = System.nanoTime() + STEP_NANOS;
        for (OpenStream stream : streams.keySet()) {
            closeQuietly(stream, Math.max(0, end - System.nanoTime()));
        }
    }
}
