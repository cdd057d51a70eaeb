// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.SearchText;
import dev.storageport.sqlite.internal.schema.StoredIndex;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes what is asked of a search index.
 *
 * <p>The full-text table finds the texts that have trigrams which cover the words, in any order; which of them contain the words is then
 * looked up in the texts. A word of one or two characters has no trigram; if there is no longer one, texts are looked through,
 * which are fewer bytes than the documents.
 */
final class SearchSql {

    private static final int TRIGRAM = 3;
    private static final String SEPARATOR = "char(" + (int) SearchText.FIELD_SEPARATOR + ")";

    /** More would find hardly less, and each costs a look into the full-text table. */
    private static final int MOST_TRIGRAMS = 64;

    private SearchSql() {}

    /**
     * Writes the condition that the text of a record contains every word.
     *
     * @param combined whether other conditions must hold too. Then a search without a trigram looks at the texts of the records that
     *     meet those, instead of all.
     */
    static void contains(Query query, CollectionSql collection, Filter.Search search, boolean combined) {
        StoredIndex index = collection.index(search.index());
        String from = index.table(collection.name()) + " AS s WHERE ";
        Set<String> trigrams = trigrams(search.words());
        if (!trigrams.isEmpty()) {
            String table = index.trigrams(collection.name());
            query.add("d.id IN (SELECT s.id FROM " + from + "s.id IN (SELECT rowid FROM " + table + " WHERE " + table
                            + " MATCH ")
                    .value(new IndexValue.TextValue(String.join(" AND ", trigrams)))
                    .add(") AND ");
        } else if (combined) {
            query.add("EXISTS (SELECT 1 FROM " + from + "s.id = d.id AND ");
        } else {
            query.add("d.id IN (SELECT s.id FROM " + from);
        }
        eachWord(query, "s.text", search.words());
        query.add(")");
    }

    /**
     * Writes where the records {@code d} come from that meet a search and nothing else, with their texts {@code r.text}, up to the first of
     * the conditions: each text and each record is looked up once, in the order in which they stand in the file.
     */
    static void found(Query query, CollectionSql collection, Filter.Search search, String joined) {
        StoredIndex index = collection.index(search.index());
        String texts = index.table(collection.name()) + " AS r";
        String records = " CROSS JOIN " + collection.table() + " AS d ON d.id = r.id" + joined + " WHERE ";
        Set<String> trigrams = trigrams(search.words());
        if (trigrams.isEmpty()) {
            query.add(" FROM " + texts + records);
        } else {
            String table = index.trigrams(collection.name());
            query.add(" FROM " + table + " AS f CROSS JOIN " + texts + " ON r.id = f.rowid" + records + "f." + table
                            + " MATCH ")
                    .value(new IndexValue.TextValue(String.join(" AND ", trigrams)))
                    .add(" AND ");
        }
        eachWord(query, "r.text", search.words());
    }

    private static void eachWord(Query query, String text, List<String> words) {
        String operator = "";
        for (String word : words) {
            query.add(operator + "instr(" + text + ", ")
                    .value(new IndexValue.TextValue(word))
                    .add(") > 0");
            operator = " AND ";
        }
    }

    /**
     * Returns trigrams as string literals of the full-text table's language: as many as cover each word. Those between would find hardly
     * less, because the texts are compared with the words anyway, and each is another look.
     */
    private static Set<String> trigrams(List<String> words) {
        Set<String> trigrams = new LinkedHashSet<>();
        for (String word : words) {
            int[] characters = word.codePoints().toArray();
            int last = characters.length - TRIGRAM;
            for (int i = 0; i < last + TRIGRAM && last >= 0 && trigrams.size() < MOST_TRIGRAMS; i += TRIGRAM) {
                String trigram = new String(characters, Math.min(i, last), TRIGRAM);
                trigrams.add('"' + trigram.replace("\"", "\"\"") + '"');
            }
        }
        return trigrams;
    }

    /** Writes the rank of the text {@code r.text}, which contains every word: see {@link SearchText#rank}. */
    static void rank(Query query, List<String> words) {
        query.add(words.size() == 1 ? "" : "max(");
        String operator = "";
        for (String word : words) {
            // Most words are found in the first field, where there is no separator to count.
            query.add(operator).add("CASE WHEN instr(r.text, " + SEPARATOR + ") > instr(r.text, ");
            query.value(new IndexValue.TextValue(word)).add(") THEN 0 ELSE length(");
            before(query, word);
            query.add(") - length(replace(");
            before(query, word);
            query.add(", " + SEPARATOR + ", '')) END");
            operator = ", ";
        }
        query.add(words.size() == 1 ? "" : ")");
    }

    private static void before(Query query, String word) {
        query.add("substr(r.text, 1, instr(r.text, ")
                .value(new IndexValue.TextValue(word))
                .add(") - 1)");
    }
}
