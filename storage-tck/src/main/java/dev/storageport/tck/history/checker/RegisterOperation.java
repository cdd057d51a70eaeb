// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

/**
 * One operation on one document, and the time in which it took effect at some moment.
 *
 * @param caller who called it
 * @param action what was asked and answered
 * @param called a moment before the call
 * @param answered a moment after the answer, on the clock of {@code called}
 */
public record RegisterOperation(String caller, RegisterAction action, long called, long answered) {

    @Override
    public String toString() {
        return caller + " [" + called + ".." + answered + "] " + action;
    }
}
