// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenPort.operations;

import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.tck.harness.ForwardingPort;
import dev.storageport.tck.harness.PositionedRecord;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The kit notices ports that are wrong about searching. */
final class BrokenSearchTest extends BrokenPortsTest {

    static final BrokenPort WILDCARDS =
            operations("gives % and _ a meaning", "SEARCH-1", searches(BrokenSearchTest::withoutWildcards));
    static final BrokenPort SHORT = operations(
            "finds no words of two characters",
            "SEARCH-3",
            searches(search ->
                    search.words().stream().anyMatch(word -> word.length() < 3) ? BrokenConditionsTest.NONE : search));
    static final BrokenPort ANY = operations(
            "finds what has any of the words",
            "SEARCH-4",
            searches(search -> new Filter.Or(search.words().stream()
                    .<Filter>map(word -> new Filter.Search(search.index(), List.of(word)))
                    .toList())));
    static final BrokenPort OLD_TEXT = new BrokenPort(
            "searches the first text of a document",
            "SEARCH-7",
            BrokenIndexWrites.remembering(IndexKind.SEARCH, (before, value) -> Optional.of(before)));
    static final BrokenPort ACROSS = operations(
            "finds words across texts",
            "SEARCH-8",
            BrokenIndexWrites.searchTexts(text -> text.replaceAll("[\\n\\x1f ]", "")));
    static final BrokenPort BY_PLACE =
            new BrokenPort("ranks by the place in the text", "SEARCH-5", BrokenSearchTest::rankedByPlace);

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                WILDCARDS,
                SHORT,
                ANY,
                OLD_TEXT,
                ACROSS,
                BY_PLACE,
                operations(
                        "finds whole words only",
                        "SEARCH-1",
                        right -> searches(search -> new Filter.Search(
                                        search.index(),
                                        search.words().stream()
                                                .map(word -> "<" + word + ">")
                                                .toList()))
                                .apply(BrokenIndexWrites.searchTexts(text -> text.replaceAll("[^ \\n\\x1f]+", "<$0>"))
                                        .apply(right))),
                operations(
                        "puts texts into capitals by the locale of the JVM",
                        "SEARCH-2",
                        folding(text -> text.toUpperCase(Locale.getDefault()), text -> text.toUpperCase(Locale.ROOT))),
                operations("overlooks accents", "SEARCH-2", folding(BrokenSearchTest::bare, BrokenSearchTest::bare)),
                operations(
                        "folds ASCII letters only",
                        "SEARCH-2",
                        folding(
                                UnaryOperator.identity(),
                                word -> word.chars().allMatch(c -> c < 128) ? word : word + '\u0301')),
                new BrokenPort(
                        "keeps the text of what is gone",
                        "SEARCH-7",
                        BrokenIndexWrites.remembering(
                                IndexKind.SEARCH, (before, value) -> value.isPresent() ? value : Optional.of(before))),
                operations(
                        "searches the first 64 kilobytes",
                        "SEARCH-6",
                        BrokenIndexWrites.searchTexts(text -> text.substring(0, Math.min(text.length(), 1 << 16)))),
                operations(
                        "does not count empty fields",
                        "SEARCH-5",
                        BrokenIndexWrites.searchTexts(
                                text -> text.replaceAll("\\x1f+", "\u001f").replaceFirst("^\\x1f", ""))),
                operations(
                        "follows the rank by key alone",
                        "SEARCH-5",
                        AlteredOperations.scan(scan -> scan.order().ranking().isPresent()
                                ? AlteredOperations.with(
                                        scan,
                                        scan.filter(),
                                        new Order(scan.order().ranking(), Field.Attribute.KEY, false))
                                : scan)),
                operations(
                        "orders by the index alone",
                        "SEARCH-5",
                        AlteredOperations.scan(scan -> AlteredOperations.with(
                                scan,
                                scan.filter(),
                                new Order(scan.order().by(), scan.order().descending())))),
                operations("overlooks a search in an alternative", "SEARCH-9", AlteredFilters.whole(filter -> {
                    return filter instanceof Filter.Or or
                            ? new Filter.Or(or.parts().stream()
                                    .filter(part -> !(part instanceof Filter.Search))
                                    .toList())
                            : filter;
                })));
    }

    private static UnaryOperator<RecordOperations> searches(Function<Filter.Search, Filter> change) {
        return AlteredFilters.each(filter -> filter instanceof Filter.Search search ? change.apply(search) : filter);
    }

    private static UnaryOperator<RecordOperations> folding(UnaryOperator<String> texts, UnaryOperator<String> words) {
        UnaryOperator<RecordOperations> asked = searches(search -> new Filter.Search(
                search.index(), search.words().stream().map(words).toList()));
        UnaryOperator<RecordOperations> kept = BrokenIndexWrites.searchTexts(texts);
        return right -> asked.apply(kept.apply(right));
    }

    private static String bare(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }

    private static Filter withoutWildcards(Filter.Search search) {
        List<String> words = search.words().stream()
                .flatMap(word -> Arrays.stream(word.split("[%_]+", -1)))
                .filter(word -> !word.isEmpty())
                .toList();
        return words.isEmpty() ? new Filter.Present(search.index()) : new Filter.Search(search.index(), words);
    }

    private static StoragePort rankedByPlace(StoragePort port) {
        Map<String, String> texts = new ConcurrentHashMap<>();
        UnaryOperator<RecordOperations> reading = BrokenIndexWrites.written((write, index, value) -> {
            if (index.kind() == IndexKind.SEARCH && value.isPresent()) {
                texts.put(write.key(), ((IndexValue.TextValue) value.get()).value());
            }
            return value;
        });
        UnaryOperator<RecordOperations> ranking = AlteredScans.reordered((order, right) -> order.ranking()
                .map(search -> right.stream()
                        .sorted(Comparator.comparing(listed -> place(texts, listed, search)))
                        .toList())
                .orElse(right));
        return new ForwardingPort(port, right -> ranking.apply(reading.apply(right)));
    }

    private static int place(Map<String, String> texts, PositionedRecord listed, Filter.Search search) {
        String text = texts.getOrDefault(listed.entry().key(), "");
        return search.words().stream().mapToInt(text::indexOf).max().orElse(0);
    }
}
