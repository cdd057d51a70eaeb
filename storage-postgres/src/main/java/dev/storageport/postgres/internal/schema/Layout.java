// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.SchemaException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The library's own tables, and the steps that lead to them. A step that was released never changes; its checksum tells. A new schema
 * takes all steps one after another, so it is the same as one that has grown.
 *
 * <pre>
 *   "storageport$history"      layout | what, checksum, applied_at        one row for each step
 *   "storageport$collections"  name | next_slot
 *   "storageport$indexes"      collection, slot | name, kind, type, version, stored_as
 * </pre>
 */
public final class Layout {

    private static final LayoutStep CREATE = new LayoutStep(
            "created the layout",
            List.of(
                    "CREATE TABLE {schema}.\"storageport$history\" (layout integer PRIMARY KEY, what {text} NOT NULL,"
                            + " checksum {text} NOT NULL, applied_at timestamptz NOT NULL)",
                    "CREATE TABLE {schema}.\"storageport$collections\" (name {text} PRIMARY KEY,"
                            + " next_slot integer NOT NULL)",
                    "CREATE TABLE {schema}.\"storageport$indexes\" (collection {text} NOT NULL"
                            + " REFERENCES {schema}.\"storageport$collections\", slot integer NOT NULL,"
                            + " name {text} NOT NULL, kind {text} NOT NULL, type {text} NOT NULL,"
                            + " version integer NOT NULL, stored_as {text} NOT NULL, PRIMARY KEY (collection, slot))"));

    /** The layout of this library. */
    public static final Layout CURRENT = new Layout(List.of(CREATE));

    /**
     * A step that a schema has taken, as its history notes it.
     *
     * @param layout the layout to which it led
     * @param checksum that of its statements
     */
    record Taken(int layout, String checksum) {

        /** Returns the step of a row of {@link CatalogSql#history}. */
        static Taken of(ResultSet row) throws SQLException {
            return new Taken(row.getInt("layout"), row.getString("checksum"));
        }
    }

    private final List<LayoutStep> steps;

    private Layout(List<LayoutStep> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Returns the layout to which one step more leads. */
    public Layout then(LayoutStep step) {
        List<LayoutStep> more = new ArrayList<>(steps);
        more.add(step);
        return new Layout(more);
    }

    /** Returns the number of this layout, which is that of its last step; 0 is a schema without the library's tables. */
    int number() {
        return steps.size();
    }

    /**
     * Returns the statements of a step, with the note of it, to be run in one transaction.
     *
     * @param number the layout to which the step leads
     */
    List<String> step(int number, String schema, Dialect dialect) {
        LayoutStep step = steps.get(number - 1);
        List<String> statements = new ArrayList<>(step.statements(schema, dialect));
        statements.add("INSERT INTO " + Names.qualified(schema, "storageport$history")
                + " (layout, what, checksum, applied_at) VALUES (" + number + ", " + Names.literal(step.what()) + ", "
                + Names.literal(step.checksum()) + ", now())");
        return statements;
    }

    /**
     * Returns the number of the layout to which the steps of a history led.
     *
     * @param history the steps in their order
     * @throws SchemaException if it is newer than this one, or came to be by other steps
     */
    int of(String schema, List<Taken> history) {
        int last = history.isEmpty() ? 0 : history.get(history.size() - 1).layout();
        if (last > number()) {
            throw new SchemaException(
                    "schema " + schema + " has the layout " + last + ", and this library knows layouts up to "
                            + number() + ": use a newer version of it",
                    null);
        }
        for (int noted = 0; noted < history.size(); noted++) {
            Taken taken = history.get(noted);
            if (taken.layout() != noted + 1
                    || !taken.checksum().equals(steps.get(noted).checksum())) {
                throw new SchemaException(
                        "schema " + schema + ": the step to layout " + taken.layout()
                                + " was changed; it is not the one that this library takes",
                        null);
            }
        }
        if (last == 0) {
            throw new SchemaException("schema " + schema + ": its history is empty, so its layout is not known", null);
        }
        return last;
    }
}
