// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.event.BatchEnded;
import dev.storageport.event.CheckpointEnded;
import dev.storageport.event.ConnectEnded;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.SpaceChanged;
import dev.storageport.event.WaitEnded;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells a {@link PortListener} of one backend what it is to hear, from what is at hand where it happens. Shared by the parts of a port, which
 * are made before there is a listener; until then nobody hears anything. Any number of threads may use it. Times are those of
 * {@link System#nanoTime()}.
 */
public final class PortEvents {

    private final String backend;
    private volatile PortListener listener = PortListener.NONE;

    /** Creates it with nobody who hears. */
    public PortEvents(String backend) {
        this.backend = backend;
    }

    /** Takes who hears from now on. */
    public void listen(PortListener hearing) {
        listener = hearing;
    }

    /** Returns {@link PortListener#hearsOrdinary()}. */
    public boolean ordinary() {
        return listener.hearsOrdinary();
    }

    /** A wait for something that others use has ended; one that was served is told of if anybody hears of the ordinary. */
    public void waited(WaitEnded.Resource resource, WaitEnded.End end, long sinceNanos) {
        if (end != WaitEnded.End.SERVED || ordinary()) {
            listener.waitEnded(new WaitEnded(backend, resource, end, since(sinceNanos)));
        }
    }

    /** A connection was opened if there is no failure, and could not be if there is one. */
    public void connected(long sinceNanos, @Nullable Throwable failure) {
        if (failure != null || ordinary()) {
            listener.connectEnded(new ConnectEnded(backend, Optional.ofNullable(failure), since(sinceNanos)));
        }
    }

    /** A connection is not used on; if the thread is interrupted, that is why. */
    public void discarded(ConnectionDiscarded.Reason reason) {
        listener.connectionDiscarded(new ConnectionDiscarded(
                backend, Thread.currentThread().isInterrupted() ? ConnectionDiscarded.Reason.INTERRUPTED : reason));
    }

    /** Requests were run as one step. */
    public void ran(BatchEnded.Kind kind, int size, long sinceNanos) {
        listener.batchEnded(new BatchEnded(backend, kind, size, since(sinceNanos)));
    }

    /** A checkpoint ended. */
    public void checkpointed(boolean complete, long logBytes, long sinceNanos) {
        listener.checkpointEnded(new CheckpointEnded(backend, complete, logBytes, since(sinceNanos)));
    }

    /** The disk became full, or has room again. */
    public void space(boolean exhausted) {
        listener.spaceChanged(new SpaceChanged(backend, exhausted));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - nanos));
    }
}
