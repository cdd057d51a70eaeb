// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparison of random sequences notices mistakes by itself, without the test that is written for each. */
final class BrokenSameTest {

    /** A seed of its own, so that a mistake that random steps seldom meet is met in each run of this test. */
    private static final Map<String, String> FIXED =
            Map.of("storage.tck.seed", "20260301", "storage.tck.sequences", "60");

    @TempDir
    private Path reports;

    @BeforeAll
    static void fixTheSeed() {
        FIXED.forEach(System::setProperty);
    }

    @AfterAll
    static void freeTheSeed() {
        FIXED.keySet().forEach(System::clearProperty);
    }

    @ParameterizedTest
    @MethodSource
    void brokenPort_differs(BrokenPort broken) {
        new BrokenPort(broken.mistake(), "SAME-1", broken.breakage()).assertNoticed(reports);
    }

    static Stream<BrokenPort> brokenPort_differs() {
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
                BrokenSearchTest.BY_PLACE);
    }
}
