// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenPort.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storageport.port.CodePointOrder;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoredRecord;
import dev.storageport.tck.fixture.Samples;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kit notices ports that are wrong about text, order, JSON and numbers. */
final class BrokenValuesTest extends BrokenPortsTest {

    private static final Pattern LONG_INTEGER = Pattern.compile("(?<=[\\[,:])-?\\d{16,20}(?=[,\\]}])");

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(texts(), orders(), values()).flatMap(ports -> ports);
    }

    private static Stream<BrokenPort> texts() {
        return Stream.of(
                operations(
                        "cuts keys after 255 characters",
                        "TEXT-1",
                        MisroutedOperations.keys(key -> key.substring(0, Math.min(255, key.length())))),
                operations(
                        "merges keys that differ in case",
                        "TEXT-4",
                        MisroutedOperations.keys(key -> key.toLowerCase(Locale.ROOT))),
                operations(
                        "merges keys that differ in blanks at the end",
                        "TEXT-4",
                        MisroutedOperations.keys(key -> key.isBlank() ? key : key.stripTrailing())),
                operations(
                        "merges keys that differ in normalisation",
                        "TEXT-4",
                        MisroutedOperations.keys(key -> Normalizer.normalize(key, Normalizer.Form.NFC))),
                operations(
                        "cuts keys at U+FFFE", "TEXT-4", MisroutedOperations.keys(key -> key.replace('\ufffe', '?'))),
                operations(
                        "normalises strings",
                        "TEXT-4",
                        AlteredOperations.readBody(body -> Normalizer.normalize(body, Normalizer.Form.NFC))),
                operations(
                        "drops byte order marks",
                        "TEXT-4",
                        AlteredOperations.readBody(body -> body.replace("\ufeff", ""))),
                operations("compares index texts without case", "TEXT-4", lowerCaseIndexTexts()),
                operations(
                        "cuts index texts after 1000 characters",
                        "TEXT-5",
                        AlteredOperations.put(put -> AlteredOperations.withIndexTexts(
                                put, (index, text) -> text.substring(0, Math.min(1000, text.length()))))),
                operations("keeps index texts in capitals of the default locale", "TEXT-6", capitalIndexTexts()),
                operations(
                        "shows times in the default time zone",
                        "TEXT-6",
                        AlteredOperations.readTimes(
                                time -> time.plusMillis(TimeZone.getDefault().getRawOffset()))));
    }

    private static Stream<BrokenPort> orders() {
        return Stream.of(
                operations("orders keys by UTF-16 units", "ORD-1", sortedKeys(Comparator.naturalOrder())),
                operations(
                        "orders keys without case first",
                        "ORD-1",
                        sortedKeys(String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()))),
                operations(
                        "orders equal times by ascending key always",
                        "ORD-2",
                        AlteredOperations.scanned(scan -> BrokenValuesTest::keysAscendInEqualTimes)),
                operations(
                        "orders by insertion if no order is asked",
                        "ORD-3",
                        AlteredOperations.scan(scan -> scan.order().equals(Order.KEY)
                                ? AlteredOperations.with(scan, scan.filter(), new Order(Attribute.CREATED_AT, false))
                                : scan)),
                operations(
                        "orders the owners of an index value last to first",
                        "ORD-3",
                        AlteredOperations.scan(scan -> scan.filter() instanceof Filter.In
                                ? AlteredOperations.with(
                                        scan,
                                        scan.filter(),
                                        new Order(scan.order().by(), true))
                                : scan)));
    }

    private static Stream<BrokenPort> values() {
        return Stream.of(
                operations(
                        "orders members by name",
                        "JSON-1",
                        AlteredOperations.readBody(
                                body -> sortedMembers(Samples.json(body)).toString())),
                operations(
                        "cuts fractions of seconds after microseconds",
                        "JSON-11",
                        AlteredOperations.readBody(body -> body.replaceAll("(:\\d\\d\\.\\d{6})\\d+", "$1"))),
                operations(
                        "repairs numbers that are too long",
                        "JSON-10",
                        AlteredOperations.readBody(body -> body.replaceAll("\\d{401,}", "0"))),
                operations(
                        "drops members that are null",
                        "JSON-4",
                        AlteredOperations.readBody(
                                body -> body.replaceAll("\"[a-z]+\":null,?", "").replace(",}", "}"))),
                operations(
                        "reads empty texts as null",
                        "JSON-4",
                        AlteredOperations.readBody(body -> body.replace(":\"\"", ":null"))),
                operations(
                        "reads empty arrays as empty objects",
                        "JSON-4",
                        AlteredOperations.readBody(body -> body.replace(":[]", ":{}"))),
                operations(
                        "loses documents over a megabyte",
                        "JSON-5",
                        AlteredOperations.readBody(body -> body.length() > 1 << 20 ? "{}" : body)),
                operations(
                        "flattens what is nested deeper than 100",
                        "JSON-5",
                        AlteredOperations.readBody(body -> body.startsWith("[".repeat(101)) ? "[]" : body)),
                operations(
                        "takes texts of digits for numbers",
                        "JSON-9",
                        AlteredOperations.readBody(body -> body.replaceAll("\"([1-9][0-9]*)\"(?=[,\\]])", "$1"))),
                operations(
                        "turns doubles into integers",
                        "NUM-1",
                        AlteredOperations.readBody(body -> body.replaceAll("(?<=[0-9])\\.0(?=[,\\]}])", ""))),
                operations(
                        "reads decimals as doubles",
                        "NUM-1",
                        AlteredOperations.readBody(body -> Samples.json(body).toString())),
                operations(
                        "reads long integers through doubles",
                        "NUM-2",
                        AlteredOperations.readBody(body -> LONG_INTEGER
                                .matcher(body)
                                .replaceAll(digits -> new BigDecimal(Double.parseDouble(digits.group()))
                                        .toBigInteger()
                                        .toString()))),
                operations(
                        "reads zero as negative zero",
                        "NUM-5",
                        AlteredOperations.readBody(body -> body.replaceAll("(?<=[\\[,:])0\\.0(?=[,\\]}])", "-0.0"))));
    }

    private static UnaryOperator<RecordOperations> lowerCaseIndexTexts() {
        UnaryOperator<String> lower = text -> text.toLowerCase(Locale.ROOT);
        return indexTexts(lower, lower);
    }

    /** Right in most places, since what is asked for is put into capitals too; but by the rules of another locale. */
    private static UnaryOperator<RecordOperations> capitalIndexTexts() {
        return indexTexts(text -> text.toUpperCase(Locale.getDefault()), text -> text.toUpperCase(Locale.ROOT));
    }

    private static UnaryOperator<RecordOperations> indexTexts(
            UnaryOperator<String> written, UnaryOperator<String> asked) {
        UnaryOperator<RecordOperations> puts = AlteredOperations.put(
                put -> AlteredOperations.withIndexTexts(put, (index, text) -> written.apply(text)));
        UnaryOperator<RecordOperations> filters =
                AlteredFilters.values(value -> value instanceof IndexValue.TextValue text
                        ? new IndexValue.TextValue(asked.apply(text.value()))
                        : value);
        return operations -> filters.apply(puts.apply(operations));
    }

    private static UnaryOperator<RecordOperations> sortedKeys(Comparator<String> wrong) {
        return AlteredOperations.scanned(scan -> records -> {
            if (scan.order().by() != Attribute.KEY) {
                return records;
            }
            Comparator<StoredRecord> byKey = Comparator.comparing(StoredRecord::key, wrong);
            return records.stream()
                    .sorted(scan.order().descending() ? byKey.reversed() : byKey)
                    .toList();
        });
    }

    private static List<StoredRecord> keysAscendInEqualTimes(List<StoredRecord> records) {
        List<StoredRecord> sorted = new ArrayList<>(records);
        boolean descending = records.size() > 1
                && records.get(0)
                        .updatedAt()
                        .isAfter(records.get(records.size() - 1).updatedAt());
        Comparator<StoredRecord> byTime = Comparator.comparing(StoredRecord::updatedAt);
        sorted.sort(
                (descending ? byTime.reversed() : byTime).thenComparing(StoredRecord::key, CodePointOrder.INSTANCE));
        return sorted;
    }

    private static JsonNode sortedMembers(JsonNode tree) {
        if (!(tree instanceof ObjectNode object)) {
            return tree;
        }
        TreeMap<String, JsonNode> members = new TreeMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return object.removeAll().setAll(members);
    }
}
