// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the program was called with.
 *
 * @param url where to store
 * @param profiles the NDJSON file to read; empty: the profiles and pages that come with the program
 * @param pages the folder of the career pages; empty: profiles from a file have none
 */
record Arguments(String url, Optional<Path> profiles, Optional<Path> pages) {

    static final String DEFAULT_URL = "sqlite:target/quickstart/quickstart.db";

    static final String USAGE = "arguments: [storage URL, by default " + DEFAULT_URL
            + "] [file of profiles, one JSON object a line] [folder of pages, called id.html]";

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if there are too many arguments, or a file or folder is not there
     */
    static Arguments parse(List<String> arguments) {
        if (arguments.size() > 3) {
            throw new IllegalArgumentException("too many " + USAGE);
        }
        Optional<Path> profiles = arguments.stream().skip(1).map(Path::of).findFirst();
        Optional<Path> pages = arguments.stream().skip(2).map(Path::of).findFirst();
        if (profiles.isPresent() && !Files.isRegularFile(profiles.get())) {
            throw new IllegalArgumentException("there is no file " + profiles.get() + "; " + USAGE);
        }
        if (pages.isPresent() && !Files.isDirectory(pages.get())) {
            throw new IllegalArgumentException("there is no folder " + pages.get() + "; " + USAGE);
        }
        return new Arguments(arguments.isEmpty() ? DEFAULT_URL : arguments.get(0), profiles, pages);
    }
}
