// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

/** Statements for the database as a whole, and how names and literals are written. */
final class Sql {

    static final String BEGIN_SNAPSHOT = "BEGIN";
    static final String BEGIN_WRITE = "BEGIN IMMEDIATE";
    static final String COMMIT = "COMMIT";
    static final String ROLLBACK = "ROLLBACK";
    static final String SAVEPOINT = "SAVEPOINT request";
    static final String ROLLBACK_TO = "ROLLBACK TO request";
    static final String RELEASE = "RELEASE request";
    static final String VERSION = "SELECT sqlite_version()";
    static final String COUNT_OBJECTS = "SELECT count(*) FROM sqlite_schema";
    static final String OBJECTS = "SELECT name FROM sqlite_schema";
    static final String OPTIMIZE = "PRAGMA optimize";
    static final String CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)";

    private Sql() {}

    static String pragma(String name) {
        return "PRAGMA " + name;
    }

    static String pragma(String name, String value) {
        return "PRAGMA " + name + " = " + value;
    }

    /** Returns the identifier; every name here is made of letters, digits, underscores and dollar signs. */
    static String quote(String identifier) {
        return '"' + identifier + '"';
    }

    /** Returns a literal of a text that is the library's own, never a stored value. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
