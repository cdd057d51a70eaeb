// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.cluster;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What each of several servers said when none of them would do; goes along with the failure that is reported. */
public final class HostFindings extends Exception {

    private static final long serialVersionUID = 1L;

    private HostFindings(String text) {
        super(text, null, false, false);
    }

    static SQLException attach(List<String> told, SQLException failure) {
        failure.addSuppressed(new HostFindings(String.join(", ", told)));
        return failure;
    }

    /** Returns what each server said, if there were several, also behind an error of a pool. */
    public static Optional<String> of(SQLException failure) {
        return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> Arrays.stream(cause.getSuppressed()))
                .filter(HostFindings.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst();
    }
}
