// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.security;

import java.util.Optional;
import java.util.concurrent.Callable;

/** A password that the application's own code gives for each session, a token for instance. */
public final class AskedPassword implements Password {

    private final Callable<String> source;

    public AskedPassword(Callable<String> source) {
        this.source = source;
    }

    @Override
    public Optional<String> now() throws PasswordFailure {
        String password;
        try {
            password = source.call();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted");
        } catch (Exception failure) {
            // Its message may say anything, the secret itself included.
            throw failed("failed with " + failure.getClass().getName());
        }
        if (password == null || password.isEmpty()) {
            throw failed("gave none");
        }
        if (password.indexOf('\0') >= 0) {
            throw failed("gave one with U+0000");
        }
        return Optional.of(password);
    }

    private static PasswordFailure failed(String how) {
        return PasswordFailure.passing("the application's source of passwords " + how);
    }

    @Override
    public boolean mayChange() {
        return true;
    }
}
