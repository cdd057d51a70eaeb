// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storageport.CorruptDataException;
import dev.storageport.InvalidValueException;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.StorageUnavailableException;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.fake.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leases, on two storages that stand for two processes. */
class LeasesTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    private final ManualClock clock = ManualClock.at(START);
    private final ManualClock clockOfTheOther = ManualClock.at(START);
    private final AtomicLong nanosOfTheOther = new AtomicLong();
    private final FakeDatabase database = new FakeDatabase();
    private final Storage storage = open(clock);
    private final Storage otherStorage = open(clockOfTheOther);
    private final Leases leases = Leases.of(storage);
    private final Leases others = Leases.of(otherStorage, nanosOfTheOther::get);

    private Storage open(ManualClock itsClock) {
        return FakeStorage.open(
                database,
                StorageOptions.builder()
                        .clock(itsClock)
                        .outageRetry(Duration.ZERO)
                        .build(),
                Leases.COLLECTION);
    }

    @AfterEach
    void close() {
        storage.close();
        otherStorage.close();
    }

    private Lease held(String name) {
        return leases.tryAcquire(name, MINUTE).orElseThrow();
    }

    @Test
    void name_thatIsHeld_isLentToNobodyElse() {
        try (Lease lease = held("cleanup")) {
            assertThat(lease.name()).isEqualTo("cleanup");
            assertThat(lease.until()).isEqualTo(START.plus(MINUTE));
            assertThat(others.tryAcquire("cleanup", MINUTE)).isEmpty();
            assertThat(leases.tryAcquire("cleanup", MINUTE)).isEmpty();
            assertThat(others.tryAcquire("another", MINUTE)).isPresent();
        }
    }

    @Test
    void name_thatIsGivenBack_isFreeAtOnce() {
        Lease lease = held("cleanup");
        assertThat(lease.release()).isTrue();
        assertThat(storage.collection(Leases.COLLECTION).count()).isZero();
        assertThat(others.tryAcquire("cleanup", MINUTE)).isPresent();
        assertThat(lease.release()).isFalse();
        lease.close();
        assertThat(leases.tryAcquire("cleanup", MINUTE))
                .as("closing again takes nothing from the new holder")
                .isEmpty();
    }

    @Test
    void lease_ofAHolderThatIsGone_endsExactlyAtItsEnd() {
        Lease lease = held("cleanup");
        clockOfTheOther.set(lease.until().minus(MICROSECOND));
        assertThat(others.tryAcquire("cleanup", MINUTE)).isEmpty();
        clockOfTheOther.set(lease.until());
        assertThat(others.tryAcquire("cleanup", MINUTE)).isPresent();
        assertThat(lease.renew()).isFalse();
        assertThat(lease.release()).isFalse();
        assertThat(leases.tryAcquire("cleanup", MINUTE)).isEmpty();
    }

    @Test
    void lease_ofAHolderWhoseClockIsAhead_endsWhenItWasSeenUnchangedForItsDuration() {
        clock.advance(Duration.ofDays(365));
        Lease lease = held("cleanup");
        assertThat(others.tryAcquire("cleanup", MINUTE)).isEmpty();
        nanosOfTheOther.addAndGet(MINUTE.toNanos() - 1);
        assertThat(others.tryAcquire("cleanup", MINUTE)).isEmpty();
        assertThat(lease.renew()).isTrue();
        nanosOfTheOther.addAndGet(1);
        assertThat(others.tryAcquire("cleanup", MINUTE))
                .as("it was renewed meanwhile")
                .isEmpty();
        nanosOfTheOther.addAndGet(MINUTE.toNanos() - 1);
        assertThat(others.tryAcquire("cleanup", MINUTE)).isEmpty();
        nanosOfTheOther.addAndGet(1);
        assertThat(others.tryAcquire("cleanup", MINUTE)).isPresent();
        assertThat(lease.renew()).isFalse();
    }

    @Test
    void renewal_lastsTheWholeDurationFromThen() {
        Lease lease = held("cleanup");
        clock.advance(MINUTE.minusSeconds(1));
        assertThat(lease.renew()).isTrue();
        assertThat(lease.until()).isEqualTo(START.plus(MINUTE).plus(MINUTE).minusSeconds(1));
        clockOfTheOther.set(START.plus(MINUTE));
        assertThat(others.tryAcquire("cleanup", MINUTE)).isEmpty();
        lease.close();
        assertThat(lease.renew()).isFalse();
        assertThat(others.tryAcquire("cleanup", MINUTE)).isPresent();
    }

    @Test
    void renewal_afterTheEndThatNobodyUsed_holdsOn() {
        Lease lease = held("cleanup");
        clock.advance(MINUTE.multipliedBy(2));
        clockOfTheOther.set(clock.instant());
        assertThat(lease.renew()).isTrue();
        assertThat(others.tryAcquire("cleanup", MINUTE)).isEmpty();
    }

    @Test
    void manyAtOnce_areLentToOne() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            String name = "round " + round;
            if (round % 2 == 1) { // every other name has a lease that has ended
                held(name);
                clock.advance(MINUTE);
                clockOfTheOther.set(clock.instant());
            }
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger holders = new AtomicInteger();
            Thread[] threads = new Thread[8];
            for (int i = 0; i < threads.length; i++) {
                Leases asked = i % 2 == 0 ? leases : others;
                threads[i] = new Thread(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException unexpected) {
                        return;
                    }
                    asked.tryAcquire(name, MINUTE).ifPresent(lease -> holders.incrementAndGet());
                });
                threads[i].start();
            }
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(holders).as(name).hasValue(1);
        }
    }

    @Test
    void names_longerThanAKey_areLentByTheirDigest() {
        String name = "ä".repeat(10_000);
        try (Lease lease = held(name)) {
            assertThat(lease.name()).isEqualTo(name);
            assertThat(others.tryAcquire(name, MINUTE)).isEmpty();
            String key = storage.collection(Leases.COLLECTION).stream()
                    .findFirst()
                    .orElseThrow()
                    .key();
            assertThat(others.tryAcquire(key, MINUTE))
                    .as("a name that reads as the digest of another")
                    .isPresent();
        }
    }

    @Test
    void names_thatAreNoText_areRefused() {
        assertThatThrownBy(() -> leases.tryAcquire("", MINUTE)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> leases.tryAcquire("a\0", MINUTE)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> leases.tryAcquire("\ud800".repeat(1_000), MINUTE))
                .isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT24H0.001S"})
    void duration_outOfBounds_isRefusedByName(String duration) {
        assertThatThrownBy(() -> leases.tryAcquire("cleanup", Duration.parse(duration)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("lease duration");
    }

    @Test
    void close_onAnInterruptedThread_givesBackAndStaysInterrupted() {
        Lease lease = held("cleanup");
        Thread.currentThread().interrupt();
        lease.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(others.tryAcquire("cleanup", MINUTE)).isPresent();
    }

    @Test
    void close_whenTheDatabaseIsAway_throwsNothingAndMayBeRepeated() {
        Lease lease = held("cleanup");
        database.faults().failNext(1);
        lease.close();
        assertThat(others.tryAcquire("cleanup", MINUTE)).isEmpty();
        lease.close();
        assertThat(others.tryAcquire("cleanup", MINUTE)).isPresent();
    }

    @Test
    void release_whenTheDatabaseIsAway_saysSo() {
        Lease lease = held("cleanup");
        database.faults().failNext(1);
        assertThatThrownBy(lease::release).isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void close_afterTheStorage_throwsNothing() {
        Lease lease = held("cleanup");
        storage.close();
        lease.close();
        assertThat(others.tryAcquire("cleanup", MINUTE)).isEmpty();
    }

    @Test
    void acquiring_inATransaction_isRefused() {
        assertThatThrownBy(() -> storage.transact(open -> leases.tryAcquire("cleanup", MINUTE)))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void storage_thatDoesNotDeclareLeases_isRefused() {
        try (Storage without = FakeStorage.open()) {
            assertThatThrownBy(() -> Leases.of(without))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("Leases.COLLECTION");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"until", "duration"})
    void document_thatIsNoLease_isReported(String missing) {
        held("cleanup");
        storage.collection(Leases.COLLECTION).update("cleanup", lease -> {
            ObjectNode damaged = lease.deepCopy();
            damaged.put(missing, "soon");
            return damaged;
        });
        assertThatThrownBy(() -> others.tryAcquire("cleanup", MINUTE))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(missing);
    }

    @Test
    void memoryOfWatchedLeases_isBounded() {
        WatchedLeases watched = new WatchedLeases(nanosOfTheOther::get);
        held("cleanup");
        Stored<JsonNode> stored =
                storage.collection(Leases.COLLECTION).get("cleanup").orElseThrow();
        for (int i = 0; i < WatchedLeases.MOST + 10; i++) {
            watched.unchangedFor(
                    MINUTE,
                    new Stored<>(
                            "k" + i, stored.value(), stored.revision(), 1, stored.createdAt(), stored.updatedAt()));
        }
        assertThat(watched.size()).isEqualTo(WatchedLeases.MOST);
    }

    @Test
    void lease_thatIsTaken_isWatchedNoMore() {
        Lease lease = held("cleanup");
        Optional<Lease> none = others.tryAcquire("cleanup", MINUTE);
        assertThat(none).isEmpty();
        lease.close();
        Lease taken = others.tryAcquire("cleanup", MINUTE).orElseThrow();
        nanosOfTheOther.addAndGet(MINUTE.toNanos());
        assertThat(taken.renew()).isTrue();
        assertThat(others.tryAcquire("cleanup", MINUTE)).isEmpty();
    }
}
