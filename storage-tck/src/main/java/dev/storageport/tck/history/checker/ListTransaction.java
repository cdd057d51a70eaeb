// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What one transaction read from lists and appended to them, in its order.
 *
 * @param name what messages call it
 * @param actions what it did
 * @param ending how it ended
 * @param began a moment before it began
 * @param ended a moment after it had ended, on the clock of {@code began}
 * @param timely whether it must come after all that had ended before it began
 */
public record ListTransaction(
        String name, List<Action> actions, Ending ending, long began, long ended, boolean timely) {

    /** Elements shown of a long list. */
    private static final int SHOWN = 6;

    /** Copies the list. */
    public ListTransaction {
        actions = List.copyOf(actions);
    }

    /** How a transaction ended. */
    public enum Ending {
        /** Its caller was told that it is applied. */
        COMMITTED,
        /** Its caller was told that it is not applied. */
        ROLLED_BACK,
        /** Its caller was told nothing. */
        UNKNOWN
    }

    /** One step of a transaction. */
    public sealed interface Action {

        /** Returns the list read or appended to. */
        String list();
    }

    /**
     * It read a list.
     *
     * @param list which list
     * @param elements what it saw, with what it had appended itself; a list that does not exist is empty
     */
    public record Read(String list, List<Integer> elements) implements Action {

        /** Copies the list. */
        public Read {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return "read " + list + " as " + shown(elements);
        }
    }

    /**
     * It appended an element.
     *
     * @param list which list
     * @param element appended nowhere else in the history
     */
    public record Append(String list, int element) implements Action {

        @Override
        public String toString() {
            return "appended " + element + " to " + list;
        }
    }

    static String shown(List<Integer> elements) {
        int hidden = elements.size() - SHOWN;
        return elements.stream()
                .skip(Math.max(0, hidden))
                .map(String::valueOf)
                .collect(Collectors.joining(", ", hidden > 0 ? "[.. " + hidden + " more .., " : "[", "]"));
    }

    @Override
    public String toString() {
        return name + ": " + actions.stream().map(Action::toString).collect(Collectors.joining(", ")) + "; "
                + switch (ending) {
                    case COMMITTED -> "committed";
                    case ROLLED_BACK -> "rolled back";
                    case UNKNOWN -> "of unknown outcome";
                };
    }
}
