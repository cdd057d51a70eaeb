// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

import dev.storageport.tck.history.checker.RegisterAction.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether operations on one document could have taken effect one at a time, each at a moment between call and answer. The
 * search is Wing's and Gong's with Lowe's memory: it takes as next any operation that was called before the first answer still to come, goes back where
 * none fits, and never looks twice at the same operations done with the same document left.
 *
 * <pre>
 *   caller 1   |---- put 1 ----|                       put 1, get 1, get nothing? no:
 *   caller 2        |- get: 1 -|  |- get: nothing -|   nobody deleted it
 * </pre>
 */
public final class LinearizabilityChecker {

    /** A call or an answer, in a list of those that are still to be explained. */
    private static final class Event {
        private final int operation;
        private final boolean isCall;
        private @Nullable Event answer;
        private @Nullable Event previous;
        private @Nullable Event next;

        Event(int operation, boolean isCall) {
            this.operation = operation;
            this.isCall = isCall;
        }

        void remove() {
            if (previous != null) {
                previous.next = next;
            }
            if (next != null) {
                next.previous = previous;
            }
        }

        void restore() {
            if (previous != null) {
                previous.next = this;
            }
            if (next != null) {
                next.previous = this;
            }
        }
    }

    /** Which operations are done, and what they left. */
    private record Point(BitSet done, Optional<Version> left) {}

    /** A step that may have to be taken back. */
    private record Step(Event call, Optional<Version> before) {}

    private final List<RegisterOperation> operations;
    private final Event head = new Event(-1, false);
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Set<Point> seen = new HashSet<>();
    private BitSet done = new BitSet();
    private Optional<Version> document = Optional.empty();
    private Point furthest = new Point(new BitSet(), Optional.empty());

    private LinearizabilityChecker(List<RegisterOperation> operations) {
        this.operations = operations;
        Event last = head;
        for (Event event : events(operations)) {
            last.next = event;
            event.previous = last;
            last = event;
        }
    }

    private static List<Event> events(List<RegisterOperation> operations) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Event call = new Event(i, true);
            Event answer = new Event(i, false);
            call.answer = answer;
            events.add(call);
            events.add(answer);
        }
        Comparator<Event> byTime = Comparator.comparingLong(event -> event.isCall
                ? operations.get(event.operation).called()
                : operations.get(event.operation).answered());
        events.sort(byTime.thenComparing(event -> !event.isCall));
        return events;
    }

    /**
     * Returns why no order of the operations explains their answers, beginning without the document; empty if one does.
     *
     * @param operations the operations on one document, in any order
     */
    public static Optional<String> check(List<RegisterOperation> operations) {
        return new LinearizabilityChecker(operations).search();
    }

    private Optional<String> search() {
        Event event = head.next;
        while (event != null) {
            if (event.isCall && take(event)) {
                event = head.next;
            } else if (event.isCall) {
                event = event.next;
            } else if (steps.isEmpty()) {
                return Optional.of(story());
            } else {
                event = takeBack().next;
            }
        }
        return Optional.empty();
    }

    private boolean take(Event call) {
        RegisterAction action = operations.get(call.operation).action();
        if (!action.fits(document)) {
            return false;
        }
        BitSet doneThen = (BitSet) done.clone();
        doneThen.set(call.operation);
        Point point = new Point(doneThen, action.after(document));
        if (!seen.add(point)) {
            return false;
        }
        steps.push(new Step(call, document));
        done = doneThen;
        document = point.left();
        if (done.cardinality() > furthest.done().cardinality()) {
            furthest = point;
        }
        call.remove();
        if (call.answer != null) {
            call.answer.remove();
        }
        return true;
    }

    private Event takeBack() {
        Step step = steps.pop();
        Event call = step.call();
        if (call.answer != null) {
            call.answer.restore();
        }
        call.restore();
        done = (BitSet) done.clone();
        done.clear(call.operation);
        document = step.before();
        return call;
    }

    private String story() {
        long firstAnswer = open().mapToLong(RegisterOperation::answered).min().orElse(Long.MAX_VALUE);
        String next = open().filter(operation -> operation.called() <= firstAnswer)
                .map(operation -> "  " + operation)
                .collect(Collectors.joining(System.lineSeparator()));
        return "after " + furthest.done().cardinality() + " of " + operations.size() + " operations, which leave "
                + furthest.left().map(Version::toString).orElse("nothing") + ", none of these can be the next:"
                + System.lineSeparator() + next;
    }

    private Stream<RegisterOperation> open() {
        return IntStream.range(0, operations.size())
                .filter(i -> !furthest.done().get(i))
                .mapToObj(operations::get);
    }
}
