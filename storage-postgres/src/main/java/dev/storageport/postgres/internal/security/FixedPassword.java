// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.security;

import java.util.Optional;

/** The password of the options. No record, which would show it. */
public final class FixedPassword implements Password {

    private final Optional<String> password;

    public FixedPassword(Optional<String> password) {
        this.password = password;
    }

    @Override
    public Optional<String> now() {
        return password;
    }

    @Override
    public boolean mayChange() {
        return false;
    }
}
