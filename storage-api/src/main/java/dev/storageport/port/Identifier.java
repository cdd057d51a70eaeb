// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.ConfigurationException;
import dev.storageport.Limits;
import java.util.regex.Pattern;

/**
 * The rule for names that become identifiers of a database: lower case, because SQLite ignores case and PostgreSQL does not;
 * short, because PostgreSQL cuts identifiers at 63 bytes without an error.
 */
final class Identifier {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0," + (Limits.NAME_CHARACTERS - 1) + "}");

    private Identifier() {}

    static void check(String kind, String name) {
        if (!FORM.matcher(name).matches() || name.startsWith("sqlite_") || name.startsWith("pg_")) {
            throw new ConfigurationException(
                    kind + " name " + Quoted.text(name),
                    "must be a lower-case letter followed by lower-case letters, digits and underscores, at most "
                            + Limits.NAME_CHARACTERS + " in all, and must not begin with sqlite_ or pg_");
        }
    }
}
