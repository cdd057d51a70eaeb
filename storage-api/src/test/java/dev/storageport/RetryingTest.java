// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryingTest {

    private static TransactionConflictException conflict() {
        return new TransactionConflictException("two writers", null);
    }

    @Test
    void work_thatConflictsForAWhile_isRepeated() {
        AtomicInteger runs = new AtomicInteger();
        int result = new Retrying(ConflictRetry.defaults()).run("test", () -> {
            if (runs.incrementAndGet() < 5) {
                throw conflict();
            }
            return runs.get();
        });
        assertThat(result).isEqualTo(5);
    }

    @Test
    void work_thatAlwaysConflicts_tellsHowOftenItWasTried() {
        Retrying twice = new Retrying(new ConflictRetry(2, Duration.ofMinutes(1)));
        assertThatThrownBy(() -> twice.run("test", () -> {
                    throw conflict();
                }))
                .isInstanceOfSatisfying(
                        TransactionConflictException.class,
                        failure -> assertThat(failure.attempts()).isEqualTo(2))
                .hasCauseInstanceOf(TransactionConflictException.class);
    }

    @Test
    void deadline_passed_endsTheAttempts() {
        Retrying once = new Retrying(new ConflictRetry(1_000_000, Duration.ZERO));
        assertThatThrownBy(() -> once.run("test", () -> {
                    throw conflict();
                }))
                .isInstanceOfSatisfying(
                        TransactionConflictException.class,
                        failure -> assertThat(failure.attempts()).isEqualTo(1));
    }

    @Test
    void interrupt_betweenAttempts_keepsTheFlag() {
        assertThatThrownBy(() -> new Retrying(ConflictRetry.defaults()).run("test", () -> {
                    Thread.currentThread().interrupt();
                    throw conflict();
                }))
                .isInstanceOf(StorageInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void bounds_withoutMeaning_areRefused() {
        assertThatThrownBy(() -> new ConflictRetry(0, Duration.ZERO)).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> new ConflictRetry(1, Duration.ofNanos(-1))).isInstanceOf(ConfigurationException.class);
    }
}
