// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

import dev.storageport.tck.history.checker.ListTransaction.Action;
import dev.storageport.tck.history.checker.ListTransaction.Append;
import dev.storageport.tck.history.checker.ListTransaction.Ending;
import dev.storageport.tck.history.checker.ListTransaction.Read;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one past of each list: the longest that was read, if every other one that was read is a beginning of it. A list cannot hide its past, which is
 * what makes the order of writes known.
 */
final class Versions {

    /** Who appended an element, by the element. */
    private final Map<Integer, Integer> appenders = new HashMap<>();

    private final Map<String, List<Integer>> longest = new TreeMap<>();
    private final Map<String, Integer> readers = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private final List<ListTransaction> history;
    private final List<Finding> findings = new ArrayList<>();

    Versions(List<ListTransaction> history) {
        this.history = history;
        for (int i = 0; i < history.size(); i++) {
            for (Action action : history.get(i).actions()) {
                if (action instanceof Append append && appenders.put(append.element(), i) != null) {
                    throw new IllegalArgumentException("appended twice by the test itself: " + append.element());
                }
            }
        }
        for (int i = 0; i < history.size(); i++) {
            for (Action action : history.get(i).actions()) {
                if (action instanceof Read read && history.get(i).ending() == Ending.COMMITTED) {
                    learn(read, i);
                }
            }
        }
        findLostAppends();
    }

    private void learn(Read read, int reader) {
        List<Integer> known = longest.getOrDefault(read.list(), List.of());
        List<Integer> shorter = known.size() < read.elements().size() ? known : read.elements();
        List<Integer> longer = known.size() < read.elements().size() ? read.elements() : known;
        if (!longer.subList(0, shorter.size()).equals(shorter) && ambiguous.add(read.list())) {
            findings.add(new Finding(
                    Anomaly.INCOMPATIBLE_READS,
                    told(readers.getOrDefault(read.list(), reader)) + System.lineSeparator() + told(reader)));
        }
        longest.put(read.list(), longer);
        if (longer == read.elements()) {
            readers.put(read.list(), reader);
        }
    }

    private void findLostAppends() {
        for (ListTransaction transaction : history) {
            for (Action action : transaction.actions()) {
                if (action instanceof Append append
                        && transaction.ending() == Ending.COMMITTED
                        && !past(append.list()).contains(append.element())) {
                    laterReader(append.list(), transaction.ended())
                            .ifPresent(reader -> findings.add(new Finding(
                                    Anomaly.LOST_APPEND,
                                    "  " + transaction + System.lineSeparator() + "  " + reader + ", begun later")));
                }
            }
        }
    }

    private Optional<ListTransaction> laterReader(String list, long moment) {
        return history.stream()
                .filter(reader -> reader.ending() == Ending.COMMITTED && reader.timely() && reader.began() > moment)
                .filter(reader -> reader.actions().stream()
                        .anyMatch(action ->
                                action instanceof Read && action.list().equals(list)))
                .findFirst();
    }

    private String told(int transaction) {
        return "  " + history.get(transaction);
    }

    /** Returns what is wrong with the pasts themselves. */
    List<Finding> findings() {
        return Collections.unmodifiableList(findings);
    }

    /** Returns who appended the element, by the place in the history; {@code null} if nobody did. */
    @Nullable
    Integer appender(int element) {
        return appenders.get(element);
    }

    /** Returns the lists that have one past. */
    List<String> lists() {
        return longest.keySet().stream()
                .filter(list -> !ambiguous.contains(list))
                .toList();
    }

    /** Returns every element that the list ever had, in order. */
    List<Integer> past(String list) {
        return longest.getOrDefault(list, List.of());
    }
}
