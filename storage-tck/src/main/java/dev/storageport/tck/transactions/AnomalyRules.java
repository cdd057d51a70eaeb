// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import dev.storageport.Condition;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import org.junit.jupiter.api.Test;

/**
 * ISO: what one transaction may see of another, in the interleavings of the Hermitage suite by their names there. Documents x and y begin as 10 and
 * 20.
 */
abstract class AnomalyRules extends Topic {

    @Test
    @Rule("ISO-1")
    void writesOfTwoTransactions_areNotMixed() { // G0
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.put("x", 11);
                    log.step(4);
                    log.put("y", 21);
                    log.step(5);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.put("x", 12);
                    log.step(3);
                    log.put("y", 22);
                    log.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-2")
    void writesThatAreRolledBack_areNotSeen() { // G1a
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.put("x", 101);
                    log.put("z", 30);
                    log.step(3);
                    throw Interleaving.rollback();
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.find(Condition.all());
                    log.step(4);
                    log.find(Condition.all());
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-3")
    void writesThatAreOverwritten_areNotSeen() { // G1b
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.put("x", 101);
                    log.step(3);
                    log.put("x", 11);
                    log.step(4);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.get("x");
                    log.find(Condition.keyIs("x"));
                    log.step(5);
                    log.get("x");
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-4")
    void twoTransactions_doNotBothSeeTheOther() { // G1c
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
                    log.put("y", 22);
                    log.step(4);
                    log.get("x");
                    log.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-5")
    void transactionThatWasSeen_doesNotVanish() { // OTV
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.put("x", 11);
                    log.put("y", 19);
                    log.step(3);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.put("x", 12);
                    log.step(5);
                    log.put("y", 18);
                    log.step(7);
                })
                .transaction("T3", log -> {
                    log.step(4);
                    log.get("x");
                    log.step(6);
                    log.get("y");
                    log.step(8);
                    log.get("y");
                    log.get("x");
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-6")
    void questionAskedTwice_findsTheSame() { // PMP
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.find(Item.GROUP.is("red"));
                    log.count(Item.GROUP.is("red"));
                    log.step(3);
                    log.find(Item.GROUP.is("red"));
                    log.count(Condition.all());
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.insert("z", Item.grouped(30, "red"));
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-6")
    void deletionByQuestion_meetsWhatTheOtherLeft() { // PMP for writes
        Interleaving.of(bench())
                .given("x", Item.grouped(10, "ten"))
                .given("y", Item.grouped(20, "twenty"))
                .transaction("T1", log -> {
                    log.step(1);
                    log.put("x", Item.grouped(20, "twenty"));
                    log.put("y", Item.grouped(30, "thirty"));
                    log.step(3);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.delete(Item.GROUP.is("twenty"));
                    log.step(4);
                    log.find(Condition.all());
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-7")
    void updatesOfOneDocument_areNotLost() { // P4
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    int read = log.get("x");
                    log.step(3);
                    log.put("x", read + 1);
                    log.step(5);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    int read = log.get("x");
                    log.step(4);
                    log.put("x", read + 100);
                    log.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-7")
    void updateOfWhatTheOtherInserted_isNotLost() { // P4 on a document that was not there
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    int read = log.get("z");
                    log.step(3);
                    log.put("z", read + 1);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    int read = log.get("z");
                    log.step(4);
                    log.put("z", read + 100);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-8")
    void readsOfOneTransaction_areOfOneState() { // G-single
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.get("x");
                    log.step(4);
                    log.get("y");
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.getAll("x", "y");
                    log.put("x", 12);
                    log.step(3);
                    log.put("y", 18);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-8")
    void questionsOfOneTransaction_areOfOneState() { // G-single with predicate dependencies
        Interleaving.of(bench())
                .given("x", Item.grouped(10, "five"))
                .transaction("T1", log -> {
                    log.step(1);
                    log.find(Item.GROUP.is("five"));
                    log.step(3);
                    log.find(Item.GROUP.is("three"));
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.put("x", Item.grouped(12, "three"));
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-8")
    void deletionByQuestion_isOfTheStateThatWasRead() { // G-single with write predicate
        Interleaving.of(bench())
                .given("y", Item.grouped(20, "twenty"))
                .transaction("T1", log -> {
                    log.step(1);
                    log.get("x");
                    log.step(4);
                    log.delete(Item.GROUP.is("twenty"));
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.getAll("x", "y");
                    log.put("x", 12);
                    log.step(3);
                    log.put("y", Item.grouped(18, "eighteen"));
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-8")
    void deletionByQuestion_betweenTheWritesOfAnother_isOfOneState() { // G-single, interleaved writes
        Interleaving.of(bench())
                .given("y", Item.grouped(20, "twenty"))
                .transaction("T1", log -> {
                    log.step(1);
                    log.get("x");
                    log.step(3);
                    log.delete(Item.GROUP.is("twenty"));
                    log.step(5);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.find(Condition.all());
                    log.put("x", 12);
                    log.step(4);
                    log.put("y", Item.grouped(18, "eighteen"));
                })
                .assertSerial();
    }
}
