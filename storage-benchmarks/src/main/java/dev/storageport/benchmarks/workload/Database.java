// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where documents are stored. */
public enum Database {
    /** A server on the loopback interface, with its own settings; fsync and synchronous_commit are on. */
    POSTGRES("PostgreSQL"),
    /** A file in WAL mode, {@code synchronous=FULL}. */
    SQLITE("SQLite");

    private final String title;

    Database(String title) {
        this.title = title;
    }

    /** Returns the name for people. */
    public String title() {
        return title;
    }

    /** Returns the names of all for arguments. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Database::id).toList();
    }

    /** Returns the name for files and arguments. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
