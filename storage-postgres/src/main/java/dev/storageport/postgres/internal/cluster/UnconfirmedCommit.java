// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.cluster;

import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * A commit that the server reports as done although its synchronous standbys have not confirmed it: somebody has cancelled the statement
 * that waited for them. The server says so in a warning and nowhere else. Whether the write is there after a failover nobody can tell.
 */
public final class UnconfirmedCommit extends SQLException {

    private static final long serialVersionUID = 1L;

    private static final String OUTCOME_UNKNOWN = "40003";

    /** The server's routine that waits for the standbys. It warns of nothing else, and its text is translated. */
    private static final String WAIT = "SyncRepWaitForLSN";

    private UnconfirmedCommit() {
        super(
                "somebody has cancelled the wait for the synchronous standbys; the server has the write, and a standby that takes over may"
                        + " not",
                OUTCOME_UNKNOWN);
    }

    /**
     * Refuses what a server has said of a commit if it is that.
     *
     * @throws UnconfirmedCommit if the commit was not confirmed
     */
    public static void refuse(@Nullable SQLWarning said) throws UnconfirmedCommit {
        for (SQLWarning warning = said; warning != null; warning = warning.getNextWarning()) {
            if (warning instanceof PSQLWarning ofServer && isOfWait(ofServer.getServerErrorMessage())) {
                throw new UnconfirmedCommit();
            }
        }
    }

    private static boolean isOfWait(@Nullable ServerErrorMessage message) {
        return message != null && WAIT.equals(message.getRoutine());
    }
}
