// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.cluster;

import java.sql.SQLException;

/** A server takes writes, and another one was promoted in its place: whatever is written there is lost. Like a standby it will not do. */
public final class OutdatedServer extends SQLException {

    private static final long serialVersionUID = 1L;

    private static final String READ_ONLY = "25006";

    OutdatedServer(long timeline, long newest) {
        super(
                "the server is on timeline " + timeline + ", and one on timeline " + newest + " took its place",
                READ_ONLY);
    }
}
