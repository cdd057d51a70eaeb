// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port.combining;

import org.jspecify.annotations.Nullable;

/**
 * Waiters in an order. Each is in one list at most, and has the links itself: so nothing here allocates, and moving a waiter from one list
 * to another cannot fail. Guarded by the queue that has it.
 */
final class WaiterList<Q, R> {

    private @Nullable Waiter<Q, R> first;
    private @Nullable Waiter<Q, R> last;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Waiter<Q, R> first() {
        return first;
    }

    void addLast(Waiter<Q, R> waiter) {
        addAfter(last, waiter);
    }

    /** Adds a waiter behind another one of this list, or before all if that is null. */
    void addAfter(@Nullable Waiter<Q, R> before, Waiter<Q, R> waiter) {
        Waiter<Q, R> behind = before == null ? first : before.next;
        waiter.list = this;
        waiter.previous = before;
        waiter.next = behind;
        if (before == null) {
            first = waiter;
        } else {
            before.next = waiter;
        }
        if (behind == null) {
            last = waiter;
        } else {
            behind.previous = waiter;
        }
        size++;
    }

    /** Takes a waiter out; returns whether it was in. */
    boolean remove(Waiter<Q, R> waiter) {
        if (waiter.list != this) {
            return false;
        }
        Waiter<Q, R> before = waiter.previous;
        Waiter<Q, R> behind = waiter.next;
        if (before == null) {
            first = behind;
        } else {
            before.next = behind;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.previous = before;
        }
        waiter.list = null;
        waiter.previous = null;
        waiter.next = null;
        size--;
        return true;
    }
}
