// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.StorageClosedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class GateTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void enter_beyondTheWidth_waitsInOrderOfArrival() throws Exception {
        Gate gate = new Gate(1, LONG);
        gate.enter("a turn");
        Queue<Integer> order = new ConcurrentLinkedQueue<>();
        List<FutureTask<String>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            threads.add(waiting(gate, () -> {
                order.add(number);
                gate.leave();
            }));
        }
        assertThat(gate.inUse()).isEqualTo(1);
        assertThat(gate.waiting()).isEqualTo(4);
        gate.leave();
        for (FutureTask<String> thread : threads) {
            thread.get();
        }
        assertThat(order).containsExactly(0, 1, 2, 3);
        assertThat(gate.inUse()).isZero();
    }

    @Test
    void enter_beyondTheBound_isTimeoutThatSaysWhatIsInUse() {
        Gate gate = new Gate(2, Duration.ofMillis(1));
        gate.enter("a reader");
        gate.enter("a reader");
        assertThatThrownBy(() -> gate.enter("a reader"))
                .isInstanceOf(StorageTimeoutException.class)
                .hasMessage("waited PT0.001S for a reader; 2 of 2 in use, 0 waiting");
    }

    @Test
    void enter_ofAnInterruptedThread_isRefusedAndTheFlagStays() {
        Gate gate = new Gate(1, LONG);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.enter("a turn")).isInstanceOf(StorageInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(gate.inUse()).isZero();
    }

    @Test
    void tryEnter_comesInOnlyWhereThereIsRoom() {
        Gate gate = new Gate(1, LONG);
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryEnter()).isFalse();
        gate.leave();
        assertThat(gate.tryEnter()).isTrue();
    }

    @Test
    void close_sendsAwayAllWhoWaitAndWhoCome() throws Exception {
        Gate gate = new Gate(1, LONG);
        gate.enter("a turn");
        List<FutureTask<String>> threads = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            threads.add(waiting(gate, () -> {}));
        }
        gate.close();
        gate.close();
        for (FutureTask<String> thread : threads) {
            assertThatThrownBy(thread::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StorageClosedException.class);
        }
        assertThatThrownBy(() -> gate.enter("a turn")).isInstanceOf(StorageClosedException.class);
        assertThat(gate.tryEnter()).isFalse();
        gate.leave();
    }

    @Test
    void gate_withoutWidth_isRefused() {
        assertThatThrownBy(() -> new Gate(0, LONG)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Starts a thread that enters, and comes back when it waits. */
    private static FutureTask<String> waiting(Gate gate, Runnable inside) {
        int before = gate.waiting();
        FutureTask<String> task = new FutureTask<>(
                () -> {
                    gate.enter("a turn");
                    inside.run();
                },
                "");
        new Thread(task).start();
        while (gate.waiting() == before && !task.isDone()) {
            Thread.onSpinWait();
        }
        return task;
    }
}
