// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import dev.storageport.Condition;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * ISO: transactions that each write what another one has read, which snapshots alone do not prevent. Documents x and y begin as 10 and 20.
 */
abstract class SkewRules extends Topic {

    /** Those that are no mere neighbours. */
    static final Condition<Object> ACCOUNTS = Condition.keyIn(List.of("x", "y"));

    @Test
    @Rule("ISO-9")
    void transactionsThatReadBothAndWriteOne_areInSomeOrder() { // G2-item
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    int sum = log.get("x") + log.get("y");
                    log.step(3);
                    log.put("x", sum + 1);
                    log.step(5);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    int sum = log.getAll("x", "y").values().stream()
                            .mapToInt(number -> number)
                            .sum();
                    log.step(4);
                    log.put("y", sum + 2);
                    log.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-9")
    void transactionsThatWriteWhatTheOtherReadLater_areInSomeOrder() { // G2-item, writes first
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.put("x", 11);
                    log.step(3);
                    log.get("y");
                    log.step(5);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.put("y", 21);
                    log.step(4);
                    log.get("x");
                    log.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-9")
    void threeTransactionsInACircle_areInSomeOrder() { // G2-item of three
        Interleaving.of(bench())
                .given("z", Item.of(30))
                .transaction("T1", log -> {
                    log.step(1);
                    int read = log.get("x");
                    log.step(4);
                    log.put("y", read + 1);
                    log.step(7);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    int read = log.get("y");
                    log.step(5);
                    log.put("z", read + 1);
                    log.step(8);
                })
                .transaction("T3", log -> {
                    log.step(3);
                    int read = log.get("z");
                    log.step(6);
                    log.put("x", read + 1);
                    log.step(9);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-9")
    void transactionsThatFindNothingByKey_areInSomeOrder() { // G2-item on documents that are not there
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.get("v");
                    log.step(3);
                    log.insert("w", Item.of(1));
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.get("w");
                    log.step(4);
                    log.insert("v", Item.of(2));
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-10")
    void transactionsThatInsertWhatTheOtherAskedFor_areInSomeOrder() { // G2
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.find(Item.GROUP.is("three"));
                    log.step(3);
                    log.insert("v", Item.grouped(30, "three"));
                    log.step(5);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.find(Item.GROUP.is("three"));
                    log.step(4);
                    log.insert("w", Item.grouped(42, "three"));
                    log.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-10")
    void transactionsThatInsertWhatTheOtherCounted_areInSomeOrder() { // G2 by counts and ranges of keys
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    long found = log.count(Condition.keyStartsWith("lead"));
                    log.step(3);
                    log.insert("lead-1", Item.of((int) found));
                    log.step(5);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    boolean found = log.exists(Condition.keyRange("lead", "leaf"));
                    log.step(4);
                    log.insert("lead-2", Item.of(found ? 1 : 0));
                    log.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-10")
    void transactionsThatChangeWhatTheOtherCountedByValue_areInSomeOrder() { // G2 by an index
        Interleaving.of(bench())
                .given("x", Item.grouped(10, "red"))
                .given("y", Item.grouped(20, "blue"))
                .transaction("T1", log -> {
                    log.step(1);
                    log.countByGroup();
                    log.step(3);
                    log.put("x", Item.grouped(11, "blue"));
                    log.step(5);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.stream(Item.GROUP.is("red"));
                    log.step(4);
                    log.put("y", Item.grouped(21, "red"));
                    log.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-10")
    void deletionsOfWhatTheOtherInserts_areInSomeOrder() { // G2 with deletions by question
        Interleaving.of(bench())
                .given("x", Item.grouped(10, "red"))
                .given("y", Item.grouped(20, "blue"))
                .transaction("T1", log -> {
                    log.step(1);
                    log.delete(Item.GROUP.is("red"));
                    log.step(3);
                    log.insert("v", Item.grouped(11, "blue"));
                    log.step(5);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.delete(Item.GROUP.is("blue"));
                    log.step(4);
                    log.insert("w", Item.grouped(21, "red"));
                    log.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-10")
    void readerBetweenTwoWriters_seesAnOrderOfThem() { // G2 with two edges, as Fekete and others show it
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.find(Condition.all());
                    log.step(4);
                    log.put("x", 0);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.update("y", item -> Item.of(item.number() + 5));
                })
                .transaction("T3", log -> {
                    log.step(3);
                    log.find(Condition.all());
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-11")
    void reportOnTwoAccounts_seesAnOrderOfWithdrawalAndDeposit() { // read-only anomaly
        withdrawalAndDeposit().transaction("report", SkewRules::report).assertSerial();
    }

    @Test
    @Rule("ISO-11")
    void snapshotOfTwoAccounts_seesAnOrderOfWithdrawalAndDeposit() { // by a transaction that says it only reads
        withdrawalAndDeposit().snapshot("report", SkewRules::report).assertSerial();
    }

    private static void report(SessionLog log) {
        log.step(3);
        log.get("x");
        log.get("y");
    }

    /** A withdrawal of 15 from x costs a fee if the deposit of 20 on y, both empty before, comes after it. */
    private Interleaving withdrawalAndDeposit() {
        return Interleaving.of(bench())
                .given("x", Item.of(0))
                .given("y", Item.of(0))
                .farApart(800)
                .transaction("withdrawal", log -> {
                    log.step(1);
                    int sum = log.get("x") + log.get("y");
                    log.step(4);
                    log.put("x", sum < 15 ? -16 : -15);
                })
                .transaction("deposit", log -> {
                    log.step(2);
                    log.update("y", item -> Item.of(item.number() + 20));
                });
    }

    @Test
    @Rule({"ISO-12", "ISO-11"})
    void manyKeysReadAtOnce_seeAnOrderOfWithdrawalAndDeposit() {
        withdrawalAndDeposit()
                .operation("report", 3, log -> log.getAll("x", "y"))
                .assertSerial();
    }

    @Test
    @Rule({"ISO-12", "ISO-11"})
    void findingOfTwoAccounts_seesAnOrderOfWithdrawalAndDeposit() {
        withdrawalAndDeposit().operation("report", 3, log -> log.find(ACCOUNTS)).assertSerial();
    }

    @Test
    @Rule({"ISO-12", "ISO-11"})
    void streamOfTwoAccounts_seesAnOrderOfWithdrawalAndDeposit() {
        withdrawalAndDeposit()
                .operation("report", 3, log -> log.stream(ACCOUNTS))
                .assertSerial();
    }
}
