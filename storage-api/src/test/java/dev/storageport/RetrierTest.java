// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrierTest {

    private static Retrier retrier(ConflictRetry bound) {
        return new Retrier(bound, Duration.ofSeconds(30), () -> false, new OperatorLog(Duration.ZERO));
    }

    private static Retrier outages(Duration atMost) {
        return new Retrier(ConflictRetry.defaults(), atMost, () -> false, new OperatorLog(Duration.ZERO));
    }

    private static TransactionConflictException conflict() {
        return new TransactionConflictException("two writers", null);
    }

    @Test
    void work_thatConflictsForAWhile_isRepeated() {
        AtomicInteger runs = new AtomicInteger();
        int result = retrier(ConflictRetry.defaults()).run("test", () -> {
            if (runs.incrementAndGet() < 5) {
                throw conflict();
            }
            return runs.get();
        });
        assertThat(result).isEqualTo(5);
    }

    @Test
    void work_thatAlwaysConflicts_tellsHowOftenItWasTried() {
        Retrier twice = retrier(new ConflictRetry(2, Duration.ofMinutes(1)));
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
        Retrier five = retrier(new ConflictRetry(5, Duration.ofMinutes(1)));
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
        Retrier brief = retrier(new ConflictRetry(1_000_000, Duration.ofMillis(50)));
        assertThatThrownBy(() -> brief.run("test", () -> {
                    runs.incrementAndGet();
                    throw conflict();
                }))
                .isInstanceOfSatisfying(
                        TransactionConflictException.class,
                        failure -> assertThat(failure.attempts()).isEqualTo(runs.get()));
    }

    @Test
    void outage_ofWhichNothingWasApplied_isNotSeenIfItPasses() {
        AtomicInteger runs = new AtomicInteger();
        int result = outages(Duration.ofSeconds(30)).run("test", () -> {
            if (runs.incrementAndGet() < 4) {
                throw new StorageUnavailableException("away", null);
            }
            return runs.get();
        });
        assertThat(result).isEqualTo(4);
    }

    @Test
    void outage_thatDoesNotPass_isReportedAsItIsWithinTheBound() {
        AtomicInteger runs = new AtomicInteger();
        StorageUnavailableException away = new StorageUnavailableException("away", null);
        long start = System.nanoTime();
        assertThatThrownBy(() -> outages(Duration.ofMillis(200)).run("test", () -> {
                    runs.incrementAndGet();
                    throw away;
                }))
                .isSameAs(away);
        assertThat(runs.get()).isGreaterThan(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void workWhoseOutcomeIsUnknown_isNeverRepeated() {
        assertRunsOnce(outages(Duration.ofSeconds(30)), new StorageUnavailableException("lost", true, null));
    }

    @Test
    void outage_withoutABound_orOfAClosedStorage_isNotWaitedFor() {
        assertRunsOnce(outages(Duration.ZERO), new StorageUnavailableException("away", null));
        assertRunsOnce(
                new Retrier(
                        ConflictRetry.defaults(), Duration.ofSeconds(30), () -> true, new OperatorLog(Duration.ZERO)),
                new StorageUnavailableException("away", null));
    }

    @Test
    void failureOfAnotherKind_isNotRepeated() {
        assertRunsOnce(retrier(ConflictRetry.defaults()), new StorageTimeoutException("late", null));
    }

    private static void assertRunsOnce(Retrier retrier, StorageException failure) {
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> retrier.run("test", () -> {
                    runs.incrementAndGet();
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(runs).hasValue(1);
    }

    @Test
    void outage_isNotWaitedForBeyondADeadline() {
        AtomicInteger runs = new AtomicInteger();
        Deadline deadline = Deadline.in(Optional.of(Duration.ofMillis(1)));
        assertThatThrownBy(() -> outages(Duration.ofSeconds(30)).run("test", deadline, attempt -> {
                    runs.incrementAndGet();
                    throw new StorageUnavailableException("away", null);
                }))
                .isInstanceOf(StorageUnavailableException.class);
        assertThat(runs).hasValue(1);
    }

    @Test
    void interrupt_duringAnOutage_endsTheWaitAndKeepsTheFlag() {
        assertThatThrownBy(() -> outages(Duration.ofSeconds(30)).run("test", () -> {
                    Thread.currentThread().interrupt();
                    throw new StorageUnavailableException("away", null);
                }))
                .isInstanceOf(StorageInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void pause_ofOutages_growsUpToAHundredMilliseconds() {
        assertThat(IntStream.of(1, 2, 3, 4, 5, Integer.MAX_VALUE).mapToLong(Retrier::longestOutagePauseMillis))
                .containsExactly(10L, 20L, 40L, 80L, 100L, 100L);
    }

    @Test
    void pause_afterEachAttempt_hasADoubledBoundUpToFiftyMilliseconds() {
        assertThat(IntStream.of(1, 2, 3, 4, 5, 6, 7, 8, 1000, Integer.MAX_VALUE).mapToLong(Retrier::longestPauseMillis))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 50L, 50L, 50L, 50L);
    }

    @Test
    void deadline_passed_endsTheAttempts() {
        Retrier once = retrier(new ConflictRetry(1_000_000, Duration.ZERO));
        assertThatThrownBy(() -> once.run("test", () -> {
                    throw conflict();
                }))
                .isInstanceOfSatisfying(
                        TransactionConflictException.class,
                        failure -> assertThat(failure.attempts()).isEqualTo(1));
    }

    @Test
    void interrupt_betweenAttempts_keepsTheFlag() {
        assertThatThrownBy(() -> retrier(ConflictRetry.defaults()).run("test", () -> {
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
