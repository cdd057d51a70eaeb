// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.schema;

import dev.storageport.SchemaException;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The library's own tables, and the steps that lead to them. A step that was released never changes; its checksum tells. A new file
 * takes all steps one after another, so it is the same as one that has grown.
 *
 * <pre>
 *   "storageport$history"      layout | what, checksum, applied_at        one row for each step
 *   "storageport$events"       id | layout, what, applied_at              what was created, added and dropped
 *   "storageport$collections"  name | next_slot
 *   "storageport$indexes"      collection, slot | name, kind, type, version, stored_as
 * </pre>
 */
public final class Layout {

    static final String COLLECTIONS = "SELECT name, next_slot FROM \"storageport$collections\" ORDER BY name";
    static final String INDEXES = "SELECT collection, name, kind, type, version, slot, stored_as"
            + " FROM \"storageport$indexes\" ORDER BY collection, name, slot";

    private static final String HISTORY = "SELECT layout, checksum FROM \"storageport$history\" ORDER BY layout";
    private static final String NOW = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";

    private static final Step CREATE = new Step(
            "created the layout",
            List.of(
                    "CREATE TABLE \"storageport$history\" (layout INTEGER NOT NULL PRIMARY KEY, what TEXT NOT NULL,"
                            + " checksum TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT",
                    "CREATE TABLE \"storageport$events\" (id INTEGER NOT NULL PRIMARY KEY, layout INTEGER NOT NULL,"
                            + " what TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT",
                    "CREATE TABLE \"storageport$collections\" (name TEXT NOT NULL PRIMARY KEY,"
                            + " next_slot INTEGER NOT NULL) STRICT",
                    "CREATE TABLE \"storageport$indexes\" (collection TEXT NOT NULL"
                            + " REFERENCES \"storageport$collections\" (name), slot INTEGER NOT NULL, name TEXT NOT NULL,"
                            + " kind TEXT NOT NULL, type TEXT NOT NULL, version INTEGER NOT NULL, stored_as TEXT NOT NULL,"
                            + " PRIMARY KEY (collection, slot)) STRICT",
                    Sql.pragma("application_id", String.valueOf(Database.APPLICATION_ID))));

    /** The layout of this library. */
    public static final Layout CURRENT = new Layout(List.of(CREATE));

    /**
     * What leads from one layout to the next.
     *
     * @param what what it does, for who reads the history
     * @param statements its statements; the note in the history and the new version are none of them
     */
    public record Step(String what, List<String> statements) {

        public String checksum() {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest(String.join(";\n", statements).getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java platform has SHA-256", impossible);
            }
        }
    }

    private final List<Step> steps;

    private Layout(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Returns the layout to which one step more leads. */
    public Layout then(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Layout(more);
    }

    /** Returns the number of this layout, which is that of its last step; 0 is an empty database. */
    public int number() {
        return steps.size();
    }

    /**
     * Returns the statements of a step, with the note of it, to be run in one transaction.
     *
     * @param number the layout to which the step leads
     */
    public List<String> step(int number) {
        Step step = steps.get(number - 1);
        List<String> statements = new ArrayList<>(step.statements());
        statements.add("INSERT INTO \"storageport$history\" (layout, what, checksum, applied_at) VALUES (" + number
                + ", " + Sql.literal(step.what()) + ", " + Sql.literal(step.checksum()) + ", " + NOW + ")");
        statements.add(Sql.pragma("user_version", String.valueOf(number)));
        return statements;
    }

    /**
     * Returns the number of the layout that a database has, 0 if it is empty; the caller holds a transaction open.
     *
     * @throws SchemaException if it is newer than this one, or came to be by other steps
     */
    int of(DatabaseConnection connection, String database) throws SQLException {
        int stored = Integer.parseInt(connection.text(Sql.pragma("user_version")));
        if (stored > number()) {
            throw new SchemaException(
                    database + ": its layout " + stored + " is newer than this library, which knows " + number()
                            + "; use the newer library",
                    null);
        }
        if (stored > 0) {
            requireOwnSteps(connection, database, stored);
        }
        return stored;
    }

    private void requireOwnSteps(DatabaseConnection connection, String database, int stored) throws SQLException {
        int noted = 0;
        try (ResultSet rows = connection.statement(HISTORY).executeQuery()) {
            for (; rows.next(); noted++) {
                if (noted == stored
                        || rows.getLong(1) != noted + 1
                        || !steps.get(noted).checksum().equals(rows.getString(2))) {
                    throw new SchemaException(
                            database + ": the step to layout " + rows.getLong(1)
                                    + " was changed: its checksum is not this library's",
                            null);
                }
            }
        }
        if (noted < stored) {
            throw new SchemaException(database + ": its history lacks the step to layout " + (noted + 1), null);
        }
    }

    /** Returns the statement that notes what became of the database. */
    static String event(String what) {
        return "INSERT INTO \"storageport$events\" (layout, what, applied_at) SELECT max(layout), " + Sql.literal(what)
                + ", " + NOW + " FROM \"storageport$history\"";
    }
}
