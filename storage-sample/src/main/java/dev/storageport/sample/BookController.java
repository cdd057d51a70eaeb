// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sample;

import static dev.storageport.sample.BookIndexes.TAGS;
import static dev.storageport.sample.BookIndexes.TEXT;
import static dev.storageport.sample.BookIndexes.YEAR;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Page;
import dev.storageport.Query;
import dev.storageport.Stored;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Books by their number, by tag page by page, and by words. */
@RestController
@RequestMapping("/books")
class BookController {

    // tag::injection[]
    private final DocumentCollection<Book> books;

    BookController(DocumentCollection<Book> books) {
        this.books = books;
    }
    // end::injection[]

    @GetMapping("/{isbn}")
    ResponseEntity<Book> get(@PathVariable("isbn") String isbn) {
        return ResponseEntity.of(books.get(isbn).map(Stored::value));
    }

    /** Stores a book, or replaces the revision that {@code If-Match} names if it is still the last one. */
    // tag::revisions[]
    @PutMapping("/{isbn}")
    ResponseEntity<Void> put(
            @PathVariable("isbn") String isbn,
            @RequestHeader("If-Match") Optional<Long> revision,
            @RequestBody Book book) {
        Optional<Stored<Book>> stored =
                revision.isPresent() ? books.replaceIf(isbn, revision.get(), book) : Optional.of(books.put(isbn, book));
        return stored.isPresent()
                ? ResponseEntity.noContent()
                        .header("Revision", Long.toString(stored.get().revision()))
                        .build()
                : ResponseEntity.status(HttpStatus.PRECONDITION_FAILED).build();
    }
    // end::revisions[]

    @DeleteMapping("/{isbn}")
    ResponseEntity<Void> delete(@PathVariable("isbn") String isbn) {
        return books.delete(isbn)
                ? ResponseEntity.noContent().build()
                : ResponseEntity.notFound().build();
    }

    // tag::page[]
    @GetMapping
    BookPage page(
            @RequestParam("tag") Optional<String> tag,
            @RequestParam("after") Optional<String> token,
            @RequestParam(name = "size", defaultValue = "20") int size) {
        Condition<? super Book> wanted = tag.isPresent() ? TAGS.contains(tag.get()) : Condition.all();
        Query<Book> query = wanted.byDescending(YEAR).limit(size);
        Page<Book> page = token.isPresent() ? books.page(query, token.get()) : books.page(query);
        return BookPage.of(page);
    }
    // end::page[]

    // tag::search[]
    @GetMapping("/search")
    BookPage search(@RequestParam("words") String words) {
        return BookPage.of(books.page(TEXT.contains(words).by(YEAR).limit(50)));
    }
    // end::search[]
}
