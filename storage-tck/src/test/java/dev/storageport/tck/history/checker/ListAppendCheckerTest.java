// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.tck.history.checker.ListTransaction.Action;
import dev.storageport.tck.history.checker.ListTransaction.Append;
import dev.storageport.tck.history.checker.ListTransaction.Ending;
import dev.storageport.tck.history.checker.ListTransaction.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Histories written by hand: each anomaly is found, and nothing in those that are serial. */
final class ListAppendCheckerTest {

    /** All at one time, so that only what they read and wrote puts them into an order. */
    private static final long EVER = 1000;

    private static ListTransaction committed(String name, Action... actions) {
        return new ListTransaction(name, List.of(actions), Ending.COMMITTED, 0, EVER, true);
    }

    private static ListTransaction timed(String name, long began, long ended, Action... actions) {
        return new ListTransaction(name, List.of(actions), Ending.COMMITTED, began, ended, true);
    }

    private static ListTransaction ended(Ending ending, String name, Action... actions) {
        return new ListTransaction(name, List.of(actions), ending, 0, EVER, true);
    }

    /** The reading of everything at the end. */
    private static ListTransaction last(Action... reads) {
        return timed("last", EVER + 1, EVER + 2, reads);
    }

    private static Action read(String list, Integer... elements) {
        return new Read(list, List.of(elements));
    }

    private static Action append(String list, int element) {
        return new Append(list, element);
    }

    private static void assertFound(Anomaly anomaly, ListTransaction... history) {
        assertThat(ListAppendChecker.check(List.of(history)))
                .extracting(Finding::anomaly)
                .contains(anomaly);
    }

    private static void assertNothing(ListTransaction... history) {
        assertThat(ListAppendChecker.check(List.of(history))).isEmpty();
    }

    @Test
    void noTransactions_areSerial() {
        assertNothing();
    }

    @Test
    void transactions_oneAfterTheOther_areSerial() {
        assertNothing(
                timed("T1", 0, 1, read("x"), append("x", 1), read("x", 1)),
                timed("T2", 2, 3, read("x", 1), append("x", 2), append("x", 3), append("y", 4)),
                timed("T3", 4, 5, read("y", 4), read("x", 1, 2, 3)));
    }

    @Test
    void transactions_atTheSameTime_areSerialInTheOtherOrder() {
        assertNothing(
                committed("T1", read("x", 2), append("x", 1)), committed("T2", append("x", 2)), last(read("x", 2, 1)));
    }

    @Test
    void unknownOutcome_seenOrNotSeen_isSerial() {
        assertNothing(ended(Ending.UNKNOWN, "T1", append("x", 1)), last(read("x", 1)));
        assertNothing(ended(Ending.UNKNOWN, "T1", append("x", 1)), last(read("x")));
    }

    @Test
    void rolledBack_notSeen_isSerialWhateverItReadItself() {
        assertNothing(ended(Ending.ROLLED_BACK, "T1", append("x", 1), read("x", 7, 7)), last(read("x")));
    }

    @Test
    void elementOfNobody_isFound() {
        assertFound(Anomaly.UNKNOWN_ELEMENT, committed("T1", read("x", 1)));
    }

    @Test
    void elementTwice_isFound() {
        assertFound(Anomaly.DUPLICATE_ELEMENT, committed("T1", append("x", 1)), last(read("x", 1, 1)));
    }

    @Test
    void abortedRead_isFound() {
        assertFound(
                Anomaly.ABORTED_READ,
                ended(Ending.ROLLED_BACK, "T1", append("x", 1)),
                committed("T2", read("x", 1)),
                last(read("x")));
    }

    @Test
    void intermediateRead_isFound() {
        assertFound(
                Anomaly.INTERMEDIATE_READ,
                committed("T1", append("x", 1), append("x", 2)),
                committed("T2", read("x", 1)),
                last(read("x", 1, 2)));
    }

    @Test
    void ownWriteNotSeen_isFound() {
        assertFound(Anomaly.INTERNAL, committed("T1", read("x"), append("x", 1), read("x")), last(read("x", 1)));
    }

    @Test
    void secondReadOfAnotherState_isFound() {
        assertFound(Anomaly.INTERNAL, committed("T1", append("x", 1)), committed("T2", read("x"), read("x", 1)));
    }

    @Test
    void twoPastsOfOneList_areFound() {
        assertFound(
                Anomaly.INCOMPATIBLE_READS,
                committed("T1", append("x", 1)),
                committed("T2", append("x", 2)),
                committed("T3", read("x", 1)),
                last(read("x", 2)));
    }

    @Test
    void lostUpdate_isFound() {
        assertFound(
                Anomaly.LOST_APPEND,
                committed("T1", read("x"), append("x", 1)),
                committed("T2", read("x"), append("x", 2)),
                last(read("x", 2)));
    }

    @Test
    void writesInTwoOrders_areG0() {
        assertFound(
                Anomaly.G0,
                committed("T1", append("x", 1), append("y", 2)),
                committed("T2", append("x", 3), append("y", 4)),
                last(read("x", 1, 3), read("y", 4, 2)));
    }

