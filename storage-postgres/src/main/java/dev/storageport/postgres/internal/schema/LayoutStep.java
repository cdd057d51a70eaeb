// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import java.util.List;

/**
 * What leads from one layout of the library's own tables to the next.
 *
 * @param what what it does, for who reads the history
 * @param statements its statements, in which {@code {schema}} stands for the schema and {@code {text}} for the type of a text; the note in
 *     the history is none of them
 */
public record LayoutStep(String what, List<String> statements) {

    /** Copies the list. */
    public LayoutStep {
        statements = List.copyOf(statements);
    }

    /** Returns the statements for one schema. */
    List<String> statements(String schema, Dialect dialect) {
        return statements.stream()
                .map(statement -> statement
                        .replace("{schema}", Names.quoted(schema))
                        .replace("{text}", "text" + dialect.textCollation()))
                .toList();
    }

    /** Returns the SHA-256 of the statements, the same for each schema. */
    public String checksum() {
        return Names.digest(String.join(";\n", statements));
    }
}
