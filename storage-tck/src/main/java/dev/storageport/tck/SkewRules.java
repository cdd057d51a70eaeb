// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ISO: transactions that each write what another one has read, which snapshots alone do not prevent. Documents x and y begin as 10 and 20. */
interface SkewRules {

    /** Those that are no mere neighbours. */
    Condition<Object> ACCOUNTS = Condition.keyIn(List.of("x", "y"));

    Workbench bench();

    @Test
    @Rule("ISO-9")
    default void transactionsThatReadBothAndWriteOne_areInSomeOrder() { // G2-item
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    int sum = part.get("x") + part.get("y");
                    part.step(3);
                    part.put("x", sum + 1);
                    part.step(5);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    int sum = part.getAll("x", "y").values().stream()
                            .mapToInt(number -> number)
                            .sum();
                    part.step(4);
                    part.put("y", sum + 2);
                    part.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-9")
    default void transactionsThatWriteWhatTheOtherReadLater_areInSomeOrder() { // G2-item, writes first
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    part.put("x", 11);
                    part.step(3);
                    part.get("y");
                    part.step(5);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.put("y", 21);
                    part.step(4);
                    part.get("x");
                    part.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-9")
    default void threeTransactionsInACircle_areInSomeOrder() { // G2-item of three
        Interleaving.of(bench())
                .given("z", Item.of(30))
                .transaction("T1", part -> {
                    part.step(1);
                    int read = part.get("x");
                    part.step(4);
                    part.put("y", read + 1);
                    part.step(7);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    int read = part.get("y");
                    part.step(5);
                    part.put("z", read + 1);
                    part.step(8);
                })
                .transaction("T3", part -> {
                    part.step(3);
                    int read = part.get("z");
                    part.step(6);
                    part.put("x", read + 1);
                    part.step(9);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-9")
    default void transactionsThatFindNothingByKey_areInSomeOrder() { // G2-item on documents that are not there
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    part.get("v");
                    part.step(3);
                    part.insert("w", Item.of(1));
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.get("w");
                    part.step(4);
                    part.insert("v", Item.of(2));
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-10")
    default void transactionsThatInsertWhatTheOtherAskedFor_areInSomeOrder() { // G2
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    part.find(Item.GROUP.is("three"));
                    part.step(3);
                    part.insert("v", Item.grouped(30, "three"));
                    part.step(5);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.find(Item.GROUP.is("three"));
                    part.step(4);
                    part.insert("w", Item.grouped(42, "three"));
                    part.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-10")
    default void transactionsThatInsertWhatTheOtherCounted_areInSomeOrder() { // G2 by counts and ranges of keys
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    long found = part.count(Condition.keyStartsWith("lead"));
                    part.step(3);
                    part.insert("lead-1", Item.of((int) found));
                    part.step(5);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    boolean found = part.exists(Condition.keyRange("lead", "leaf"));
                    part.step(4);
                    part.insert("lead-2", Item.of(found ? 1 : 0));
                    part.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-10")
    default void transactionsThatChangeWhatTheOtherCountedByValue_areInSomeOrder() { // G2 by an index
        Interleaving.of(bench())
                .given("x", Item.grouped(10, "red"))
                .given("y", Item.grouped(20, "blue"))
                .transaction("T1", part -> {
                    part.step(1);
                    part.countByGroup();
                    part.step(3);
                    part.put("x", Item.grouped(11, "blue"));
                    part.step(5);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.stream(Item.GROUP.is("red"));
                    part.step(4);
                    part.put("y", Item.grouped(21, "red"));
                    part.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-10")
    default void deletionsOfWhatTheOtherInserts_areInSomeOrder() { // G2 with deletions by question
        Interleaving.of(bench())
                .given("x", Item.grouped(10, "red"))
                .given("y", Item.grouped(20, "blue"))
                .transaction("T1", part -> {
                    part.step(1);
                    part.delete(Item.GROUP.is("red"));
                    part.step(3);
                    part.insert("v", Item.grouped(11, "blue"));
                    part.step(5);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.delete(Item.GROUP.is("blue"));
                    part.step(4);
                    part.insert("w", Item.grouped(21, "red"));
                    part.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-10")
    default void readerBetweenTwoWriters_seesAnOrderOfThem() { // G2 with two edges, as Fekete and others show it
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    part.find(Condition.all());
                    part.step(4);
                    part.put("x", 0);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.update("y", item -> Item.of(item.number() + 5));
                })
                .transaction("T3", part -> {
                    part.step(3);
                    part.find(Condition.all());
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-11")
    default void reportOnTwoAccounts_seesAnOrderOfWithdrawalAndDeposit() { // read-only anomaly
        withdrawalAndDeposit().transaction("report", SkewRules::report).assertSerial();
    }

    @Test
    @Rule("ISO-11")
    default void snapshotOfTwoAccounts_seesAnOrderOfWithdrawalAndDeposit() { // by a transaction that says it only reads
        withdrawalAndDeposit().snapshot("report", SkewRules::report).assertSerial();
    }

    private static void report(Part part) {
        part.step(3);
        part.get("x");
        part.get("y");
    }

    /** A withdrawal of 15 from x costs a fee if the deposit of 20 on y, both empty before, comes after it. */
    private Interleaving withdrawalAndDeposit() {
        return Interleaving.of(bench())
                .given("x", Item.of(0))
                .given("y", Item.of(0))
                .farApart(800)
                .transaction("withdrawal", part -> {
                    part.step(1);
                    int sum = part.get("x") + part.get("y");
                    part.step(4);
                    part.put("x", sum < 15 ? -16 : -15);
                })
                .transaction("deposit", part -> {
                    part.step(2);
                    part.update("y", item -> Item.of(item.number() + 20));
                });
    }

    @Test
    @Rule({"ISO-12", "ISO-11"})
    default void manyKeysReadAtOnce_seeAnOrderOfWithdrawalAndDeposit() {
        withdrawalAndDeposit()
                .operation("report", 3, part -> part.getAll("x", "y"))
                .assertSerial();
    }

    @Test
    @Rule({"ISO-12", "ISO-11"})
    default void findingOfTwoAccounts_seesAnOrderOfWithdrawalAndDeposit() {
        withdrawalAndDeposit()
                .operation("report", 3, part -> part.find(ACCOUNTS))
                .assertSerial();
    }

    @Test
    @Rule({"ISO-12", "ISO-11"})
    default void streamOfTwoAccounts_seesAnOrderOfWithdrawalAndDeposit() {
        withdrawalAndDeposit()
                .operation("report", 3, part -> part.stream(ACCOUNTS))
                .assertSerial();
    }
}
