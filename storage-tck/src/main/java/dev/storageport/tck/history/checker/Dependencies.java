// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

import dev.storageport.tck.history.checker.Dependency.Kind;
import dev.storageport.tck.history.checker.ListTransaction.Action;
import dev.storageport.tck.history.checker.ListTransaction.Ending;
import dev.storageport.tck.history.checker.ListTransaction.Read;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Which transactions of a history come before which others in every serial order. */
final class Dependencies {

    private final List<ListTransaction> history;
    private final Versions versions;
    private final List<Dependency> found = new ArrayList<>();

    private Dependencies(List<ListTransaction> history, Versions versions) {
        this.history = history;
        this.versions = versions;
    }

    static List<Dependency> of(List<ListTransaction> history, Versions versions) {
        Dependencies dependencies = new Dependencies(history, versions);
        dependencies.addWrites();
        dependencies.addReads();
        dependencies.addTimes();
        return dependencies.found;
    }

    private void addWrites() {
        for (String list : versions.lists()) {
            List<Integer> past = versions.past(list);
            for (int i = 1; i < past.size(); i++) {
                int before = past.get(i - 1);
                int after = past.get(i);
                Integer first = versions.appender(before);
                Integer second = versions.appender(after);
                if (first != null && second != null) {
                    add(
                            first,
                            second,
                            Kind.WW,
                            "appended " + before + " to " + list + ", then " + name(second) + " " + after);
                }
            }
        }
    }

    private void addReads() {
        Set<String> lists = new HashSet<>(versions.lists());
        for (int reader = 0; reader < history.size(); reader++) {
            if (history.get(reader).ending() == Ending.COMMITTED) {
                for (Action action : history.get(reader).actions()) {
                    if (action instanceof Read read && lists.contains(read.list())) {
                        addRead(reader, read);
                    }
                }
            }
        }
    }

    /** What the reader had appended itself stands last; the version it read of others ends before that. */
    private void addRead(int reader, Read read) {
        int seen = read.elements().size();
        while (seen > 0 && isBy(reader, read.elements().get(seen - 1))) {
            seen--;
        }
        List<Integer> past = versions.past(read.list());
        if (seen > 0) {
            int last = past.get(seen - 1);
            Integer writer = versions.appender(last);
            if (writer != null) {
                add(
                        writer,
                        reader,
                        Kind.WR,
                        "appended " + last + " to " + read.list() + ", which " + name(reader) + " saw");
            }
        }
        int next = seen;
        while (next < past.size() && isBy(reader, past.get(next))) {
            next++;
        }
        if (next < past.size()) {
            Integer writer = versions.appender(past.get(next));
            if (writer != null) {
                add(
                        reader,
                        writer,
                        Kind.RW,
                        "read " + read.list() + " without " + past.get(next) + " of " + name(writer));
            }
        }
    }

    private boolean isBy(int transaction, int element) {
        Integer appender = versions.appender(element);
        return appender != null && appender == transaction;
    }

    /**
     * Goes through the moments in order and keeps those that ended and are not known to come before another one that ended: they come
     * before whatever begins now, and all others by way of them.
     */
    private void addTimes() {
        List<Integer> beginnings = IntStream.range(0, history.size())
                .boxed()
                .filter(this::counts)
                .sorted(Comparator.comparingLong(i -> history.get(i).began()))
                .toList();
        List<Integer> endings = beginnings.stream()
                .sorted(Comparator.comparingLong(i -> history.get(i).ended()))
                .toList();
        Map<Integer, List<Integer>> before = new HashMap<>();
        List<Integer> ended = new ArrayList<>();
        int next = 0;
        for (int beginning : beginnings) {
            while (next < endings.size()
                    && history.get(endings.get(next)).ended()
                            < history.get(beginning).began()) {
                int ending = endings.get(next++);
                ended.removeAll(before.getOrDefault(ending, List.of()));
                ended.add(ending);
            }
            if (history.get(beginning).timely()) {
                before.put(beginning, List.copyOf(ended));
                for (int earlier : ended) {
                    add(earlier, beginning, Kind.REALTIME, "had ended before " + name(beginning) + " began");
                }
            }
        }
    }

    private boolean counts(int transaction) {
        return history.get(transaction).ending() == Ending.COMMITTED;
    }

    private String name(int transaction) {
        return history.get(transaction).name();
    }

    private void add(int from, int to, Kind kind, String reason) {
        if (from != to) {
            found.add(new Dependency(from, to, kind, name(from) + " " + reason));
        }
    }
}
