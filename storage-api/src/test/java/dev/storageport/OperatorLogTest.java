// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.StorageClosed;
import dev.storageport.event.TransactionEnded;
import dev.storageport.event.WaitEnded;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorLogTest {

    private static final String SECRET = "tekrop-2217";

    private final CapturedLog captured = new CapturedLog();
    private final OperatorLog log = new OperatorLog(captured, Duration.ofMillis(100));

    private static OperationEnded took(Duration duration, Optional<Throwable> failure) {
        return new OperationEnded("memory", "players", "get", false, failure, 2, duration, 3, 4, 500);
    }

    @Test
    void operation_fasterThanTheThreshold_isNotLogged() {
        log.operationEnded(took(Duration.ofMillis(99), Optional.empty()));
        assertThat(captured.lines()).isEmpty();
    }

    @Test
    void operation_asSlowAsTheThreshold_isLoggedWithItsFigures() {
        log.operationEnded(took(Duration.ofMillis(100), Optional.empty()));
        assertThat(captured.lines())
                .containsExactly("WARN Slow operation outcome=success backend=memory collection=players operation=get"
                        + " duration=PT0.1S attempts=2 documentsRead=3 documentsWritten=4");
    }

    @Test
    void failure_isNamedByItsTypeOnly() {
        StorageException failure = new StorageTimeoutException("collection players, key " + SECRET, null);
        log.operationEnded(took(Duration.ofSeconds(1), Optional.of(failure)));
        log.retriesExhausted("get in collection players", 10, failure);
        assertThat(captured.lines()).hasSize(2).noneMatch(line -> line.contains(SECRET));
        assertThat(captured.lines().get(0)).contains("outcome=StorageTimeoutException");
        assertThat(captured.lines().get(1))
                .isEqualTo("WARN Given up after repeating operation=get in collection players attempts=10"
                        + " failure=StorageTimeoutException");
    }

    @Test
    void lines_ofOneSecond_areCountedAndNotWritten() {
        for (int i = 0; i < 1_000; i++) {
            log.waitEnded(new WaitEnded(
                    "memory", WaitEnded.Resource.CONNECTION, WaitEnded.End.TIMED_OUT, Duration.ofSeconds(30)));
        }
        assertThat(captured.lines()).hasSizeLessThan(20);
        assertThat(captured.lines().get(0))
                .isEqualTo("WARN Waited in vain backend=memory resource=CONNECTION waited=PT30S");
    }

    @Test
    void whatIsInOrder_isNotLogged() {
        log.waitEnded(new WaitEnded("memory", WaitEnded.Resource.WRITER, WaitEnded.End.SERVED, Duration.ofSeconds(3)));
        log.transactionEnded(new TransactionEnded("memory", true, Optional.empty(), 1, Duration.ofMillis(1), 1));
        assertThat(captured.lines()).isEmpty();
    }

    @Test
    void discardedConnection_andClosing_areLogged() {
        log.connectionDiscarded(new ConnectionDiscarded("memory", ConnectionDiscarded.Reason.BROKEN));
        log.closed(new StorageClosed("memory", "here", Duration.ofMillis(5)));
        assertThat(captured.lines())
                .containsExactly(
                        "WARN Connection discarded backend=memory reason=BROKEN",
                        "INFO Storage closed backend=memory address=here duration=PT0.005S");
    }

    @Test
    void retention_thatRefuses_isLogged_andOneThatIsStoppedIsNot() {
        log.retentionEnded(retention(RetentionEnded.Outcome.COMPLETE, Optional.empty()));
        log.retentionEnded(
                retention(RetentionEnded.Outcome.STOPPED, Optional.of(new StorageClosedException("closed"))));
        log.retentionEnded(retention(RetentionEnded.Outcome.REFUSED, Optional.of(new UsageException(SECRET))));
        assertThat(captured.lines())
                .containsExactly("WARN Retention did not remove everything backend=memory collection=players"
                        + " outcome=REFUSED documents=7 failure=UsageException");
    }

    private static RetentionEnded retention(RetentionEnded.Outcome outcome, Optional<Throwable> failure) {
        return new RetentionEnded("memory", "players", outcome, 7, 700, 1, Duration.ofMillis(5), failure);
    }

    @Test
    void withoutThreshold_nothingIsSlow() {
        OperatorLog off = new OperatorLog(captured, Duration.ZERO);
        off.operationEnded(took(Duration.ofDays(1), Optional.empty()));
        assertThat(off.hearsOperations()).isFalse();
        assertThat(captured.lines()).isEmpty();
    }
}
