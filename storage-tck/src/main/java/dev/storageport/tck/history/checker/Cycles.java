// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

import dev.storageport.tck.history.checker.Dependency.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The cycles of dependencies: the transactions of one cannot be put into any order. */
final class Cycles {

    private final List<List<Dependency>> outgoing = new ArrayList<>();

    Cycles(int transactions, List<Dependency> dependencies) {
        for (int i = 0; i < transactions; i++) {
            outgoing.add(new ArrayList<>());
        }
        dependencies.forEach(dependency -> outgoing.get(dependency.from()).add(dependency));
    }

    /**
     * Returns the parts in which each transaction comes before each other one, and so in a cycle; found as Tarjan does, without recursion.
     */
    List<Set<Integer>> components() {
        return new StronglyConnectedComponents(outgoing).found();
    }

    /** Returns the shortest cycle of the part that has dependencies of these kinds only. */
    Optional<List<Dependency>> shortest(Set<Integer> part, Set<Kind> kinds) {
        return part.stream()
                .flatMap(start -> outgoing.get(start).stream())
                .filter(first -> kinds.contains(first.kind()))
                .map(first -> closed(first, part, kinds))
                .flatMap(Optional::stream)
                .min((a, b) -> Integer.compare(a.size(), b.size()));
    }

    /** Returns the shortest cycle of the part with exactly one {@link Kind#RW}. */
    Optional<List<Dependency>> shortestWithOneOverlooked(Set<Integer> part, Set<Kind> others) {
        return part.stream()
                .flatMap(start -> outgoing.get(start).stream())
                .filter(first -> first.kind() == Kind.RW)
                .map(first -> closed(first, part, others))
                .flatMap(Optional::stream)
                .min((a, b) -> Integer.compare(a.size(), b.size()));
    }

    /** Returns the shortest cycle that begins with this dependency and goes on by these kinds. */
    private Optional<List<Dependency>> closed(Dependency first, Set<Integer> part, Set<Kind> kinds) {
        Map<Integer, Dependency> reachedBy = new HashMap<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(first.to()));
        while (!open.isEmpty() && !reachedBy.containsKey(first.from())) {
            for (Dependency step : outgoing.get(open.remove())) {
                if (kinds.contains(step.kind())
                        && part.contains(step.to())
                        && step.to() != first.to()
                        && reachedBy.putIfAbsent(step.to(), step) == null) {
                    open.add(step.to());
                }
            }
        }
        if (!reachedBy.containsKey(first.from())) {
            return Optional.empty();
        }
        List<Dependency> cycle = new ArrayList<>();
        for (int at = first.from();
                at != first.to();
                at = cycle.get(cycle.size() - 1).from()) {
            cycle.add(reachedBy.get(at));
        }
        cycle.add(first);
        Collections.reverse(cycle);
        return Optional.of(cycle);
    }

    /** Returns the worst cycle of a part: the fewer kinds it needs, the less isolation there was. */
    Optional<Finding> worst(Set<Integer> part, List<ListTransaction> history) {
        Set<Kind> flow = EnumSet.of(Kind.WW, Kind.WR);
        Set<Kind> flowInTime = EnumSet.of(Kind.WW, Kind.WR, Kind.REALTIME);
        Set<Kind> serial = EnumSet.complementOf(EnumSet.of(Kind.REALTIME));
        return found(Anomaly.G0, shortest(part, EnumSet.of(Kind.WW)), history)
                .or(() -> found(Anomaly.G1C, shortest(part, flow), history))
                .or(() -> found(Anomaly.G_SINGLE, shortestWithOneOverlooked(part, flow), history))
                .or(() -> found(Anomaly.G2, shortest(part, serial), history))
                .or(() -> found(Anomaly.TIME, shortestWithOneOverlooked(part, flowInTime), history))
                .or(() -> found(Anomaly.TIME, shortest(part, EnumSet.allOf(Kind.class)), history));
    }

    private static Optional<Finding> found(
            Anomaly anomaly, Optional<List<Dependency>> cycle, List<ListTransaction> history) {
        return cycle.map(steps -> new Finding(anomaly, story(steps, history)));
    }

    private static String story(List<Dependency> cycle, List<ListTransaction> history) {
        StringBuilder story = new StringBuilder();
        cycle.forEach(
                step -> story.append("  ").append(history.get(step.from())).append(System.lineSeparator()));
        cycle.forEach(step -> story.append("  ")
                .append(history.get(step.from()).name())
                .append(" comes before ")
                .append(history.get(step.to()).name())
                .append(": ")
                .append(step.reason())
                .append(System.lineSeparator()));
        return story.append("  which is a cycle").toString();
    }
}
