// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Looks for what must not be told. */
final class Secrets {

    private Secrets() {}

    /** Asserts that no message of the failure, its causes and what they suppress holds the secret. */
    static void assertAbsent(Throwable failure, String secret) {
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(secret);
    }
}
