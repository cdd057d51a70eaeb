// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.contestant;

/**
 * The table that keeps what the library keeps of a document, and statements that give back what the library gives back. A content is room only: null
 * columns on PostgreSQL, a flag on SQLite, which a put takes back as the library's does.
 */
enum EqualTable {
    POSTGRES("create table docs (key text collate \"C\" primary key, body jsonb not null, body_bytes integer not null,"
            + " revision bigint not null, data_version integer not null, created_at timestamptz not null,"
            + " updated_at timestamptz not null, raw_bytes integer, frame bytea)"),
    SQLITE("create table docs (key text not null primary key, revision integer not null, data_version integer not null,"
            + " created_at integer not null, updated_at integer not null, body_bytes integer not null,"
            + " has_content integer not null, body text not null) strict");

    private static final String RETURNING = " returning revision, created_at, updated_at";

    private final String definition;

    EqualTable(String definition) {
        this.definition = definition;
    }

    static EqualTable of(Dialect dialect) {
        return dialect == Dialect.POSTGRES ? POSTGRES : SQLITE;
    }

    String definition() {
        return definition;
    }

    /** Parameter: key. Columns: body, revision, version of the data, time of creation, time of the last change. */
    String get() {
        return "select body, revision, data_version, created_at, updated_at from docs where key = ?";
    }

    /** Parameters: key, body, its bytes, now, now. Columns: revision and both times. */
    String put() {
        return inserting() + " on conflict (key) do update set body = excluded.body, body_bytes = excluded.body_bytes,"
                + " data_version = excluded.data_version, " + withoutContent()
                + ", revision = docs.revision + 1, updated_at = excluded.updated_at" + RETURNING;
    }

    /** Parameters and columns as of {@link #put}; no row if the key is taken. */
    String insert() {
        return inserting() + " on conflict (key) do nothing" + RETURNING;
    }

    /** Parameters: body, its bytes, now, key, revision. Columns: revision and both times; no row if the revision is another. */
    String replaceIf() {
        return replacing() + " and revision = ?" + RETURNING;
    }

    /** Parameters: body, its bytes, now, key. Columns: revision and both times. */
    String replace() {
        return replacing() + RETURNING;
    }

    private String inserting() {
        return this == POSTGRES
                ? "insert into docs (key, body, body_bytes, revision, data_version, created_at, updated_at)"
                        + " values (?, ?::jsonb, ?, 1, 1, ?, ?)"
                : "insert into docs (key, body, body_bytes, revision, data_version, created_at, updated_at, has_content)"
                        + " values (?, ?, ?, 1, 1, ?, ?, 0)";
    }

    private String replacing() {
        return "update docs set body = " + (this == POSTGRES ? "?::jsonb" : "?")
                + ", body_bytes = ?, data_version = 1, " + withoutContent()
                + ", revision = revision + 1, updated_at = ? where key = ?";
    }

    private String withoutContent() {
        return this == POSTGRES ? "raw_bytes = null, frame = null" : "has_content = 0";
    }
}
