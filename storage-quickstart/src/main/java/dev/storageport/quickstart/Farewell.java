// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import java.nio.file.Path;

/** Says what to read next, and where the data is if the program chose the place itself. */
record Farewell(Report report) {

    private static final String SQLITE = "sqlite:";

    void print(String url) {
        report.heading("What next");
        if (url.equals(Arguments.DEFAULT_URL)) {
            Path file = Path.of(url.substring(SQLITE.length()));
            report.line("the data is in %s; run this again and it is found", file.toAbsolutePath());
            report.line(
                    "look into it:  sqlite3 -readonly %s 'SELECT * FROM \"%s$readable\"'",
                    file, Profile.COLLECTION.name());
        }
        report.line("the program:   storage-quickstart/src/main/java/dev/storageport/quickstart/Quickstart.java");
        report.line("your own:      docs/getting-started.md, then docs/cookbook.md");
    }
}
