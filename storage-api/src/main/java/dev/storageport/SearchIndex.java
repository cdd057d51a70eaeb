// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.SearchText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A search for words in the texts of documents: declared as an ordered list of fields, each with one text or more.
 *
 * <p>A word is found where it occurs in a text, also inside another word, whatever its case: texts and words are brought to the
 * Unicode form NFKC and their case is folded fully ({@code STRASSE} finds {@code Straße}), in Java, never by a locale. No character has
 * a special meaning. White space separates words and matches nothing, so a word is never found across two texts.
 *
 * <p>A document without any text is not in the index.
 *
 * @param <T> the type of the documents
 */
public final class SearchIndex<T> extends DeclaredIndex<T> {

    private final List<Function<? super T, ? extends @Nullable Collection<String>>> fields;
    private final Optional<Index<T, ?>> then;

    private SearchIndex(
            IndexDefinition definition,
            List<Function<? super T, ? extends @Nullable Collection<String>>> fields,
            Optional<Index<T, ?>> then) {
        super(definition);
        this.fields = List.copyOf(fields);
        this.then = then;
    }

    /**
     * Returns a search index without fields.
     *
     * @param name {@code [a-z][a-z0-9_]{0,47}}
     * @throws ConfigurationException if the name is malformed
     */
    public static <T> SearchIndex<T> of(String name) {
        return new SearchIndex<>(
                new IndexDefinition(name, IndexKind.SEARCH, IndexType.TEXT, 1), List.of(), Optional.empty());
    }

    /**
     * Returns this index with one more field of one text.
     *
     * @param text gives the text of a document; {@code null}: none
     */
    public SearchIndex<T> field(Function<? super T, ? extends @Nullable String> text) {
        return fields(document -> {
            String one = text.apply(document);
            return one == null ? null : List.of(one);
        });
    }

    /**
     * Returns this index with one more field of any number of texts.
     *
     * @param texts gives the texts of a document, none of them {@code null}; {@code null} or empty: none
     */
    public SearchIndex<T> fields(Function<? super T, ? extends @Nullable Collection<String>> texts) {
        List<Function<? super T, ? extends @Nullable Collection<String>>> more = new ArrayList<>(fields);
        more.add(texts);
        return new SearchIndex<>(definition(), more, then);
    }

    /**
     * Returns this index with the index by which documents of equal rank follow one another, ascending; without it they follow by key.
     * The collection must declare that index too.
     */
    public SearchIndex<T> thenBy(Index<T, ?> index) {
        return new SearchIndex<>(definition(), fields, Optional.of(index));
    }

    /**
     * Returns this index with the version of its fields; 1 if not set. To be raised when a document gets other texts, or the fields
     * another order.
     *
     * @throws ConfigurationException if it is not positive
     */
    public SearchIndex<T> version(int version) {
        return new SearchIndex<>(versioned(definition(), version), fields, then);
    }

    /**
     * Returns the condition that every word of the term is found in a text of a document, not necessarily all in one.
     *
     * <p>By itself it is ordered by rank: first those documents in whose first field every word was found, then those that needed the
     * first two fields, and so on; within a rank by the index of {@link #thenBy}, ascending, absent last; then by key.
     * {@link Condition#and} keeps this order.
     *
     * @throws InvalidValueException if the term is blank, or is not valid text
     * @throws LimitExceededException if it is longer than {@link Limits#SEARCH_TERM_CHARACTERS}
     */
    public Condition<T> contains(String term) {
        String field = "search index " + name() + ", term";
        TextRules.utf8Length(field, term);
        if (term.codePointCount(0, term.length()) > Limits.SEARCH_TERM_CHARACTERS) {
            throw new LimitExceededException(field, Limits.SEARCH_TERM_CHARACTERS, "characters");
        }
        List<String> words = SearchText.words(term);
        if (words.isEmpty()) {
            throw new InvalidValueException(field, "is blank");
        }
        return Condition.ranked(this, new Filter.Search(name(), words), then);
    }

    @Override
    @Nullable
    IndexValue valueOf(String document, T value) {
        String field = field(document);
        List<List<String>> texts = new ArrayList<>();
        for (var one : fields) {
            texts.add(checked(field, computed(field, () -> one.apply(value))));
        }
        String text = SearchText.of(texts);
        if (text.isEmpty()) {
            return null;
        }
        TextRules.checkLength(field, text, Limits.SEARCH_TEXT_BYTES);
        return new IndexValue.TextValue(text);
    }

    private static List<String> checked(String field, @Nullable Collection<String> texts) {
        if (texts == null) {
            return List.of();
        }
        for (String text : texts) {
            if (text == null) {
                throw new InvalidValueException(field, "holds null");
            }
            TextRules.utf8Length(field, text);
        }
        return List.copyOf(texts);
    }
}
