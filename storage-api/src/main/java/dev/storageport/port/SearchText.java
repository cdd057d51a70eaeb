// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text that a search index keeps of a document, and how it is searched; made once here so that backends only compare bytes.
 *
 * <pre>
 *   fields: ["Yoda  Ähm"], ["1985-01-02"], ["Lightsaber", "force push"]
 *   text:   yoda ähm ␟ 1985-01-02 ␟ lightsaber ␊ force push          (␟ is U+001F, ␊ is U+000A, without the blanks around them)
 * </pre>
 *
 * Each text is brought to the compatibility form NFKC and its case is folded fully; every run of white space becomes one blank. So a
 * word, which has no white space, never matches across two texts, and the number of separators before a match is the field's number.
 */
public final class SearchText {

    /** Stands between two fields. */
    public static final char FIELD_SEPARATOR = '\u001f';

    /** Stands between two texts of one field. */
    public static final char TEXT_SEPARATOR = '\n';

    private SearchText() {}

    /** Returns the text of a document from the texts of its fields, in their order. Empty if no field has a character to search. */
    public static String of(List<List<String>> fields) {
        StringBuilder text = new StringBuilder();
        boolean empty = true;
        for (int field = 0; field < fields.size(); field++) {
            if (field > 0) {
                text.append(FIELD_SEPARATOR);
            }
            boolean first = true;
            for (String part : fields.get(field)) {
                String normalised = normalised(part);
                if (!normalised.isEmpty()) {
                    if (!first) {
                        text.append(TEXT_SEPARATOR);
                    }
                    text.append(normalised);
                    first = false;
                    empty = false;
                }
            }
        }
        return empty ? "" : text.toString();
    }

    /** Returns the words of a search term, normalised as the texts are, each once; none if the term is blank. */
    public static List<String> words(String term) {
        List<String> words = new ArrayList<>();
        for (String word : normalised(term).split(" ", -1)) {
            if (!word.isEmpty() && !words.contains(word)) {
                words.add(word);
            }
        }
        return List.copyOf(words);
    }

    /**
     * Returns the rank of a text that contains all words: the number, from 0, of the first field by which every word has been found,
     * reading the fields in order. Returns -1 if the text lacks a word.
     */
    public static int rank(String text, List<String> words) {
        int rank = -1;
        for (String word : words) {
            int at = text.indexOf(word);
            if (at < 0) {
                return -1;
            }
            int field = (int) text.substring(0, at)
                    .chars()
                    .filter(c -> c == FIELD_SEPARATOR)
                    .count();
            rank = Math.max(rank, field);
        }
        return rank;
    }

    /**
     * Folds and normalises. Folding may give characters that are not in normal form, and normalising may give some that are not
     * folded, so both run until nothing changes; two rounds are enough for every character of Unicode.
     */
    private static String normalised(String text) {
        String before = text;
        String after = folded(Normalizer.normalize(before, Normalizer.Form.NFKC));
        while (!after.equals(before)) {
            before = after;
            after = folded(Normalizer.normalize(before, Normalizer.Form.NFKC));
        }
        return after.strip();
    }

    /**
     * Folds case character by character, through upper case and back, as Unicode derives its folding: ß and ẞ become ss, and all
     * sigmas one. Never by a locale and never by context: lower-casing a whole word would end it in another sigma.
     */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
                if (folded.isEmpty() || folded.charAt(folded.length() - 1) != ' ') {
                    folded.append(' ');
                }
            } else if (character < 0x80) {
                folded.append((char) (character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character));
            } else {
                Character.toString(character)
                        .toUpperCase(Locale.ROOT)
                        .codePoints()
                        .map(Character::toLowerCase)
                        .forEach(folded::appendCodePoint);
            }
        });
        return folded.toString();
    }
}
