// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import dev.storageport.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the career page of a player is found. */
@FunctionalInterface
interface CareerPages {

    /** An id that is also safe as the name of a file. */
    Pattern FILE_NAME = Pattern.compile("[\\p{L}\\p{N}_#-]+");

    /**
     * Returns the page of a player; empty if there is none.
     *
     * @throws IOException if it cannot be read, for instance because it is not UTF-8
     */
    Optional<Content> of(String id) throws IOException;

    /** Returns the pages that come with the program. */
    static CareerPages bundled() {
        return id -> {
            try (InputStream page = CareerPages.class.getResourceAsStream("pages/" + id + ".html")) {
                return page == null
                        ? Optional.empty()
                        : Optional.of(Content.text(new String(page.readAllBytes(), StandardCharsets.UTF_8)));
            }
        };
    }

    /** Returns the pages in a folder: the page of a player is the file called as the id, with {@code .html}. */
    static CareerPages in(Path folder) {
        return id -> {
            if (!FILE_NAME.matcher(id).matches() || !Files.isRegularFile(folder.resolve(id + ".html"))) {
                return Optional.empty();
            }
            return Optional.of(Content.text(Files.readString(folder.resolve(id + ".html"))));
        };
    }

    /** Returns no pages. */
    static CareerPages none() {
        return id -> Optional.empty();
    }
}
