// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenPort.operations;

import dev.storageport.SchemaMode;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.StoragePort;
import dev.storageport.tck.harness.ForwardingPort;
import dev.storageport.tck.harness.PositionedRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kit notices ports that are wrong about many values, presence, versions, orders by an index, and pages. */
final class BrokenIndexesTest extends BrokenPortsTest {

    static final BrokenPort FIRST_VALUE = operations(
            "indexes the first of many values", "INDEX-8", BrokenIndexWrites.values(IndexKind.MULTI_VALUE, many -> {
                return Optional.of(new IndexValue.MultiValue(
                        ((IndexValue.MultiValue) many).values().subList(0, 1)));
            }));
    static final BrokenPort ALL_AS_ANY =
            operations("takes `and` of values of one index for `or`", "INDEX-9", AlteredFilters.whole(filter -> {
                return filter instanceof Filter.And and && and.parts().stream().allMatch(BrokenIndexesTest::isOfTags)
                        ? new Filter.Or(and.parts())
                        : filter;
            }));
    static final BrokenPort ABSENT_FIRST = operations(
            "puts absent values first, ascending",
            "ORD-4",
            AlteredScans.reordered((order, right) -> order.descending() ? right : absentAtTheOtherEnd(order, right)));
    static final BrokenPort ABSENT_LAST = operations(
            "puts absent values last, descending",
            "ORD-4",
            AlteredScans.reordered((order, right) -> order.descending() ? absentAtTheOtherEnd(order, right) : right));
    static final BrokenPort TIES = operations(
            "orders equal values by ascending key always",
            "ORD-4",
            AlteredScans.reordered(BrokenIndexesTest::keysAscendInEqualValues));
    static final BrokenPort SKIPPING = operations(
            "continues behind all equal values",
            "PAGE-1",
            AlteredScans.paged((scan, all) -> scan.after()
                    .<List<PositionedRecord>>map(after -> AlteredScans.followers(all, after).stream()
                            .filter(listed -> !(scan.order().by() instanceof Field.Indexed)
                                    || !listed.position().value().equals(after.value()))
                            .toList())
                    .orElse(all)));
    static final BrokenPort LOSING = operations(
            "loses absent values behind the first page",
            "PAGE-1",
            AlteredScans.paged((scan, all) -> scan.after()
                    .<List<PositionedRecord>>map(after -> AlteredScans.followers(all, after).stream()
                            .filter(listed -> !(scan.order().by() instanceof Field.Indexed)
                                    || listed.position().value().isPresent())
                            .toList())
                    .orElse(all)));

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                FIRST_VALUE,
                ALL_AS_ANY,
                ABSENT_FIRST,
                ABSENT_LAST,
                TIES,
                SKIPPING,
                LOSING,
                new BrokenPort(
                        "adds values and takes none away",
                        "INDEX-8",
                        BrokenIndexWrites.remembering(
                                IndexKind.MULTI_VALUE, (before, value) -> Optional.of(union(before, value)))),
                operations(
                        "takes an empty text for an absent one",
                        "INDEX-10",
                        BrokenIndexWrites.written((write, index, value) ->
                                value.filter(text -> !text.equals(new IndexValue.TextValue(""))))),
                new BrokenPort("takes all versions of an index for one", "INDEX-11", BrokenIndexesTest::oneVersion),
                operations(
                        "keeps the first hundred of many values",
                        "INDEX-12",
                        BrokenIndexWrites.values(
                                IndexKind.MULTI_VALUE,
                                many -> Optional.of(new IndexValue.MultiValue(((IndexValue.MultiValue) many)
                                        .values().stream().limit(100).toList())))),
                operations(
                        "orders texts of an index by UTF-16 units",
                        "ORD-4",
                        AlteredScans.reordered((order, right) -> sorted(
                                order,
                                right,
                                (l, r) -> l instanceof IndexValue.TextValue left
                                                && r instanceof IndexValue.TextValue other
                                        ? left.value().compareTo(other.value())
                                        : 0))),
                operations(
                        "orders UUIDs by signed halves",
                        "ORD-4",
                        AlteredScans.reordered((order, right) -> sorted(
                                order,
                                right,
                                (l, r) -> l instanceof IndexValue.UuidValue left
                                                && r instanceof IndexValue.UuidValue other
                                        ? left.value().compareTo(other.value())
                                        : 0))),
                operations(
                        "finds the place of a page by the document before it",
                        "PAGE-2",
                        AlteredScans.reordered((order, right) -> right)),
                operations(
                        "repeats the last document of a page",
                        "PAGE-1",
                        AlteredScans.paged((scan, all) -> scan.after()
                                .map(after -> all.subList(
                                        Math.max(
                                                0,
                                                all.size()
                                                        - AlteredScans.followers(all, after)
                                                                .size()
                                                        - 1),
                                        all.size()))
                                .orElse(all))),
                operations(
                        "pays no regard to what it was given as the place of a page",
                        "PAGE-3",
                        AlteredScans.paged((scan, all) -> all)),
                operations(
                        "returns a document less than the limit",
                        "PAGE-5",
                        AlteredScans.paged((scan, all) -> AlteredScans.followers(all, scan.after()).stream()
                                .limit(scan.limit().orElse(Integer.MAX_VALUE) - 1L)
                                .toList())));
    }

    private static boolean isOfTags(Filter filter) {
        return filter instanceof Filter.In in && in.field().equals(new Field.Indexed("tags"));
    }

    private static List<PositionedRecord> absentAtTheOtherEnd(Order order, List<PositionedRecord> right) {
        if (!(order.by() instanceof Field.Indexed)) {
            return right;
        }
        Comparator<PositionedRecord> absentFirst =
                Comparator.comparing(listed -> listed.position().value().isPresent());
        return right.stream()
                .sorted(order.descending() ? absentFirst.reversed() : absentFirst)
                .toList();
    }

    private static List<PositionedRecord> keysAscendInEqualValues(Order order, List<PositionedRecord> right) {
        if (!order.descending() || !(order.by() instanceof Field.Indexed)) {
            return right;
        }
        List<PositionedRecord> sorted = new ArrayList<>();
        for (PositionedRecord listed : right) {
            int at = sorted.size();
            while (at > 0
                    && sorted.get(at - 1)
                            .position()
                            .value()
                            .equals(listed.position().value())) {
                at--;
            }
            sorted.add(at, listed);
        }
        return sorted;
    }

    private static List<PositionedRecord> sorted(
            Order order, List<PositionedRecord> right, Comparator<IndexValue> wrong) {
        Comparator<PositionedRecord> byValue = (left, other) ->
                left.position().value().isPresent() && other.position().value().isPresent()
                        ? wrong.compare(
                                left.position().value().get(),
                                other.position().value().get())
                        : 0;
        List<PositionedRecord> present = right.stream()
                .filter(listed -> listed.position().value().isPresent())
                .sorted((order.descending() ? byValue.reversed() : byValue))
                .toList();
        List<PositionedRecord> sorted = new ArrayList<>(right);
        sorted.removeAll(present);
        sorted.addAll(order.descending() ? sorted.size() : 0, present);
        return sorted;
    }

    private static IndexValue union(IndexValue before, Optional<IndexValue> value) {
        Set<IndexValue> all = new LinkedHashSet<>(((IndexValue.MultiValue) before).values());
        value.ifPresent(many -> all.addAll(((IndexValue.MultiValue) many).values()));
        return new IndexValue.MultiValue(List.copyOf(all));
    }

    private static StoragePort oneVersion(StoragePort port) {
        return new ForwardingPort(port, MisroutedOperations.collections(BrokenIndexesTest::firstVersions)) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                return super.prepare(
                        new Catalog(catalog.collections().stream()
                                .map(BrokenIndexesTest::firstVersions)
                                .toList()),
                        mode);
            }
        };
    }

    private static CollectionDefinition firstVersions(CollectionDefinition collection) {
        return new CollectionDefinition(
                collection.name(),
                collection.indexes().stream()
                        .map(index -> new IndexDefinition(index.name(), index.kind(), index.type(), 1))
                        .toList());
    }
}
