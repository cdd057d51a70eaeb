// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.LogPosition;
import dev.storageport.port.StandbyReads;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How far in the log of writes a storage has seen: what a standby has to show to it. The database is not asked after each operation but by
 * the next one that wants to know, and only if an operation has ended since the last answer.
 *
 * <pre>
 *   put, get on the primary ... end     count 1, 2, 3
 *   read on a standby                   count 3, known up to 0: asks the primary, knows up to 3
 *   read on a standby                   count 3, known up to 3: asks nobody
 * </pre>
 *
 * <p>Nothing is counted before anybody wants to know, because the first question covers all that was before it.
 */
final class SeenPosition {

    /**
     * What is known.
     *
     * @param position empty if nobody has asked yet
     * @param count how many of the operations that ended it covers; less than none if it covers nothing
     */
    private record Known(@Nullable LogPosition position, long count) {}

    private final @Nullable StandbyReads standby;
    private final AtomicLong ended = new AtomicLong();
    private volatile boolean wanted;
    private volatile Known known = new Known(null, -1);

    /**
     * Creates it at the beginning.
     *
     * @param standby where to ask; {@code null} if the database has no log
     */
    SeenPosition(@Nullable StandbyReads standby) {
        this.standby = standby;
    }

    /** An operation on the primary has ended, whatever became of it. Cannot fail. */
    void ended() {
        if (wanted) {
            ended.incrementAndGet();
        }
    }

    /** Returns the position of all that this storage has seen; asks the database if that is not known. */
    LogPosition required(StandbyReads log) {
        wanted = true;
        long count = ended.get();
        Known now = known;
        LogPosition position = now.position();
        return position != null && now.count() >= count ? position : asked(log, count);
    }

    /** Returns the same after asking the database in any case, so that it covers what was read on standbys too; empty if there is no log. */
    Optional<LogPosition> latest() {
        if (standby == null) {
            return Optional.empty();
        }
        wanted = true;
        return Optional.of(asked(standby, ended.get()));
    }

    private LogPosition asked(StandbyReads log, long count) {
        LogPosition before = known.position();
        LogPosition answer = log.position(Optional.ofNullable(before));
        return know(before, answer, count);
    }

    /**
     * Takes note of an answer, and returns it. What was known when the question was asked is in the answer, which may be an earlier one: the
     * rest is lost. A later one that somebody came to know of meanwhile stays.
     */
    private synchronized LogPosition know(@Nullable LogPosition before, LogPosition answer, long count) {
        Known now = known;
        LogPosition present = now.position();
        if (present == null || present.equals(before) || present.isAtMost(answer)) {
            known = new Known(answer, Math.max(now.count(), count));
        } else if (now.count() >= 0) {
            known = new Known(present, Math.max(now.count(), count));
        }
        return answer;
    }

    /**
     * Takes note of a position that another storage has seen.
     *
     * @throws InvalidValueException if it is of another database
     */
    void advance(LogPosition seen) {
        if (standby == null || !seen.database().equals(standby.database())) {
            throw new InvalidValueException("position token", "is of another database");
        }
        advanceTo(seen);
    }

    private synchronized void advanceTo(LogPosition seen) {
        LogPosition present = known.position();
        if (present == null || !seen.isAtMost(present)) {
            // Covers nothing, so that the database is asked whether its log goes that far.
            known = new Known(present == null ? seen : present.latest(seen), -1);
        }
    }
}
