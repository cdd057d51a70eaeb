// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CodePointOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The members of the objects that are being written, the innermost object's last: a stack whose room is used again, so that a member
 * allocates nothing. It knows the order of canonical JSON: by the length of the name in UTF-8, then by its bytes.
 */
final class OpenMembers {

    /** Objects with more members are sorted in a way that stays fast for many. */
    private static final int FEW = 32;

    private @Nullable String[] names = new @Nullable String[16];
    private int[] nameBytes = new int[16];
    private int[] starts = new int[16];
    private int count;

    /** How many there were at once, at most. */
    private int most;

    int count() {
        return count;
    }

    /** Returns for how many members this keeps room. */
    int capacity() {
        return names.length;
    }

    /**
     * Adds a member to the innermost object.
     *
     * @param bytes the length of its name in UTF-8
     * @param start where it begins in the document
     */
    void add(String name, int bytes, int start) {
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            nameBytes = Arrays.copyOf(nameBytes, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count);
        }
        names[count] = name;
        nameBytes[count] = bytes;
        starts[count] = start;
        count++;
        most = Math.max(most, count);
    }

    /** Removes the members of the innermost object. */
    void removeFrom(int first) {
        count = first;
    }

    void clear() {
        count = 0;
        Arrays.fill(names, 0, most, null); // they are data, which is not to stay in memory
        most = 0;
    }

    int start(int member) {
        return starts[member];
    }

    /** Returns whether the last member comes after the one before it, in an object with this first member. */
    boolean lastInOrder(int first) {
        return count - 1 == first || compare(count - 2, count - 1) < 0;
    }

    /** Returns the members of the innermost object in order. */
    int[] order(int first) {
        return count - first <= FEW ? insertionSorted(first) : mergeSorted(first);
    }

    /** Returns whether no two members in this order have the same name. */
    boolean distinct(int[] order) {
        for (int i = 1; i < order.length; i++) {
            if (compare(order[i - 1], order[i]) == 0) {
                return false;
            }
        }
        return true;
    }

    private int[] insertionSorted(int first) {
        int[] order = new int[count - first];
        for (int i = 0; i < order.length; i++) {
            int member = first + i;
            int at = i;
            while (at > 0 && compare(order[at - 1], member) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = member;
        }
        return order;
    }

    private int[] mergeSorted(int first) {
        Integer[] order = new Integer[count - first];
        Arrays.setAll(order, i -> first + i);
        Arrays.sort(order, this::compare);
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private int compare(int left, int right) {
        int shorter = Integer.compare(nameBytes[left], nameBytes[right]);
        return shorter != 0 ? shorter : CodePointOrder.INSTANCE.compare(name(left), name(right));
    }

    private String name(int member) {
        String name = names[member];
        if (name == null) {
            throw new IllegalStateException("a member without a name");
        }
        return name;
    }
}
