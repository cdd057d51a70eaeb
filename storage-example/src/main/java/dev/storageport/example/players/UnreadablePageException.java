// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

/** A page is not what it should be, for instance the notice that the upstream is being maintained. */
public final class UnreadablePageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadablePageException(String message) {
        super(message);
    }
}
