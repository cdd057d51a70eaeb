// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.security;

import java.util.Optional;

/** What a user proves with that it is he. May be asked by several threads at once. */
public interface Password {

    /**
     * Returns the password for a session that is about to begin; empty if the server is expected to ask for none.
     *
     * @throws PasswordFailure if it cannot be had
     */
    Optional<String> now() throws PasswordFailure;

    /** Returns whether there may be another when it is asked for again, so that one which the server refuses is not the last word. */
    boolean mayChange();
}
