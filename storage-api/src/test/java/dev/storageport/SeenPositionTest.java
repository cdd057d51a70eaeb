// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.port.LogPosition;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StandbyReads;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeenPositionTest {

    /** A log that ends where the test says. */
    private static final class Log implements StandbyReads {

        private LogPosition end = at(1, 10);
        private int asked;

        /** Happens while the question is under way. */
        private Runnable meanwhile = () -> {};

        @Override
        public String database() {
            return "database";
        }

        @Override
        public boolean available() {
            return true;
        }

        @Override
        public LogPosition position(Optional<LogPosition> seen) {
            asked++;
            LogPosition answer = end;
            meanwhile.run();
            return seen.filter(before -> before.timeline() != answer.timeline() || before.isAtMost(answer))
                    .map(answer::latest)
                    .orElse(answer);
        }

        @Override
        public Optional<RecordOperations> reaching(LogPosition atLeast, Duration atMost) {
            return Optional.empty();
        }
    }

    private final Log log = new Log();
    private final SeenPosition seen = new SeenPosition(log);

    private static LogPosition at(int timeline, long offset) {
        return new LogPosition("database", timeline, offset);
    }

    @Test
    void required_whileNothingEnds_asksOnce() {
        seen.ended(); // before anybody wanted to know
        assertThat(seen.required(log)).isEqualTo(at(1, 10));
        assertThat(seen.required(log)).isEqualTo(at(1, 10));
        assertThat(log.asked).isEqualTo(1);
        log.end = at(1, 20);
        assertThat(seen.required(log)).isEqualTo(at(1, 10));
        seen.ended();
        seen.ended();
        assertThat(seen.required(log)).isEqualTo(at(1, 20));
        assertThat(log.asked).isEqualTo(2);
    }

    @Test
    void operation_endedWhileIsAsked_isNotCoveredByTheAnswer() {
        seen.required(log);
        seen.ended();
        log.meanwhile = seen::ended;
        seen.required(log);
        log.meanwhile = () -> {};
        log.end = at(1, 30);
        assertThat(seen.required(log)).isEqualTo(at(1, 30));
    }

    @Test
    void latest_ofALog_asksEachTime() {
        seen.latest();
        log.end = at(1, 15);
        assertThat(seen.latest()).contains(at(1, 15));
        assertThat(new SeenPosition(null).latest()).isEmpty();
    }

    @Test
    void advance_toALaterPosition_isRequiredOnceTheLogGoesThatFar() {
        seen.required(log);
        seen.advance(at(1, 5));
        assertThat(seen.required(log)).as("an earlier one").isEqualTo(at(1, 10));
        assertThat(log.asked).isEqualTo(1);
        seen.advance(at(1, 25));
        log.end = at(1, 30);
        assertThat(seen.required(log)).isEqualTo(at(1, 30));
    }

    @Test
    void advance_behindTheEndOfTheLog_isLostAndNotWaitedFor() {
        seen.advance(at(1, 1_000));
        assertThat(seen.required(log)).isEqualTo(at(1, 10));
        assertThat(seen.required(log)).isEqualTo(at(1, 10));
        assertThat(log.asked).isEqualTo(1);
    }

    @Test
    void advance_whileIsAsked_isNotForgottenAndNotTakenForAnAnswer() {
        log.meanwhile = () -> seen.advance(at(1, 40));
        assertThat(seen.required(log)).isEqualTo(at(1, 10));
        log.meanwhile = () -> {};
        log.end = at(1, 35);
        assertThat(seen.required(log)).as("the log does not go that far").isEqualTo(at(1, 35));
        seen.advance(at(1, 50));
        log.end = at(1, 60);
        assertThat(seen.required(log)).isEqualTo(at(1, 60));
    }

    @Test
    void timeline_ofALaterPrimary_goesBeforeAnyOffsetOfTheOneBefore() {
        seen.advance(at(1, 1_000));
        log.end = at(2, 500);
        assertThat(seen.required(log)).isEqualTo(at(2, 500));
        seen.advance(at(1, 2_000));
        assertThat(seen.required(log)).isEqualTo(at(2, 500));
        seen.advance(at(3, 1));
        assertThat(seen.required(log))
                .as("a primary that this storage has not met yet")
                .isEqualTo(at(3, 1));
    }

    @Test
    void advance_toAnotherDatabase_isRefused() {
        LogPosition foreign = new LogPosition("another", 1, 5);
        assertThatThrownBy(() -> seen.advance(foreign))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("another database");
        assertThatThrownBy(() -> new SeenPosition(null).advance(at(1, 5))).isInstanceOf(InvalidValueException.class);
    }
}
