// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.tck.history.checker.RegisterAction.Delete;
import dev.storageport.tck.history.checker.RegisterAction.DeleteIf;
import dev.storageport.tck.history.checker.RegisterAction.Expected;
import dev.storageport.tck.history.checker.RegisterAction.Get;
import dev.storageport.tck.history.checker.RegisterAction.Update;
import dev.storageport.tck.history.checker.RegisterAction.Version;
import dev.storageport.tck.history.checker.RegisterAction.Write;
import dev.storageport.tck.history.checker.RegisterAction.WriteIf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Histories of one document, written by hand and drawn at random. */
final class LinearizabilityCheckerTest {

    private static RegisterOperation during(long called, long answered, RegisterAction action) {
        return new RegisterOperation("caller", action, called, answered);
    }

    private static Optional<Version> version(int number, long revision) {
        return Optional.of(new Version(number, revision));
    }

    private static RegisterAction put(int number, long revision) {
        return new Write(Expected.ANY, number, version(number, revision));
    }

    private static RegisterAction insert(int number, Optional<Version> answer) {
        return new Write(Expected.ABSENT, number, answer);
    }

    private static RegisterAction replace(int number, Optional<Version> answer) {
        return new Write(Expected.PRESENT, number, answer);
    }

    private static RegisterAction get(Optional<Version> answer) {
        return new Get(answer);
    }

    private static void assertRight(RegisterOperation... operations) {
        assertThat(LinearizabilityChecker.check(List.of(operations))).isEmpty();
    }

    private static void assertWrong(RegisterOperation... operations) {
        assertThat(LinearizabilityChecker.check(List.of(operations))).isPresent();
    }

    @Test
    void operations_oneAfterTheOther_areRight() {
        assertRight(
                during(0, 1, get(Optional.empty())),
                during(2, 3, insert(1, version(1, 50))),
                during(4, 5, insert(2, Optional.empty())),
                during(6, 7, put(3, 51)),
                during(8, 9, replace(4, version(4, 52))),
                during(10, 11, new WriteIf(51, 5, Optional.empty())),
                during(12, 13, new WriteIf(52, 6, version(6, 53))),
                during(14, 15, new Update(Optional.of(6), 7, version(7, 54))),
                during(16, 17, new DeleteIf(53, false)),
                during(18, 19, new DeleteIf(54, true)),
                during(20, 21, new Delete(false)),
                during(22, 23, replace(8, Optional.empty())),
                during(24, 25, new Update(Optional.empty(), 0, Optional.empty())),
                during(26, 27, put(9, 700)),
                during(28, 29, new Delete(true)));
    }

    @Test
    void overlappingOperations_inAnyOrder_areRight() {
        assertRight(during(0, 10, put(1, 5)), during(1, 2, get(Optional.empty())), during(3, 4, get(version(1, 5))));
        assertRight(during(0, 10, put(1, 6)), during(0, 10, put(2, 5)), during(11, 12, get(version(1, 6))));
    }

    @Test
    void operations_thatMeetAtOneMoment_overlap() {
        assertRight(during(0, 5, put(1, 5)), during(5, 9, get(Optional.empty())));
    }

    @Test
    void staleRead_isWrong() {
        assertWrong(during(0, 1, put(1, 5)), during(2, 3, get(Optional.empty())));
        assertWrong(during(0, 1, put(1, 5)), during(2, 3, put(2, 6)), during(4, 5, get(version(1, 5))));
    }

    @Test
    void readsThatGoBack_areWrong() {
        assertWrong(during(0, 100, put(1, 5)), during(1, 2, get(version(1, 5))), during(3, 4, get(Optional.empty())));
    }

    @Test
    void lostUpdate_isWrong() {
        assertWrong(
                during(0, 1, put(1, 5)),
                during(2, 9, new Update(Optional.of(1), 2, version(2, 6))),
                during(2, 9, new Update(Optional.of(1), 3, version(3, 6))));
    }

