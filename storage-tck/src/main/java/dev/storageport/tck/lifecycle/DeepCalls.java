// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import dev.storageport.StorageException;
import java.time.Duration;

/**
 * A call that is made at every depth of a stack that overflows: from its very end upwards, a few small frames at a time, until it works. So
 * at one of these depths the stack ends at whatever step the call has that needs it.
 */
final class DeepCalls {

    private static final long STACK_BYTES = 512 * 1024;

    /** There are some thousand frames, and a call that overflows takes less than a millisecond. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** So many frames of this class need about as much stack as one of the calls on the way to a database. */
    private static final int FRAMES = 4;

    /** The call needs no more stack in one run than in another, but for what the JVM compiles meanwhile. */
    private static final int WORKS = 20;

    private final Runnable call;
    private int worked;
    private int frames;

    private DeepCalls(Runnable call) {
        this.call = call;
    }

    /** Makes the calls on a thread of its own; they end by working, by an overflow, or by a typed failure. */
    static void run(String name, Runnable call) throws InterruptedException {
        BoundedThread.run(name + " at the end of a stack", BOUND, STACK_BYTES, new DeepCalls(call)::descend);
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for: the stack ends it
    private void descend() {
        try {
            descend();
        } catch (StackOverflowError end) {
            // of the stack, or of the call of the frame below
        }
        frames++;
        if (worked < WORKS && frames % FRAMES == 0) {
            attempt();
        }
    }

    private void attempt() {
        try {
            call.run();
            worked++;
        } catch (StackOverflowError | StorageException noRoom) {
            worked = 0;
        }
    }
}
