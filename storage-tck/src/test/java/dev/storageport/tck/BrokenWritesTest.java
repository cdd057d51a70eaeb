// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenOperations.puts;
import static dev.storageport.tck.BrokenOperations.withContent;
import static dev.storageport.tck.BrokenPort.operations;

import dev.storageport.UniqueViolationException;
import dev.storageport.port.ContentChange;
import dev.storageport.port.IndexValue;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The kit notices ports that are wrong about batches, contents and indexes. */
final class BrokenWritesTest extends BrokenPortsTest {

    static final BrokenPort NOT_ATOMIC =
            operations("writes a batch one by one", "BATCH-2", BrokenOperations::writesOneByOne);
    static final BrokenPort BACKWARDS =
            operations("writes a batch in another order", "INDEX-7", BrokenOperations::writesBackwards);
    static final BrokenPort OLD_CONTENT = operations(
            "keeps the old content of a document that is replaced",
            "CONT-3",
            puts(put ->
                    put.content() instanceof ContentChange.Remove ? withContent(put, new ContentChange.Keep()) : put));
    static final BrokenPort NO_CONTENT = operations(
            "drops the content at an update",
            "CONT-3",
            puts(put ->
                    put.content() instanceof ContentChange.Keep ? withContent(put, new ContentChange.Remove()) : put));
    static final BrokenPort STALE_INDEX =
            new BrokenPort("leaves the index at the first values", "INDEX-1", BrokenWritesTest::stale);
    static final BrokenPort NOT_UNIQUE =
            operations("drops a value that has another owner", "INDEX-2", BrokenWritesTest::notUnique);

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                NOT_ATOMIC,
                BACKWARDS,
                OLD_CONTENT,
                NO_CONTENT,
                STALE_INDEX,
                NOT_UNIQUE,
                operations("reads each key by itself", "BATCH-1", BrokenOperations::readsEachKeyByItself),
                operations("reads the first thousand keys", "BATCH-5", BrokenOperations::readsTheFirstThousandKeys),
                operations("says it deleted what was not there", "BATCH-4", BrokenOperations::deletesWhatIsNotThere),
                operations(
                        "returns the content of another key", "CONT-1", BrokenOperations::readsContentOfTheFirstRecord),
                operations("stores no value as a text", "INDEX-4", puts(BrokenWritesTest::nullAsText)),
                operations(
                        "compares texts in lower case",
                        "INDEX-5",
                        right -> puts(BrokenWritesTest::lowerCase)
                                .andThen(AlteredFilters.values(BrokenWritesTest::lowerCase))
                                .apply(right)),
                operations(
                        "keeps numbers as doubles",
                        "INDEX-5",
                        right -> puts(BrokenWritesTest::asDoubles)
                                .andThen(AlteredFilters.values(BrokenWritesTest::asDouble))
                                .apply(right)));
    }

    private static StoragePort stale(StoragePort port) {
        Map<String, Map<String, IndexValue>> first = new ConcurrentHashMap<>();
        return new ForwardingPort(
                port,
                puts(put -> withIndexValues(
                        put, first.computeIfAbsent(put.collection().name() + put.key(), key -> put.indexValues()))));
    }

    private static RecordOperations notUnique(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                try {
                    return super.write(writes);
                } catch (UniqueViolationException violation) {
                    return super.write(writes.stream()
                            .map(write -> write instanceof Write.Put put ? withIndexValues(put, Map.of()) : write)
                            .toList());
                }
            }
        };
    }

    private static Write.Put nullAsText(Write.Put put) {
        Map<String, IndexValue> values = new HashMap<>(put.indexValues());
        put.collection()
                .valueIndexes()
                .forEach(index -> values.putIfAbsent(index.name(), new IndexValue.TextValue("null")));
        return withIndexValues(put, values);
    }

    private static Write.Put lowerCase(Write.Put put) {
        Map<String, IndexValue> values = new HashMap<>(put.indexValues());
        values.replaceAll((name, value) -> lowerCase(value));
        return withIndexValues(put, values);
    }

    private static IndexValue lowerCase(IndexValue value) {
        return value instanceof IndexValue.TextValue text
                ? new IndexValue.TextValue(text.value().toLowerCase(Locale.ROOT))
                : value;
    }

    private static Write.Put asDoubles(Write.Put put) {
        Map<String, IndexValue> values = new HashMap<>(put.indexValues());
        values.replaceAll((name, value) -> asDouble(value));
        return withIndexValues(put, values);
    }

    private static IndexValue asDouble(IndexValue value) {
        return value instanceof IndexValue.IntegerValue whole
                ? new IndexValue.IntegerValue((long) (double) whole.value())
                : value;
    }

    private static Write.Put withIndexValues(Write.Put put, Map<String, IndexValue> values) {
        return new Write.Put(
                put.collection(),
                put.key(),
                put.precondition(),
                put.body(),
                put.bodyBytes(),
                put.dataVersion(),
                values,
                put.content(),
                put.firstRevision(),
                put.now());
    }
}