    @Test
    void updateOfAnOldNumber_isWrong() {
        assertWrong(
                during(0, 1, put(1, 5)),
                during(2, 3, put(2, 6)),
                during(4, 5, new Update(Optional.of(1), 3, version(3, 7))));
    }

    @Test
    void twoInserts_areWrong() {
        assertWrong(during(0, 9, insert(1, version(1, 5))), during(0, 9, insert(2, version(2, 80))));
        assertWrong(during(0, 9, insert(1, Optional.empty())));
    }

    @Test
    void twoReplacementsOfOneRevision_areWrong() {
        assertWrong(
                during(0, 1, put(1, 5)),
                during(2, 9, new WriteIf(5, 2, version(2, 6))),
                during(2, 9, new WriteIf(5, 3, version(3, 6))));
    }

    @Test
    void refusalWithoutReason_isWrong() {
        assertWrong(during(0, 1, put(1, 5)), during(2, 3, new WriteIf(5, 2, Optional.empty())));
        assertWrong(during(0, 1, put(1, 5)), during(2, 3, new DeleteIf(5, false)));
        assertWrong(during(0, 1, put(1, 5)), during(2, 3, new Delete(false)));
        assertWrong(during(0, 1, put(1, 5)), during(2, 3, replace(2, Optional.empty())));
    }

    @Test
    void revisionThatSkips_isWrong() {
        assertWrong(during(0, 1, put(1, 5)), during(2, 3, put(2, 7)));
    }

    @Test
    void answerOfAnother_isWrong() {
        assertWrong(during(0, 9, new Write(Expected.ANY, 1, version(2, 5))));
    }

    @Test
    void writeThatIsSeenOnlyLater_isWrong() {
        assertWrong(during(0, 1, put(1, 5)), during(2, 3, get(Optional.empty())), during(4, 5, get(version(1, 5))));
    }

    @Test
    void story_showsWhatCannotBeNext() {
        assertThat(LinearizabilityChecker.check(List.of(during(0, 1, put(1, 5)), during(2, 3, get(Optional.empty())))))
                .hasValueSatisfying(
                        story -> assertThat(story).contains("after 1 of 2").contains("Get[answer=Optional.empty]"));
    }

    @Test
    void randomHistories_madeInOrder_areRight_andWrongWithOneAnswerChanged() {
        for (int seed = 0; seed < 100; seed++) {
            List<RegisterOperation> history = history(new Random(seed));
            Collections.shuffle(history, new Random(seed));
            assertThat(LinearizabilityChecker.check(history))
                    .as("seed %d", seed)
                    .isEmpty();
            history.add(during(10_000, 10_001, get(version(-1, 1))));
            assertThat(LinearizabilityChecker.check(history))
                    .as("seed %d", seed)
                    .isPresent();
        }
    }

    /** Applies operations at moments one after the other, and tells of each an earlier call and a later answer. */
    private static List<RegisterOperation> history(Random random) {
        List<RegisterOperation> history = new ArrayList<>();
        Optional<Version> stored = Optional.empty();
        for (int moment = 0; moment < 200; moment++) {
            int number = moment;
            Optional<Version> next = Optional.of(new Version(
                    number, stored.map(version -> version.revision() + 1).orElse(random.nextLong(1000))));
            RegisterAction action = switch (random.nextInt(5)) {
                case 0 -> new Write(Expected.ANY, number, next);
                case 1 -> new Write(Expected.ABSENT, number, stored.isEmpty() ? next : Optional.empty());
                case 2 -> new Update(stored.map(Version::number), number, stored.isPresent() ? next : Optional.empty());
                case 3 -> new Delete(stored.isPresent());
                default -> new Get(stored);
            };
            stored = action.after(stored);
            history.add(during(moment * 10L - random.nextInt(40), moment * 10L + random.nextInt(40), action));
        }
        return history;
    }
}
