// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.InvalidValueException;
import dev.storageport.Storage;
import dev.storageport.UsageException;
import dev.storageport.fake.ManualClock;
import dev.storageport.lease.Lease;
import dev.storageport.lease.Leases;
import dev.storageport.tck.fixture.Samples;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** LEASE: names lent to one holder at a time, among two storages that stand for two processes, each with a clock of its own. */
abstract class LeaseRules extends Topic {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);
    private static final String NAME = "cleanup";

    private final ManualClock clockOfOthers = ManualClock.at(Workbench.START);
    private Storage storage;
    private Leases leases;
    private Leases others;

    @BeforeEach
    void openTwo() {
        storage = bench().open(Leases.COLLECTION);
        leases = Leases.of(storage);
        others = Leases.of(
                bench().open(bench().options().toBuilder().clock(clockOfOthers).build(), Leases.COLLECTION));
    }

    private Lease held(Duration duration) {
        Optional<Lease> lease = leases.tryAcquire(NAME, duration);
        assertThat(lease).as("a lease of a name that is free").isPresent();
        return lease.orElseThrow();
    }

    private void assertTaken(Leases by, String when) {
        assertThat(by.tryAcquire(NAME, MINUTE)).as("the name, %s", when).isEmpty();
    }

    private Lease assertFree(Leases by, String when) {
        Optional<Lease> lease = by.tryAcquire(NAME, MINUTE);
        assertThat(lease).as("the name, %s", when).isPresent();
        return lease.orElseThrow();
    }

    @Test
    @Rule("LEASE-1")
    void name_isLentToOneOfManyAtOnce_alsoWhereALeaseHasJustEnded() {
        for (int round = 0; round < 10; round++) {
            String name = "round " + round;
            if (round % 2 == 1) {
                assertThat(leases.tryAcquire(name, MINUTE)).isPresent();
                bench().clock().advance(MINUTE);
                clockOfOthers.set(bench().clock().instant());
            }
            AtomicInteger holders = new AtomicInteger();
            try (TestThreads threads = new TestThreads()) {
                threads.startTogether(
                        8,
                        number -> (number % 2 == 0 ? leases : others)
                                .tryAcquire(name, MINUTE)
                                .ifPresent(lease -> holders.incrementAndGet()));
                threads.join();
            }
            assertThat(holders).as("holders of %s", name).hasValue(1);
        }
    }

    @Test
    @Rule("LEASE-2")
    void name_thatIsHeld_isLentToNobodyElse_andFreeOnceItIsGivenBack() {
        Lease lease = held(MINUTE);
        assertTaken(others, "while it is held");
        assertTaken(leases, "while it is held");
        assertThat(others.tryAcquire("another", MINUTE)).as("another name").isPresent();
        assertThat(lease.release()).as("whether it was held").isTrue();
        Lease next = assertFree(others, "when it was given back");
        assertThat(lease.release())
                .as("whether it was held when it is given back again")
                .isFalse();
        assertThat(lease.renew()).as("whether it is renewed").isFalse();
        lease.close();
        assertTaken(leases, "when a former holder closed once more");
        assertThat(next.renew()).as("whether the new holder still holds it").isTrue();
    }

    @Test
    @Rule("LEASE-2")
    void lease_ofAHolderThatIsGone_endsExactlyAtItsEnd() {
        Lease lease = held(MINUTE);
        assertThat(lease.until()).as("its end").isEqualTo(Workbench.START.plus(MINUTE));
        clockOfOthers.set(lease.until().minus(MICROSECOND));
        assertTaken(others, "just before the end");
        clockOfOthers.set(lease.until());
        assertFree(others, "at the end");
        assertThat(lease.renew()).as("whether the former holder renews it").isFalse();
        assertThat(lease.release()).as("whether the former holder held it").isFalse();
        assertTaken(leases, "which another holds by now");
    }

    @Test
    @Rule("LEASE-3")
    void renewal_lastsTheWholeDurationFromThen_alsoAfterTheEndIfNobodyTookIt() {
        Lease lease = held(MINUTE);
        bench().clock().advance(MINUTE.minusSeconds(1));
        assertThat(lease.renew()).as("whether it is still held").isTrue();
        assertThat(lease.until())
                .as("its end")
                .isEqualTo(Workbench.START.plus(MINUTE.multipliedBy(2)).minusSeconds(1));
        clockOfOthers.set(lease.until().minus(MICROSECOND));
        assertTaken(others, "just before the new end");
        bench().clock().advance(MINUTE.multipliedBy(2));
        assertThat(lease.renew()).as("whether it is renewed after its end").isTrue();
        clockOfOthers.set(bench().clock().instant());
        assertTaken(others, "that was renewed after its end");
    }

    @Test
    @Rule("LEASE-4")
    void lease_ofAHolderWhoseClockIsAhead_endsWhenItWasSeenUnchangedForItsDuration() {
        Duration duration = Duration.ofMillis(200);
        bench().clock().advance(Duration.ofDays(365));
        held(duration);
        long begun = System.nanoTime();
        assertTaken(others, "of a holder whose clock is ahead, at first sight");
        TestThreads.await("it has ended", () -> others.tryAcquire(NAME, MINUTE).isPresent());
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("for how long it was seen")
                .isGreaterThanOrEqualTo(duration);
    }

    @Test
    @Rule("LEASE-5")
    void close_onAnInterruptedThread_givesBack_andMayBeCalledTwice() {
        Lease lease = held(MINUTE);
        Thread.currentThread().interrupt();
        lease.close();
        assertThat(Thread.interrupted()).as("the interrupt flag").isTrue();
        assertFree(others, "after close").close();
        lease.close();
        Lease second = held(MINUTE);
        storage.close();
        second.close(); // it cannot be given back any more, and nothing is thrown
        assertTaken(others, "that could not be given back");
    }

    @Test
    @Rule("LEASE-6")
    void mistakes_areRefused_andALongNameIsNone() {
        for (String duration : List.of("PT0S", "PT-1S", "PT0.0009S", "PT24H0.001S")) {
            assertThat(refusal(
                            InvalidValueException.class,
                            duration,
                            () -> leases.tryAcquire(NAME, Duration.parse(duration))))
                    .as("the message about %s", duration)
                    .hasMessageContaining("lease duration");
        }
        Storage without = bench().open(Samples.NOTES);
        assertThat(refusal(UsageException.class, "Leases.of", () -> Leases.of(without)))
                .as("the message")
                .hasMessageContaining("Leases.COLLECTION");
        String longest = "\u00e4".repeat(10_000);
        assertThat(leases.tryAcquire(longest, MINUTE)).as("a long name").isPresent();
        assertThat(others.tryAcquire(longest, MINUTE))
                .as("a long name that is held")
                .isEmpty();
    }
}
