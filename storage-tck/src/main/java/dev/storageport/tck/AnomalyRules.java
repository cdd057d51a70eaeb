// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.Condition;
import org.junit.jupiter.api.Test;

/**
 * ISO: what one transaction may see of another, in the interleavings of the Hermitage suite by their names there. Documents x and y begin as 10 and
 * 20.
 */
interface AnomalyRules {

    Workbench bench();

    @Test
    @Rule("ISO-1")
    default void writesOfTwoTransactions_areNotMixed() { // G0
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    part.put("x", 11);
                    part.step(4);
                    part.put("y", 21);
                    part.step(5);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.put("x", 12);
                    part.step(3);
                    part.put("y", 22);
                    part.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-2")
    default void writesThatAreRolledBack_areNotSeen() { // G1a
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    part.put("x", 101);
                    part.put("z", 30);
                    part.step(3);
                    throw Interleaving.rollback();
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.find(Condition.all());
                    part.step(4);
                    part.find(Condition.all());
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-3")
    default void writesThatAreOverwritten_areNotSeen() { // G1b
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    part.put("x", 101);
                    part.step(3);
                    part.put("x", 11);
                    part.step(4);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.get("x");
                    part.find(Condition.keyIs("x"));
                    part.step(5);
                    part.get("x");
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-4")
    default void twoTransactions_doNotBothSeeTheOther() { // G1c
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
                    part.put("y", 22);
                    part.step(4);
                    part.get("x");
                    part.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-5")
    default void transactionThatWasSeen_doesNotVanish() { // OTV
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    part.put("x", 11);
                    part.put("y", 19);
                    part.step(3);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.put("x", 12);
                    part.step(5);
                    part.put("y", 18);
                    part.step(7);
                })
                .transaction("T3", part -> {
                    part.step(4);
                    part.get("x");
                    part.step(6);
                    part.get("y");
                    part.step(8);
                    part.get("y");
                    part.get("x");
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-6")
    default void questionAskedTwice_findsTheSame() { // PMP
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    part.find(Item.GROUP.is("red"));
                    part.count(Item.GROUP.is("red"));
                    part.step(3);
                    part.find(Item.GROUP.is("red"));
                    part.count(Condition.all());
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.insert("z", Item.grouped(30, "red"));
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-6")
    default void deletionByQuestion_meetsWhatTheOtherLeft() { // PMP for writes
        Interleaving.of(bench())
                .given("x", Item.grouped(10, "ten"))
                .given("y", Item.grouped(20, "twenty"))
                .transaction("T1", part -> {
                    part.step(1);
                    part.put("x", Item.grouped(20, "twenty"));
                    part.put("y", Item.grouped(30, "thirty"));
                    part.step(3);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.delete(Item.GROUP.is("twenty"));
                    part.step(4);
                    part.find(Condition.all());
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-7")
    default void updatesOfOneDocument_areNotLost() { // P4
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    int read = part.get("x");
                    part.step(3);
                    part.put("x", read + 1);
                    part.step(5);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    int read = part.get("x");
                    part.step(4);
                    part.put("x", read + 100);
                    part.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-7")
    default void updateOfWhatTheOtherInserted_isNotLost() { // P4 on a document that was not there
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    int read = part.get("z");
                    part.step(3);
                    part.put("z", read + 1);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    int read = part.get("z");
                    part.step(4);
                    part.put("z", read + 100);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-8")
    default void readsOfOneTransaction_areOfOneState() { // G-single
        Interleaving.of(bench())
                .transaction("T1", part -> {
                    part.step(1);
                    part.get("x");
                    part.step(4);
                    part.get("y");
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.getAll("x", "y");
                    part.put("x", 12);
                    part.step(3);
                    part.put("y", 18);
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-8")
    default void questionsOfOneTransaction_areOfOneState() { // G-single with predicate dependencies
        Interleaving.of(bench())
                .given("x", Item.grouped(10, "five"))
                .transaction("T1", part -> {
                    part.step(1);
                    part.find(Item.GROUP.is("five"));
                    part.step(3);
                    part.find(Item.GROUP.is("three"));
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.put("x", Item.grouped(12, "three"));
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-8")
    default void deletionByQuestion_isOfTheStateThatWasRead() { // G-single with write predicate
        Interleaving.of(bench())
                .given("y", Item.grouped(20, "twenty"))
                .transaction("T1", part -> {
                    part.step(1);
                    part.get("x");
                    part.step(4);
                    part.delete(Item.GROUP.is("twenty"));
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.getAll("x", "y");
                    part.put("x", 12);
                    part.step(3);
                    part.put("y", Item.grouped(18, "eighteen"));
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-8")
    default void deletionByQuestion_betweenTheWritesOfAnother_isOfOneState() { // G-single, interleaved writes
        Interleaving.of(bench())
                .given("y", Item.grouped(20, "twenty"))
                .transaction("T1", part -> {
                    part.step(1);
                    part.get("x");
                    part.step(3);
                    part.delete(Item.GROUP.is("twenty"));
                    part.step(5);
                })
                .transaction("T2", part -> {
                    part.step(2);
                    part.find(Condition.all());
                    part.put("x", 12);
                    part.step(4);
                    part.put("y", Item.grouped(18, "eighteen"));
                })
                .assertSerial();
    }
}
