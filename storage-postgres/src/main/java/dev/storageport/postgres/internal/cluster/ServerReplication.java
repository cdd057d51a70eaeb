// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.cluster;

import dev.storageport.ReplicationStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The standbys of a server.
 *
 * @param address the server's own address; empty if the session does not come by the network
 * @param synchronousNames what the server is told of the standbys that a commit waits for; nothing: it waits for none
 * @param status the standbys there are
 */
public record ServerReplication(Optional<String> address, String synchronousNames, ReplicationStatus status) {

    /**
     * Five columns of one row. Whoever may not see all statistics ({@code pg_read_all_stats}) sees how many there are and nothing more. Each
     * lag is that of the slowest; that in bytes is of what was sent.
     */
    public static final String COLUMNS = "host(inet_server_addr()) || ':' || inet_server_port(),"
            + " current_setting('synchronous_standby_names', true),"
            + " (SELECT array[count(*), count(sync_state), count(*) FILTER (WHERE sync_state IN ('sync', 'quorum')),"
            + " (1000000 * extract(epoch FROM max(replay_lag)))::bigint, max(sent_lsn - replay_lsn)::bigint]"
            + " FROM pg_stat_replication WHERE coalesce(state, 'streaming') = 'streaming')";

    /** Reads the columns. */
    public static ServerReplication of(ResultSet row, int from) throws SQLException {
        Long[] counts = (Long[]) row.getArray(from + 2).getArray();
        boolean visible = counts[0].equals(counts[1]);
        String names = row.getString(from + 1);
        return new ServerReplication(
                Optional.ofNullable(row.getString(from)),
                names == null ? "" : names.strip(),
                new ReplicationStatus(
                        counts[0].intValue(),
                        visible ? OptionalInt.of(counts[2].intValue()) : OptionalInt.empty(),
                        Optional.ofNullable(counts[3]).map(micros -> Duration.ofNanos(1000 * micros)),
                        counts[4] == null ? OptionalLong.empty() : OptionalLong.of(counts[4])));
    }

    /** Returns what weakens the promise that a write which waits for synchronous standbys survives the loss of the primary. */
    public List<String> warnings() {
        if (synchronousNames.isEmpty()) {
            return List.of(
                    "synchronous_standby_names is empty: acknowledged writes that a standby has not received are lost when it takes over");
        }
        return status.synchronous().orElse(1) > 0
                ? List.of()
                : List.of("no synchronous standby follows the server: writes wait until one does");
    }
}
