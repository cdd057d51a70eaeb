// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import dev.storageport.Condition;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** ISO: single operations are transactions of one operation, beside others. Documents x and y begin as 10 and 20. */
abstract class SingleOperationRules extends Topic {

    /** A transaction that writes x, lets the readings come, and writes y; then come other readings. */
    private void assertSeesWhole(Consumer<SessionLog> reading) {
        Interleaving.of(bench())
                .given("x", Item.grouped(10, "old"))
                .given("y", Item.grouped(20, "old"))
                .transaction("T1", log -> {
                    log.step(1);
                    log.put("x", Item.grouped(11, "new"));
                    log.step(3);
                    log.put("y", Item.grouped(21, "new"));
                    log.insert("z", Item.grouped(31, "new"));
                    log.step(5);
                })
                .operation("before", 2, reading)
                .operation("between", 4, reading)
                .operation("after", 6, reading)
                .assertSerial();
    }

    @Test
    @Rule("ISO-12")
    void getAll_besideATransaction_seesAllOrNothingOfIt() {
        assertSeesWhole(log -> log.getAll("x", "y", "z"));
    }

    @Test
    @Rule("ISO-12")
    void find_besideATransaction_seesAllOrNothingOfIt() {
        assertSeesWhole(log -> log.find(Item.GROUP.is("new")));
    }

    @Test
    @Rule("ISO-12")
    void stream_besideATransaction_seesAllOrNothingOfIt() {
        assertSeesWhole(log -> log.stream(Condition.all()));
    }

    @Test
    @Rule("ISO-12")
    void counts_besideATransaction_seeAllOrNothingOfIt() {
        assertSeesWhole(log -> log.count(Item.GROUP.is("new")));
        assertSeesWhole(SessionLog::countByGroup);
    }

    @Test
    @Rule("ISO-12")
    void existsAndGet_besideATransaction_seeAllOrNothingOfIt() {
        assertSeesWhole(log -> log.exists(Item.GROUP.is("new")));
        assertSeesWhole(log -> log.get("z"));
    }

    /** A transaction that reads x, lets the write come, and writes what it makes of what it read. */
    private void assertNotLost(Consumer<SessionLog> write) {
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    int read = log.get("x");
                    log.step(3);
                    log.put("x", read + 1);
                })
                .operation("write", 2, write)
                .assertSerial();
    }

    @Test
    @Rule("ISO-12")
    void put_betweenReadAndWriteOfATransaction_isNotLost() {
        assertNotLost(log -> log.put("x", 100));
    }

    @Test
    @Rule("ISO-12")
    void update_betweenReadAndWriteOfATransaction_isNotLost() {
        assertNotLost(log -> log.update("x", item -> Item.of(item.number() + 100)));
    }

    @Test
    @Rule("ISO-12")
    void delete_betweenReadAndWriteOfATransaction_isNotLost() {
        assertNotLost(log -> log.delete("x"));
        assertNotLost(log -> log.delete(Condition.keyStartsWith("x")));
    }

    /** A transaction that read y and writes x, and an operation that overlooks that and writes y: not both came first. */
    private void assertNoSkew(String found, Consumer<SessionLog> operation) {
        Interleaving.of(bench())
                .given("x", Item.grouped(10, "red"))
                .transaction("T1", log -> {
                    log.step(1);
                    log.find(Item.GROUP.is(found));
                    log.step(3);
                    log.insert("z", Item.grouped(30, "red"));
                })
                .operation("write", 2, operation)
                .assertSerial();
    }

    @Test
    @Rule("ISO-12")
    void deleteByCondition_andATransactionThatInsertsWhatItAsksFor_areInSomeOrder() {
        assertNoSkew("red", log -> log.delete(Item.GROUP.is("red")));
    }

    @Test
    @Rule("ISO-12")
    void deleteByLimitedQuery_andATransactionThatInsertsWhatItAsksFor_areInSomeOrder() {
        assertNoSkew(
                "red", log -> log.delete(Item.GROUP.is("red").byKeyDescending().limit(1)));
    }

    @Test
    @Rule("ISO-12")
    void insert_andATransactionThatAskedForIt_areInSomeOrder() {
        assertNoSkew("blue", log -> log.insert("z", Item.grouped(31, "blue")));
    }

    /** Two reads of a transaction, and between them a write that is seen by a reading which is no part of it. */
    @Test
    @Rule("ISO-12")
    void put_betweenTheReadsOfATransaction_isSeenByBothOrNone() {
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.get("x");
                    log.step(4);
                    log.getAll("x", "y");
                    log.count(Condition.all());
                })
                .operation("put", 2, log -> log.put("y", 21))
                .operation("insert", 3, log -> log.insert("z", Item.of(30)))
                .assertSerial();
    }

    /** A single write belongs to the order as a transaction does: here it would close a circle of three. */
    @Test
    @Rule("ISO-12")
    void put_seenByOneTransactionAndOverlookedByAnother_isInSomeOrderWithBoth() {
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.get("x");
                    log.step(4);
                    log.put("y", 21);
                })
                .operation("put", 2, log -> log.put("x", 11))
                .transaction("T2", log -> {
                    log.step(3);
                    log.getAll("x", "y");
                })
                .assertSerial();
    }

    @Test
    @Rule("ISO-12")
    void update_whoseDocumentChangesWhileItComputes_isAppliedToWhatIsThere() {
        Interleaving.of(bench())
                .operation(
                        "update",
                        1,
                        log -> log.update("x", item -> {
                            log.step(3);
                            return Item.of(item.number() + 1);
                        }))
                .transaction("T2", log -> {
                    log.step(2);
                    log.update("x", item -> Item.of(item.number() + 100));
                })
                .assertSerial();
    }
}
