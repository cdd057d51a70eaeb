// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.port.CollectionDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One step towards what a program declares; each applies as a whole or not at all. */
sealed interface Step {

    /** Returns what is missing, for messages. */
    String missing();

    /** Returns whether the program cannot do without it. */
    boolean required();

    /** Returns the step as an administrator runs it. */
    List<String> statements();

    /** Returns the statements that can be part of a transaction with those of other steps; none if it has to be alone. */
    default List<String> shared() {
        return List.of();
    }

    /**
     * Statements of one transaction.
     *
     * @param added the collection, or the indexes of a collection, that they add; empty if they add none
     */
    record Transaction(String missing, boolean required, List<String> changes, Optional<CollectionDefinition> added)
            implements Step {

        Transaction(String missing, List<String> changes) {
            this(missing, true, changes, Optional.empty());
        }

        @Override
        public List<String> statements() {
            return Stream.of(List.of("BEGIN"), changes, List.of("COMMIT"))
                    .flatMap(List::stream)
                    .toList();
        }

        @Override
        public List<String> shared() {
            return changes;
        }
    }

    /** Installs the extension of a search, trying one statement after the other; a refusal is no failure. */
    record Install(String missing, List<String> attempts) implements Step {

        @Override
        public boolean required() {
            return false;
        }

        @Override
        public List<String> statements() {
            return attempts.subList(0, 1);
        }
    }

    /**
     * Builds an index of the database on a table that may have many rows.
     *
     * @param table the table's name
     * @param blocking the statement that holds up writers while it runs
     * @param concurrently the statement that does not, which cannot run in a transaction
     */
    record Build(String missing, boolean required, String table, String blocking, String concurrently) implements Step {

        @Override
        public List<String> statements() {
            return List.of(concurrently);
        }

        @Override
        public List<String> shared() {
            return List.of(blocking);
        }
    }

    /** Waits until somebody else has built an index. */
    record Await(String missing, boolean required) implements Step {

        @Override
        public List<String> statements() {
            return List.of();
        }
    }
}