    @Test
    void writesBetweenTheWritesOfAnother_areG0() {
        assertFound(
                Anomaly.G0,
                committed("T1", append("x", 1), append("x", 3)),
                committed("T2", append("x", 2)),
                last(read("x", 1, 2, 3)));
    }

    @Test
    void eachSeesTheOther_isG1c() {
        assertFound(
                Anomaly.G1C,
                committed("T1", append("x", 1), read("y", 2)),
                committed("T2", append("y", 2), read("x", 1)));
    }

    @Test
    void halfOfAnotherTransaction_isGSingle() {
        assertFound(
                Anomaly.G_SINGLE,
                committed("T1", append("x", 1), append("y", 2)),
                committed("T2", read("x"), read("y", 2)),
                last(read("x", 1), read("y", 2)));
    }

    @Test
    void writeSkew_isG2() {
        assertFound(
                Anomaly.G2,
                committed("T1", read("x"), append("y", 1)),
                committed("T2", read("y"), append("x", 2)),
                last(read("x", 2), read("y", 1)));
    }

    @Test
    void readersWhoSeeTwoWritersInTwoOrders_areG2() {
        assertFound(
                Anomaly.G2,
                committed("T1", append("x", 1)),
                committed("T2", append("y", 2)),
                committed("T3", read("x", 1), read("y")),
                committed("T4", read("x"), read("y", 2)));
    }

    @Test
    void readOnlyAnomaly_isG2() {
        assertFound(
                Anomaly.G2,
                committed("withdrawal", read("x"), read("y"), append("x", 1)),
                committed("deposit", read("y"), append("y", 2)),
                committed("report", read("x"), read("y", 2)),
                last(read("x", 1), read("y", 2)));
    }

    @Test
    void threeTransactionsInACircle_areShownWithTheirReasons() {
        List<Finding> findings = ListAppendChecker.check(List.of(
                committed("T1", read("x"), append("y", 1)),
                committed("T2", read("y"), append("z", 2)),
                committed("T3", read("z"), append("x", 3)),
                committed("T4", append("w", 4)),
                last(read("w", 4), read("x", 3), read("y", 1), read("z", 2))));

        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).story())
                .contains("T1: read x as [], appended 1 to y; committed")
                .contains("T1 comes before T3: T1 read x without 3 of T3")
                .contains("T2 comes before T1: T2 read y without 1 of T1")
                .contains("T3 comes before T2: T3 read z without 2 of T2")
                .doesNotContain("T4");
    }

    @Test
    void readOfThePast_isSerialButNotInTime() {
        ListTransaction writer = timed("T1", 0, 1, append("x", 1));
        ListTransaction reader = timed("T2", 2, 3, read("x"));
        assertFound(Anomaly.TIME, writer, reader, last(read("x", 1)));
        assertNothing(
                writer, new ListTransaction("T2", reader.actions(), Ending.COMMITTED, 2, 3, false), last(read("x", 1)));
    }

    @Test
    void readOfThePast_byWayOfOthers_isFound() {
        assertFound(
                Anomaly.TIME,
                timed("T1", 0, 1, append("x", 1)),
                timed("T2", 2, 3, append("y", 2)),
                timed("T3", 4, 5, append("z", 3)),
                timed("T4", 6, 7, read("x")),
                last(read("x", 1)));
    }

    @Test
    void elementAppendedTwiceByTheTest_isRefused() {
        assertThatThrownBy(() -> ListAppendChecker.check(
                        List.of(committed("T1", append("x", 1)), committed("T2", append("y", 1)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomSerialHistories_areSerial() {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(ListAppendChecker.check(serial(new Random(seed))))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void randomSerialHistories_withAnOverlookedElement_areNot() {
        for (int seed = 0; seed < 50; seed++) {
            List<ListTransaction> history = new ArrayList<>(serial(new Random(seed)));
            history.add(timed("late", 1_000_000, 1_000_001, read("a"), read("b"), read("c")));
            assertThat(ListAppendChecker.check(history)).as("seed %d", seed).isNotEmpty();
        }
    }

    private static List<ListTransaction> serial(Random random) {
        TreeMap<String, List<Integer>> lists = new TreeMap<>();
        List<ListTransaction> history = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < 60; i++) {
            List<Action> actions = new ArrayList<>();
            for (int k = random.nextInt(4); k >= 0; k--) {
                String list = List.of("a", "b", "c").get(random.nextInt(3));
                List<Integer> elements = lists.computeIfAbsent(list, any -> new ArrayList<>());
                if (random.nextBoolean()) {
                    actions.add(new Read(list, elements));
                } else {
                    elements.add(next);
                    actions.add(new Append(list, next++));
                }
            }
            history.add(timed("T" + i, i * 10L, i * 10L + 5 + random.nextInt(20), actions.toArray(Action[]::new)));
        }
        return history;
    }
}
