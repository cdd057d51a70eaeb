// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Rollback;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** SEARCH: the texts that are searched. */
abstract class SearchTextRules extends Topic {

    /** Texts, and terms that find them although they are written otherwise. */
    static final Map<String, List<String>> ALIKE = Map.of(
            "Stra\u00dfe", List.of("STRASSE", "strasse", "STRA\u1e9eE", "Stra\u00dfe", "SS"),
            "\u00c4HM", List.of("\u00e4hm", "a\u0308hm", "A\u0308HM", "\u00c4"),
            "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3",
                    List.of(
                            "\u03bf\u03b4\u03c5\u03c3\u03c3\u03b5\u03c5\u03c2",
                            "\u03c3\u03b5\u03c5\u03c3",
                            "\u03a5\u03a3"),
            "\uff26\uff4f\uff52\uff43\uff45", List.of("force", "FORCE", "\uff46\uff2f"),
            "TITLE IN ISTANBUL", List.of("title", "istanbul", "IN"),
            "o\ufb03ce 5\u212a", List.of("OFFICE", "\ufb03", "5k", "ffi"),
            "\uac00\ub098", List.of("\u1100\u1161", "\uac00"),
            "\u0416\u0423\u041a", List.of("\u0436\u0443\u043a", "\u0436\u0423"),
            "\ud801\udc00x", List.of("\ud801\udc28X"),
            "\uff76\uff9e", List.of("\u30ac", "\uff76\uff9e"));

    @Test
    @Rule("SEARCH-2")
    void caseWidthAndNormalisation_makeNoDifference() {
        checkAlike();
    }

    @Test
    @Rule("SEARCH-2")
    @ResourceLock(Resources.LOCALE)
    void caseWidthAndNormalisation_underATurkishLocale_makeNoDifference() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            checkAlike();
        } finally {
            Locale.setDefault(before);
        }
    }

    private void checkAlike() {
        DocumentCollection<Book> books = Book.in(bench());
        ALIKE.keySet().forEach(text -> books.put(text, Book.tagged(List.of("x " + text))));
        ALIKE.forEach((text, terms) -> terms.forEach(term -> assertThat(books.keys(Book.WORDS.contains(term)))
                .as("keys of the texts that contain %s, folded and normalised", term)
                .contains(text)));
        assertThat(books.keys(Book.WORDS.contains("\u00e4")))
                .as("keys of the texts with the letter a with dots; accents make a difference")
                .containsExactly("\u00c4HM");
        assertThat(books.keys(Book.WORDS.contains("ahm")))
                .as("keys of the texts with the letters without dots; accents make a difference")
                .isEmpty();
    }

    @Test
    @Rule("SEARCH-7")
    void search_afterEachKindOfWrite_findsTheTextsOfNow() {
        DocumentCollection<Book> books = Book.in(bench());
        books.insert("a", Book.titled("yoda"));
        books.putAll(List.of(Document.of("b", Book.tagged(List.of("yoda"))), Document.of("c", Book.titled("luke"))));
        assertFound(books, "inserting", List.of("a", "b"), List.of("c"));
        books.update("a", book -> Book.titled("luke"));
        assertFound(books, "update", List.of("b"), List.of("a", "c"));
        books.put("b", Book.titled("yoda luke"), Content.text("yoda in the content"));
        assertFound(books, "put", List.of("b"), List.of("a", "b", "c"));
        books.replace("c", Book.BLANK);
        assertFound(books, "replace without texts", List.of("b"), List.of("a", "b"));
        books.replaceIf("c", books.get("c").orElseThrow().revision(), Book.titled("yoda"));
        assertFound(books, "replaceIf", List.of("b", "c"), List.of("a", "b"));
        books.touch("b");
        assertFound(books, "touch", List.of("b", "c"), List.of("a", "b"));
        books.delete("b");
        assertFound(books, "delete", List.of("c"), List.of("a"));
        books.insert("b", Book.titled("leia"));
        assertFound(books, "inserting again", List.of("c"), List.of("a"));
        books.delete(Book.WORDS.contains("yoda"));
        assertFound(books, "delete by search", List.of(), List.of("a"));
        books.put("c", Book.titled("han"));
        assertFound(books, "a document in its place", List.of(), List.of("a"));
        books.deleteAll(List.of("a"));
        assertFound(books, "deleteAll", List.of(), List.of());
        books.clear();
        books.put("a", Book.titled("yoda"));
        assertFound(books, "clear", List.of("a"), List.of());
    }

    private static void assertFound(
            DocumentCollection<Book> books, String after, List<String> yoda, List<String> luke) {
        for (String term : List.of("yoda", "yo", "d")) {
            Book.assertMeets(books, Book.WORDS.contains(term), yoda, "words contain " + term + " after " + after);
        }
        Book.assertMeets(books, Book.WORDS.contains("luke"), luke, "words contain luke after " + after);
    }

    @Test
    @Rule("SEARCH-7")
    void search_inATransaction_seesItsWritesAndForgetsThemWithIt() {
        Storage storage = bench().open(Book.SPEC);
        DocumentCollection<Book> books = storage.collection(Book.SPEC);
        books.put("a", Book.titled("yoda"));
        books.put("b", Book.titled("luke"));
        Rollback.of(storage, transaction -> {
            DocumentCollection<Book> own = transaction.collection(Book.SPEC);
            own.put("a", Book.titled("leia"));
            own.put("c", Book.titled("yoda"));
            own.delete("b");
            assertThat(own.keys(Book.WORDS.contains("yoda")))
                    .as("words contain yoda inside the transaction")
                    .containsExactly("c");
            assertThat(own.count(Book.WORDS.contains("luke")))
                    .as("words contain luke inside the transaction")
                    .isZero();
        });
        assertFound(books, "rollback", List.of("a"), List.of("b"));
        assertThat(books.count(Book.WORDS.contains("leia")))
                .as("words contain leia after rollback")
                .isZero();
        books.delete(Condition.all());
        assertFound(books, "delete of all", List.of(), List.of());
    }

    @Test
    @Rule("SEARCH-8")
    void word_isNeverFoundAcrossTwoTexts() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("fields", Book.titled("light").tags(List.of("saber")).blurb("force"));
        books.put("texts", Book.tagged(List.of("light", "saber")));
        books.put("lines", Book.titled("light\nsaber"));
        books.put("separators", Book.titled("light\u001fsaber"));
        books.put("one", Book.titled("lightsaber"));

        for (String across : List.of("lightsaber", "tsaber", "ts", "lights")) {
            Book.assertMeets(books, Book.WORDS.contains(across), List.of("one"), "words contain " + across);
        }
        Book.assertMeets(
                books,
                Book.WORDS.contains("light saber"),
                List.of("fields", "lines", "one", "separators", "texts"),
                "words contain light and saber");
        Book.assertMeets(books, Book.WORDS.contains("rf"), List.of(), "words contain the ends of two fields");
    }
}
