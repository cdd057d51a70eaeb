// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The comparison of random sequences notices mistakes by itself, without the test that is written for each. */
final class BrokenSameTest extends BrokenPortsTest {

    /** A seed of its own, so that a mistake that random steps seldom meet is met in each run of this test. */
    private static final Map<String, String> FIXED =
            Map.of("storage.tck.seed", "20260301", "storage.tck.sequences", "60");

    @BeforeAll
    static void fixTheSeed() {
        FIXED.forEach(System::setProperty);
    }

    @AfterAll
    static void freeTheSeed() {
        FIXED.keySet().forEach(System::clearProperty);
    }

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                        BrokenQueriesTest.PREFIX,
                        BrokenQueriesTest.RANGE,
                        BrokenQueriesTest.ORDER,
                        BrokenQueriesTest.LIMIT,
                        BrokenQueriesTest.DELETED,
                        BrokenQueriesTest.PERCENTILES,
                        BrokenQueriesTest.BYTES,
                        BrokenWritesTest.NOT_ATOMIC,
                        BrokenWritesTest.OLD_CONTENT,
                        BrokenWritesTest.NO_CONTENT,
                        BrokenWritesTest.STALE_INDEX,
                        BrokenWritesTest.NOT_UNIQUE,
                        BrokenTransactionsTest.NO_ROLLBACK,
                        BrokenTransactionsTest.OWN_WRITES,
                        BrokenConditionsTest.UNKNOWN,
                        BrokenConditionsTest.IS_NOT,
                        BrokenConditionsTest.BOUNDS,
                        BrokenConditionsTest.OR,
                        BrokenConditionsTest.UNCONDITIONAL,
                        BrokenIndexesTest.FIRST_VALUE,
                        BrokenIndexesTest.ALL_AS_ANY,
                        BrokenIndexesTest.ABSENT_FIRST,
                        BrokenIndexesTest.ABSENT_LAST,
                        BrokenIndexesTest.TIES,
                        BrokenIndexesTest.SKIPPING,
                        BrokenIndexesTest.LOSING,
                        BrokenSearchTest.WILDCARDS,
                        BrokenSearchTest.SHORT,
                        BrokenSearchTest.ANY,
                        BrokenSearchTest.OLD_TEXT,
                        BrokenSearchTest.ACROSS,
                        BrokenSearchTest.BY_PLACE)
                .map(broken -> new BrokenPort(broken.mistake(), "SAME-1", broken.breakage()));
    }
}
