// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConflictRetrierTest {

    private static TransactionConflictException conflict() {
        return new TransactionConflictException("two writers", null);
    }

    @Test
    void work_thatConflictsForAWhile_isRepeated() {
        AtomicInteger runs = new AtomicInteger();
        int result = new ConflictRetrier(ConflictRetry.defaults()).run("test", () -> {
            if (runs.incrementAndGet() < 5) {
                throw conflict();
            }
            return runs.get();
        });
        assertThat(result).isEqualTo(5);
    }

    @Test
    void work_thatAlwaysConflicts_tellsHowOftenItWasTried() {
        ConflictRetrier twice = new ConflictRetrier(new ConflictRetry(2, Duration.ofMinutes(1)));
        assertThatThrownBy(() -> twice.run("test", () -> {
                    throw conflict();
                }))
                .isInstanceOfSatisfying(
                        TransactionConflictException.class,
                        failure -> assertThat(failure.attempts()).isEqualTo(2))
                .hasCauseInstanceOf(TransactionConflictException.class);
    }

    @Test
    void givingUp_namesTheAttemptsAndTheLastConflict() {
        AtomicInteger runs = new AtomicInteger();
        ConflictRetrier five = new ConflictRetrier(new ConflictRetry(5, Duration.ofMinutes(1)));
        assertThatThrownBy(() -> five.run("put of a", () -> {
                    throw new TransactionConflictException("conflict " + runs.incrementAndGet(), null);
                }))
                .isInstanceOf(TransactionConflictException.class)
                .hasMessage("given up after 5 attempts: conflict 5")
                .cause()
                .hasMessage("conflict 5");
        assertThat(runs).hasValue(5);
    }

    @Test
    void attempts_whenTheirTimeIsOver_areAsManyAsAreReported() {
        AtomicInteger runs = new AtomicInteger();
        ConflictRetrier brief = new ConflictRetrier(new ConflictRetry(1_000_000, Duration.ofMillis(50)));
        assertThatThrownBy(() -> brief.run("test", () -> {
                    runs.incrementAndGet();
                    throw conflict();
                }))
                .isInstanceOfSatisfying(
                        TransactionConflictException.class,
                        failure -> assertThat(failure.attempts()).isEqualTo(runs.get()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failure_thatIsNoConflict_isNotRepeated(boolean outcomeUnknown) {
        AtomicInteger runs = new AtomicInteger();
        StorageUnavailableException lost = new StorageUnavailableException("lost", outcomeUnknown, null);
        assertThatThrownBy(() -> new ConflictRetrier(ConflictRetry.defaults()).run("test", () -> {
                    runs.incrementAndGet();
                    throw lost;
                }))
                .isSameAs(lost);
        assertThat(runs).hasValue(1);
    }

    @Test
    void pause_afterEachAttempt_hasADoubledBoundUpToFiftyMilliseconds() {
        assertThat(IntStream.of(1, 2, 3, 4, 5, 6, 7, 8, 1000, Integer.MAX_VALUE)
                        .mapToLong(ConflictRetrier::longestPauseMillis))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 50L, 50L, 50L, 50L);
    }

    @Test
    void deadline_passed_endsTheAttempts() {
        ConflictRetrier once = new ConflictRetrier(new ConflictRetry(1_000_000, Duration.ZERO));
        assertThatThrownBy(() -> once.run("test", () -> {
                    throw conflict();
                }))
                .isInstanceOfSatisfying(
                        TransactionConflictException.class,
                        failure -> assertThat(failure.attempts()).isEqualTo(1));
    }

    @Test
    void interrupt_betweenAttempts_keepsTheFlag() {
        assertThatThrownBy(() -> new ConflictRetrier(ConflictRetry.defaults()).run("test", () -> {
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
