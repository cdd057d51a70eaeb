// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

/** Statements for the database as a whole, and how names and literals are written. */
public final class Sql {

    public static final String BEGIN_SNAPSHOT = "BEGIN";
    public static final String BEGIN_WRITE = "BEGIN IMMEDIATE";
    public static final String COMMIT = "COMMIT";
    public static final String ROLLBACK = "ROLLBACK";
    public static final String SAVEPOINT = "SAVEPOINT request";
    public static final String ROLLBACK_TO = "ROLLBACK TO request";
    public static final String RELEASE = "RELEASE request";
    public static final String VERSION = "SELECT sqlite_version()";
    public static final String COUNT_OBJECTS = "SELECT count(*) FROM sqlite_schema";
    public static final String OBJECTS = "SELECT name FROM sqlite_schema";
    public static final String OPTIMIZE = "PRAGMA optimize";
    /** Writes what the connection sees into the file whose path is the parameter. */
    public static final String VACUUM_INTO = "VACUUM INTO ?";

    public static final String CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)";
    public static final String CHECKPOINT_AS_FAR = "PRAGMA wal_checkpoint(PASSIVE)";

    private Sql() {}

    /** Returns what gives pages back to the file system, one for each row of its answer. */
    public static String giveBack(int pages) {
        return "PRAGMA incremental_vacuum(" + pages + ")";
    }

    public static String pragma(String name) {
        return "PRAGMA " + name;
    }

    public static String pragma(String name, String value) {
        return "PRAGMA " + name + " = " + value;
    }

    /** Returns the identifier; every name here is made of letters, digits, underscores and dollar signs. */
    public static String quote(String identifier) {
        return '"' + identifier + '"';
    }

    /** Returns a literal of a text that is the library's own, never a stored value. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
