// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.security;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;

/** What the driver says, where it has one SQLSTATE for several things: its text, compared with its own translation of it. */
public final class DriverTexts {

    private DriverTexts() {}

    /** Returns whether the driver says one of these, {@code {0}} standing for anything, in its own language. */
    public static boolean says(SQLException error, List<String> texts) {
        return causes(error)
                .filter(PSQLException.class::isInstance)
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(said -> texts.stream().anyMatch(text -> isSame(said, text)));
    }

    private static boolean isSame(String said, String text) {
        String translated = GT.tr(text, "\0", "\0");
        int first = translated.indexOf('\0');
        return first < 0
                ? said.equals(translated)
                : said.startsWith(translated.substring(0, first))
                        && said.endsWith(translated.substring(translated.lastIndexOf('\0') + 1));
    }

    /** Returns the failure itself and what caused it, the deepest last. */
    public static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause);
    }
}
