// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.security;

import java.sql.SQLException;

/** There is no password to connect with. A pool passes on nothing but native errors; the message is ours and holds no secret. */
public final class PasswordFailure extends SQLException {

    private static final long serialVersionUID = 1L;

    private static final String INVALID_PASSWORD = "28P01";

    private final boolean passing;

    private PasswordFailure(String message, boolean passing) {
        super(message, INVALID_PASSWORD);
        this.passing = passing;
    }

    /** It is so until somebody changes something. */
    static PasswordFailure lasting(String message) {
        return new PasswordFailure(message, false);
    }

    /** A service was asked, which may answer the next time. */
    static PasswordFailure passing(String message) {
        return new PasswordFailure(message, true);
    }

    /** Returns whether it may be over without anybody's work. */
    public boolean isPassing() {
        return passing;
    }
}
