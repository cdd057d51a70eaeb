// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static dev.storageport.tck.queries.OrderRules.BY_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.LimitExceededException;
import dev.storageport.Limits;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SEARCH: which documents a term finds. */
abstract class SearchRules extends Topic {

    /** Texts with everything that a query language of a database might give a meaning to. */
    static final List<String> LITERALS = List.of(
            "100%",
            "100",
            "a_b",
            "axb",
            "a\\b",
            "a\\\\b",
            "\"quoted\"",
            "it's",
            "c*",
            "cat",
            "c++",
            "-not",
            "not",
            "near(a",
            "a:b",
            "title:x",
            "^start",
            "{braces}",
            "(a|b)",
            "or",
            "and",
            "[x]",
            "x?",
            "$1",
            "?1",
            ":name",
            "--",
            "/*",
            ";",
            "''",
            "\\u0041",
            "%%",
            "__",
            "\\%",
            "\\_",
            "#",
            "&amp",
            "<b>",
            "~",
            "@");

    @Test
    @Rule("SEARCH-1")
    void term_isFoundWhereverItOccursInsideAText() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.titled("Lightsaber"));
        books.put("b", Book.tagged(List.of("force", "midnight")));
        books.put("c", Book.BLANK.blurb("a light in the dark"));
        books.put("d", Book.titled("ligh t"));
        books.put("e", Book.BLANK);

        Book.assertMeets(books, Book.WORDS.contains("light"), List.of("a", "c"), "words contain light");
        Book.assertMeets(books, Book.WORDS.contains("saber"), List.of("a"), "words contain the end of one");
        Book.assertMeets(books, Book.WORDS.contains("night"), List.of("b"), "words contain the end of a tag");
        Book.assertMeets(books, Book.WORDS.contains("tsab"), List.of("a"), "words contain the middle of one");
        Book.assertMeets(books, Book.WORDS.contains("lightsabers"), List.of(), "words contain more than there is");
        Book.assertMeets(books, Book.WORDS.contains("lihgt"), List.of(), "words contain transposed letters");
    }

    @Test
    @Rule("SEARCH-1")
    void characters_thatDatabasesGiveAMeaning_meanThemselves() {
        DocumentCollection<Book> books = Book.in(bench());
        List<Document<Book>> stored = new ArrayList<>();
        for (String text : LITERALS) {
            stored.add(Document.of("of " + text, Book.titled("x1 " + text + " y1")));
        }
        books.putAll(stored);
        for (String term : LITERALS) {
            assertThat(books.keys(Book.WORDS.contains(term).byKey()))
                    .as("keys of the texts that contain %s", term)
                    .isEqualTo(LITERALS.stream()
                            .filter(text -> text.contains(term))
                            .map(text -> "of " + text)
                            .sorted(BY_BYTES)
                            .toList());
        }
    }

    @Test
    @Rule("SEARCH-3")
    void terms_ofOneOrTwoCharactersOfAnyScript_areFound() {
        DocumentCollection<Book> books = Book.in(bench());
        List<String> texts = List.of(
                "a",
                "ab",
                "abc",
                "xaby",
                "7",
                "17",
                "\u65e5",
                "\u65e5\u672c\u8a9e",
                "\u672c\u65e5",
                "\u044f",
                "\u044f\u0439\u0446\u043e",
                "\u0e01\u0e34\u0e19",
                "\u0627\u0644",
                "\uac00\ub098",
                "\ud83d\ude00",
                "x\ud83d\ude00\ud83d\ude01",
                "\ud83d\ude01",
                "\ud842\udfb7\u91ce\u5bb6");
        books.putAll(texts.stream()
                .map(text -> Document.of(text, Book.tagged(List.of(text))))
                .toList());
        for (String term : List.of(
                "a",
                "b",
                "ab",
                "bc",
                "7",
                "\u65e5",
                "\u672c",
                "\u65e5\u672c",
                "\u044f",
                "\u0446\u043e",
                "\u0e01",
                "\u0e34\u0e19",
                "\u0627\u0644",
                "\uac00",
                "\ub098",
                "\ud83d\ude00",
                "\ud83d\ude01",
                "\ud83d\ude00\ud83d\ude01",
                "\ud842\udfb7",
                "\ud842\udfb7\u91ce",
                "z")) {
            assertThat(books.keys(Book.WORDS.contains(term).byKey()))
                    .as("keys of the texts that contain %s, %s characters", term, term.codePointCount(0, term.length()))
                    .isEqualTo(texts.stream()
                            .filter(text -> text.contains(term))
                            .sorted(BY_BYTES)
                            .toList());
        }
    }

    @Test
    @Rule("SEARCH-4")
    void words_ofATerm_mustAllOccurInWhicheverTexts() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("both", Book.titled("yoda the master"));
        books.put("apart", Book.titled("Yoda").tags(List.of("jedi", "masterly")));
        books.put("first", Book.titled("yoda"));
        books.put("joined", Book.titled("yodamaster"));
        books.put("second", Book.BLANK.blurb("master"));

        List<String> all = List.of("apart", "both", "joined");
        for (String term : List.of(
                "yoda master", "master yoda", " yoda\t\nmaster ", "yoda\u00a0master\u3000yoda", "YODA Master")) {
            Book.assertMeets(books, Book.WORDS.contains(term), all, "words contain yoda and master, as " + term);
        }
        Book.assertMeets(books, Book.WORDS.contains("yoda luke"), List.of(), "words contain yoda and luke");
        Book.assertMeets(
                books,
                Book.WORDS.contains("o a d y"),
                List.of("apart", "both", "first", "joined"),
                "words of one letter");
        Book.assertMeets(
                books, Book.WORDS.contains("yoda master the"), List.of("both"), "words contain yoda, master and the");
    }

    @Test
    @Rule("SEARCH-6")
    void terms_thatAreBlankTooLongOrNoText_areRefused() {
        DocumentCollection<Book> books = Book.in(bench());
        for (String blank : List.of("", " ", "\t\n\u00a0\u3000\u2003")) {
            assertThatThrownBy(() -> books.find(Book.WORDS.contains(blank)), "a blank term")
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("words");
        }
        for (String noText : List.of("a\u0000", "\ud800", "x\udc00y")) {
            assertThatThrownBy(() -> books.find(Book.WORDS.contains(noText)), "a term that is no text")
                    .isInstanceOf(InvalidValueException.class);
        }
        assertThatThrownBy(
                        () -> books.find(Book.WORDS.contains("x".repeat(Limits.SEARCH_TERM_CHARACTERS + 1))),
                        "a term of one character too many")
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    @Rule("SEARCH-6")
    void termsAndTexts_asLongAsAllowed_areFound() {
        DocumentCollection<Book> books = Book.in(bench());
        String hundred = "\ud83d\ude00".repeat(Limits.SEARCH_TERM_CHARACTERS);
        String letters =
                "a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M N";
        books.put("a", Book.titled(hundred));
        books.put("b", Book.titled("abcdefghijklmnopqrstuvwxyz0123456789"));
        int room = Limits.SEARCH_TEXT_BYTES - 2; // two separators of fields
        books.put("c", Book.BLANK.blurb("-".repeat(room - 4) + "last"));

        Book.assertMeets(books, Book.WORDS.contains(hundred), List.of("a"), "words contain a term of 100 characters");
        Book.assertMeets(books, Book.WORDS.contains(letters), List.of("b"), "words contain 36 words of one letter");
        Book.assertMeets(books, Book.WORDS.contains("-last"), List.of("c"), "words contain the end of a long text");
        assertThatThrownBy(() -> books.put("d", Book.BLANK.blurb("-".repeat(room + 1))), "a text of one byte too many")
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("words");
        assertThatThrownBy(() -> books.put("d", Book.titled("x\u0000")), "a text with U+0000")
                .isInstanceOf(InvalidValueException.class);
        assertThat(books.count()).as("number of documents").isEqualTo(3);
    }

    @Test
    @Rule("SEARCH-9")
    void search_combinesWithOtherConditionsAndOperations() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.titled("yoda").pages(1L).tags(List.of("jedi")));
        books.put("b", Book.titled("yoda").pages(2L));
        books.put("c", Book.titled("luke").pages(2L).tags(List.of("jedi")));
        books.put("d", Book.BLANK.pages(3L));
        Condition<Book> yoda = Book.WORDS.contains("yoda");
        Condition<Book> jedi = Book.WORDS.contains("jedi");

        Book.assertMeets(books, yoda.and(Book.PAGES.is(2L)), List.of("b"), "yoda, and 2 pages");
        Book.assertMeets(books, Book.PAGES.is(2L).and(yoda), List.of("b"), "2 pages, and yoda");
        Book.assertMeets(books, yoda.or(Book.PAGES.is(3L)), List.of("a", "b", "d"), "yoda, or 3 pages");
        Book.assertMeets(books, yoda.and(jedi), List.of("a"), "yoda and jedi");
        Book.assertMeets(books, yoda.or(jedi), List.of("a", "b", "c"), "yoda or jedi");
        Book.assertMeets(books, jedi.and(yoda.not()), List.of("c"), "jedi and not yoda");
        Book.assertMeets(books, yoda.and(Condition.keyIs("a")), List.of("a"), "yoda of a key");
        assertThat(books.countBy(Book.PAGES, jedi)).as("pages of jedi").isEqualTo(Map.of(1L, 1L, 2L, 1L));
        assertThat(books.keys(yoda.byKeyDescending()))
                .as("yoda by key descending")
                .containsExactly("b", "a");
        assertThat(books.delete(yoda)).as("deleted by a search").isEqualTo(2);
        assertThat(books.keys(Condition.all())).as("keys left").containsExactly("c", "d");
    }
}
