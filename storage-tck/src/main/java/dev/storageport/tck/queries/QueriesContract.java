// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The chapter on queries. Finding, counting, ordering and paging: conditions, indexes, searches, scans and sums. Extend it to run it
 * alone.
 */
@Tag("queries")
public abstract class QueriesContract extends Contract {

    /** For subclasses. */
    protected QueriesContract() {}

    @Nested
    final class Attribute extends AttributeRules {}

    @Nested
    final class ClockCondition extends ClockConditionRules {}

    @Nested
    final class Condition extends ConditionRules {}

    @Nested
    final class Count extends CountRules {}

    @Nested
    final class Explain extends ExplainRules {}

    @Nested
    final class Find extends FindRules {}

    @Nested
    final class Index extends IndexRules {}

    @Nested
    final class IndexOrder extends IndexOrderRules {}

    @Nested
    final class IndexValue extends IndexValueRules {}

    @Nested
    final class ManyValue extends ManyValueRules {}

    @Nested
    final class Order extends OrderRules {}

    @Nested
    final class Metadata extends MetadataRules {}

    @Nested
    final class Page extends PageRules {}

    @Nested
    final class PageChange extends PageChangeRules {}

    @Nested
    final class Presence extends PresenceRules {}

    @Nested
    final class Range extends RangeRules {}

    @Nested
    final class Ranking extends RankingRules {}

    @Nested
    final class Scan extends ScanRules {}

    @Nested
    final class Search extends SearchRules {}

    @Nested
    final class SearchText extends SearchTextRules {}

    @Nested
    final class Summary extends SummaryRules {}

    @Nested
    final class TimeIndex extends TimeIndexRules {}
}
