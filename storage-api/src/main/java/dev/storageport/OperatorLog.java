// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.ReadThroughStoreFailed;
import dev.storageport.event.RefreshAdvanced;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import dev.storageport.event.StorageClosed;
import dev.storageport.event.StorageOpened;
import dev.storageport.event.TransactionEnded;
import dev.storageport.event.WaitEnded;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What operators find in their log, as key-values: opening and closing at INFO; slow operations, exhausted retries, time-outs, discarded
 * connections, what a read-through could not store or refresh, and what retention did not remove at WARN, of each at most one line in a
 * second that says how many were left out. Failures are named by their type; no line holds a key, a value or a password.
 */
final class OperatorLog implements StorageListener {

    /** Of its own, so that an operator can choose it, or leave it out. */
    static final String LOGGER = "dev.storageport.operations";

    private final Logger logger;
    private final Duration slow;
    private final LogRate slowRate = new LogRate();
    private final LogRate timeOutRate = new LogRate();
    private final LogRate discardedRate = new LogRate();
    private final LogRate exhaustedRate = new LogRate();
    private final LogRate storeRate = new LogRate();
    private final LogRate refreshRate = new LogRate();
    private final LogRate retentionRate = new LogRate();

    /**
     * Creates it.
     *
     * @param slow from what duration on an operation is slow; zero for never
     */
    OperatorLog(Duration slow) {
        this(LoggerFactory.getLogger(LOGGER), slow);
    }

    OperatorLog(Logger logger, Duration slow) {
        this.logger = logger;
        this.slow = slow;
    }

    boolean hearsOperations() {
        return !slow.isZero();
    }

    @Override
    public void operationEnded(OperationEnded ended) {
        if (isSlow(ended.duration())) {
            warn(slowRate)
                    .ifPresent(line -> outcome(line, ended.failure())
                            .addKeyValue("backend", ended.backend())
                            .addKeyValue("collection", ended.collection())
                            .addKeyValue("operation", ended.operation())
                            .addKeyValue("duration", ended.duration())
                            .addKeyValue("attempts", ended.attempts())
                            .addKeyValue("documentsRead", ended.documentsRead())
                            .addKeyValue("documentsWritten", ended.documentsWritten())
                            .log("Slow operation"));
        }
    }

    @Override
    public void transactionEnded(TransactionEnded ended) {
        if (isSlow(ended.duration())) {
            warn(slowRate)
                    .ifPresent(line -> outcome(line, ended.failure())
                            .addKeyValue("backend", ended.backend())
                            .addKeyValue("duration", ended.duration())
                            .addKeyValue("attempts", ended.attempts())
                            .addKeyValue("operations", ended.operations())
                            .addKeyValue("readOnly", ended.readOnly())
                            .log("Slow transaction"));
        }
    }

    private boolean isSlow(Duration duration) {
        return hearsOperations() && duration.compareTo(slow) >= 0;
    }

    private static LoggingEventBuilder outcome(LoggingEventBuilder line, Optional<Throwable> failure) {
        return line.addKeyValue(
                "outcome",
                failure.map(thrown -> thrown.getClass().getSimpleName()).orElse("success"));
    }

    /** Takes note that work was repeated as often and as long as it may be, and failed; if it was repeated at all. */
    void retriesExhausted(String operation, int attempts, StorageException last) {
        if (attempts == 1) {
            return;
        }
        warn(exhaustedRate)
                .ifPresent(line -> line.addKeyValue("operation", operation)
                        .addKeyValue("attempts", attempts)
                        .addKeyValue("failure", last.getClass().getSimpleName())
                        .log("Given up after repeating"));
    }

    @Override
    public void waitEnded(WaitEnded ended) {
        if (ended.end() == WaitEnded.End.TIMED_OUT) {
            warn(timeOutRate)
                    .ifPresent(line -> line.addKeyValue("backend", ended.backend())
                            .addKeyValue("resource", ended.resource())
                            .addKeyValue("waited", ended.duration())
                            .log("Waited in vain"));
        }
    }

    @Override
    public void connectionDiscarded(ConnectionDiscarded discarded) {
        warn(discardedRate)
                .ifPresent(line -> line.addKeyValue("backend", discarded.backend())
                        .addKeyValue("reason", discarded.reason())
                        .log("Connection discarded"));
    }

    @Override
    public void readThroughStoreFailed(ReadThroughStoreFailed failed) {
        warn(storeRate)
                .ifPresent(line -> line.addKeyValue("backend", failed.backend())
                        .addKeyValue("collection", failed.collection())
                        .addKeyValue("access", failed.access())
                        .addKeyValue("failure", failed.failure().getClass().getSimpleName())
                        .log("Read-through could not use its storage"));
    }

    @Override
    public void refreshAdvanced(RefreshAdvanced advanced) {
        if (advanced.step() == RefreshAdvanced.Step.FAILED || advanced.step() == RefreshAdvanced.Step.DROPPED) {
            warn(refreshRate)
                    .ifPresent(line -> line.addKeyValue("backend", advanced.backend())
                            .addKeyValue("collection", advanced.collection())
                            .addKeyValue("step", advanced.step())
                            .addKeyValue(
                                    "failure",
                                    advanced.failure()
                                            .map(thrown -> thrown.getClass().getSimpleName())
                                            .orElse("none"))
                            .log("Not refreshed"));
        }
    }

    private Optional<LoggingEventBuilder> warn(LogRate rate) {
        if (!logger.isWarnEnabled()) {
            return Optional.empty();
        }
        long omitted = rate.admit();
        if (omitted < 0) {
            return Optional.empty();
        }
        LoggingEventBuilder line = logger.atWarn();
        return Optional.of(omitted == 0 ? line : line.addKeyValue("omitted", omitted));
    }

    @Override
    public void opened(Storage storage, StorageOpened opened) {
        LoggingEventBuilder line = logger.atInfo()
                .addKeyValue("backend", opened.backend())
                .addKeyValue("address", opened.address())
                .addKeyValue("collections", opened.collections().size())
                .addKeyValue("duration", opened.duration());
        all(all(line, opened.versions()), opened.settings()).log("Storage opened");
    }

    @Override
    public void closed(StorageClosed closed) {
        logger.atInfo()
                .addKeyValue("backend", closed.backend())
                .addKeyValue("address", closed.address())
                .addKeyValue("duration", closed.duration())
                .log("Storage closed");
    }

    @Override
    public void retentionEnded(RetentionEnded ended) {
        if (ended.outcome() == Outcome.FAILED || ended.outcome() == Outcome.REFUSED) {
            warn(retentionRate)
                    .ifPresent(line -> line.addKeyValue("backend", ended.backend())
                            .addKeyValue("collection", ended.collection())
                            .addKeyValue("outcome", ended.outcome())
                            .addKeyValue("documents", ended.documents())
                            .addKeyValue(
                                    "failure",
                                    ended.failure()
                                            .map(thrown -> thrown.getClass().getSimpleName())
                                            .orElse("none"))
                            .log("Retention did not remove everything"));
        }
    }

    private static LoggingEventBuilder all(LoggingEventBuilder line, Map<String, String> values) {
        LoggingEventBuilder more = line;
        for (Map.Entry<String, String> value : values.entrySet()) {
            more = more.addKeyValue(value.getKey(), value.getValue());
        }
        return more;
    }
}
