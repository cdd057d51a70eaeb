// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.StoragePort;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/**
 * A port that runs single writes of several callers together, as a group commit does. How a group is written is given, and is what is wrong. A caller
 * whose turn comes waits a moment for others, so that there are groups.
 */
final class GroupCommitPort extends ForwardingPort {

    /** Writes a group and returns one outcome for each, in order. */
    interface Group extends BiFunction<StoragePort, List<Write>, List<WriteOutcome>> {}

    private static final long GATHERING_NANOS = 1_000_000;

    private final StoragePort right;
    private final Group group;
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(Write write, CompletableFuture<WriteOutcome> outcome) {}

    GroupCommitPort(StoragePort right, Group group) {
        super(right);
        this.right = right;
        this.group = group;
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        if (writes.size() != 1) {
            return super.write(writes);
        }
        Waiting mine = new Waiting(writes.get(0), new CompletableFuture<>());
        boolean leads;
        synchronized (waiting) {
            leads = waiting.isEmpty();
            waiting.add(mine);
        }
        if (leads) {
            LockSupport.parkNanos(GATHERING_NANOS);
            run(gathered());
        }
        try {
            return List.of(mine.outcome().join());
        } catch (CompletionException failed) {
            throw (RuntimeException) failed.getCause();
        }
    }

    private List<Waiting> gathered() {
        synchronized (waiting) {
            List<Waiting> gathered = List.copyOf(waiting);
            waiting.clear();
            return gathered;
        }
    }

    private void run(List<Waiting> members) {
        try {
            List<WriteOutcome> outcomes =
                    group.apply(right, members.stream().map(Waiting::write).toList());
            for (int i = 0; i < members.size(); i++) {
                members.get(i).outcome().complete(outcomes.get(i));
            }
        } catch (RuntimeException failed) {
            members.forEach(member -> member.outcome().completeExceptionally(failed));
        }
    }
}
