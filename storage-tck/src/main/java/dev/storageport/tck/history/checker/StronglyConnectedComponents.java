// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The strongly connected parts of a graph that have more than one node, by Tarjan's algorithm with a stack of its own. */
final class StronglyConnectedComponents {

    private static final int UNSEEN = 0;

    private final List<List<Dependency>> outgoing;
    private final int[] seenAs;
    private final int[] lowest;
    private final int[] progress;
    private final boolean[] isOpen;
    private final Deque<Integer> open = new ArrayDeque<>();
    private final List<Set<Integer>> found = new ArrayList<>();
    private int seen;

    StronglyConnectedComponents(List<List<Dependency>> outgoing) {
        this.outgoing = outgoing;
        this.seenAs = new int[outgoing.size()];
        this.lowest = new int[outgoing.size()];
        this.progress = new int[outgoing.size()];
        this.isOpen = new boolean[outgoing.size()];
        for (int node = 0; node < outgoing.size(); node++) {
            if (seenAs[node] == UNSEEN) {
                walk(node);
            }
        }
    }

    List<Set<Integer>> found() {
        return found;
    }

    private void walk(int start) {
        Deque<Integer> path = new ArrayDeque<>();
        enter(start, path);
        while (!path.isEmpty()) {
            int node = path.element();
            if (progress[node] < outgoing.get(node).size()) {
                int next = outgoing.get(node).get(progress[node]++).to();
                if (seenAs[next] == UNSEEN) {
                    enter(next, path);
                } else if (isOpen[next]) {
                    lowest[node] = Math.min(lowest[node], seenAs[next]);
                }
            } else {
                path.remove();
                leave(node);
                if (!path.isEmpty()) {
                    lowest[path.element()] = Math.min(lowest[path.element()], lowest[node]);
                }
            }
        }
    }

    private void enter(int node, Deque<Integer> path) {
        seenAs[node] = ++seen;
        lowest[node] = seenAs[node];
        isOpen[node] = true;
        open.push(node);
        path.push(node);
    }

    private void leave(int node) {
        if (lowest[node] != seenAs[node]) {
            return;
        }
        Set<Integer> part = new TreeSet<>();
        int member;
        do {
            member = open.pop();
            isOpen[member] = false;
            part.add(member);
        } while (member != node);
        if (part.size() > 1) {
            found.add(part);
        }
    }
}
