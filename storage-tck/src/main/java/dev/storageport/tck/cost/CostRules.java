// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.cost;

import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import org.junit.jupiter.api.Test;

/** FIND: what questions cost that an index can answer. Counted, not timed. */
abstract class CostRules extends Topic {

    /** Returns how much the database has worked; asked when no storage is open. */
    abstract long work();

    @Test
    @Rule("FIND-11")
    void questions_thatAnIndexAnswers_doNotReadTheWholeCollection() {
        new QuestionCosts(bench(), this::work).assertBounded();
    }
}
