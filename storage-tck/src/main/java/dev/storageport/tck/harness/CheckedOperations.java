// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operations of a port whose results have the shape that the library takes for granted: an outcome for each write, no key that was not
 * asked for, every part that was. Whether they are right is for the rules to say.
 */
final class CheckedOperations implements RecordOperations {

    private final RecordOperations operations;
    private final PortChecks checks;

    CheckedOperations(RecordOperations operations, PortChecks checks) {
        this.operations = operations;
        this.checks = checks;
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        Map<String, StoredRecord> found = checks.operation("read", () -> operations.read(collection, keys, projection));
        Set<String> asked = new HashSet<>(keys);
        found.forEach((key, record) -> {
            checks.require(asked.contains(key), "read", "returned the key " + key + ", which was not asked for");
            checkRecord("read", record, projection);
        });
        return found;
    }

    /** Requires that a record is one, with the parts that were asked for and no others. */
    private void checkRecord(String method, @Nullable StoredRecord record, Projection projection) {
        checks.require(record != null, method, "returned null instead of a record");
        StoredRecord present = Objects.requireNonNull(record);
        checks.require(
                present.key() != null
                        && present.createdAt() != null
                        && present.updatedAt() != null
                        && present.body() != null
                        && present.content() != null
                        && present.bytes() != null,
                method,
                "returned a record with a null in it");
        checks.require(
                present.body().isPresent() == projection.body(),
                method,
                "returned a record " + (projection.body() ? "without" : "with") + " its body for the projection "
                        + projection);
        checks.require(
                present.bytes().isPresent() == projection.size(),
                method,
                "returned a record " + (projection.size() ? "without" : "with") + " its size for the projection "
                        + projection);
        checks.require(
                projection.content() || present.content().isEmpty(),
                method,
                "returned a record with its content for the projection " + projection);
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        List<WriteOutcome> outcomes = checks.operation("write", () -> operations.write(writes));
        checks.require(
                outcomes.size() == writes.size(),
                "write",
                "returned " + outcomes.size() + " outcomes for " + writes.size() + " writes");
        for (int i = 0; i < writes.size(); i++) {
            WriteOutcome outcome = outcomes.get(i);
            Write write = writes.get(i);
            checks.require(
                    fits(write, outcome),
                    "write",
                    "returned the outcome "
                            + (outcome == null ? null : outcome.getClass().getSimpleName())
                            + " at the place of a " + write.getClass().getSimpleName()
                            + (isUnconditional(write) ? " without a precondition" : "")
                            + ": outcomes come in the order of the writes, one for each");
        }
        return outcomes;
    }

    private static boolean fits(Write write, @Nullable WriteOutcome outcome) {
        if (outcome instanceof WriteOutcome.NotApplied) {
            return !isUnconditional(write);
        }
        if (write instanceof Write.Delete) {
            return outcome instanceof WriteOutcome.Deleted;
        }
        return outcome instanceof WriteOutcome.Written written
                && written.createdAt() != null
                && written.updatedAt() != null;
    }

    private static boolean isUnconditional(Write write) {
        return write instanceof Write.Put put && put.precondition() instanceof Precondition.None;
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        return number("delete", checks.operation("delete", () -> operations.delete(collection, filter)));
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return number("count", checks.operation("count", () -> operations.count(collection, filter)));
    }

    private long number(String method, long number) {
        checks.require(number >= 0, method, "returned the number " + number);
        return number;
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        List<ValueCount> counts = checks.operation("countBy", () -> operations.countBy(collection, filter, index));
        for (ValueCount count : counts) {
            checks.require(
                    count != null
                            && count.value() != null
                            && !(count.value() instanceof IndexValue.MultiValue)
                            && count.records() > 0,
                    "countBy",
                    "returned what is no single value with a positive number of records");
        }
        return counts;
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return new CheckedCursor(
                checks.operation("scan", () -> operations.scan(scan)),
                checks,
                record -> checkRecord("RecordCursor.next", record, scan.projection()));
    }

    @Override
    public List<String> explain(Scan scan) {
        List<String> lines = checks.operation("explain", () -> operations.explain(scan));
        checks.require(lines.stream().allMatch(Objects::nonNull), "explain", "returned a line that is null");
        return lines;
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        RecordStatistics found = checks.operation("summarize", () -> operations.summarize(collection, percentiles));
        boolean empty = found.records() == 0;
        checks.require(found.records() >= 0, "summarize", "counted " + found.records() + " records");
        checks.require(
                found.oldest() != null
                        && found.newest() != null
                        && found.oldest().isEmpty() == empty
                        && found.newest().isEmpty() == empty,
                "summarize",
                "returned oldest " + found.oldest() + " and newest " + found.newest() + " for " + found.records()
                        + " records");
        int wanted = empty ? 0 : percentiles.size();
        checks.require(
                found.updatedAtPercentiles().size() == wanted,
                "summarize",
                "returned " + found.updatedAtPercentiles().size() + " percentiles of " + found.records()
                        + " records for " + percentiles.size() + " that were asked for");
        return found;
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        List<StoredRecord> stale =
                checks.operation("staleRecords", () -> operations.staleRecords(collection, index, after, limit));
        checks.require(
                stale.size() <= limit,
                "staleRecords",
                "returned " + stale.size() + " records where " + limit + " are the limit");
        String last = after.orElse(null);
        for (StoredRecord record : stale) {
            checkRecord("staleRecords", record, Projection.BODY);
            checks.require(
                    last == null || CodePointOrder.INSTANCE.compare(last, record.key()) < 0,
                    "staleRecords",
                    "returned the key " + record.key() + " behind " + last + ": records come in key order, behind the"
                            + " key that was given");
            last = record.key();
        }
        return stale;
    }
}
