// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.SchemaException;
import dev.storageport.postgres.internal.cluster.ServerReplication;
import dev.storageport.postgres.internal.connection.Errors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a storage stands on its server, as one statement on its own table finds it: what the statement really ran at, not what the session
 * was told, and which tables are there.
 *
 * @param version product and version
 * @param isolation the isolation of the statement that asked
 * @param encryption version and cipher of the session, or {@code none}; empty if the server does not say
 * @param settings settings of the session, by name
 * @param replication the standbys of the server
 */
public record ServerHealth(
        String version,
        String isolation,
        Optional<String> encryption,
        Map<String, String> settings,
        ServerReplication replication) {

    /** Settings of a server whose promises mean less than they say, each with what that means. */
    private static final Map<String, String> DANGEROUS = new TreeMap<>(Map.of(
            "fsync=off",
            "a failure of the server's machine may lose or damage everything, acknowledged writes included; set it to on",
            "full_page_writes=off",
            "a failure of the server's machine may damage what was being written, unless its file system writes pages whole; set it to on",
            "zero_damaged_pages=on",
            "damaged pages are read as empty ones, so documents may be missing without an error; set it to off",
            "ignore_checksum_failure=on",
            "damaged pages are read as if they were sound; set it to off"));

    private static final List<String> OUTDATED = List.of("SSLv3", "TLSv1", "TLSv1.1");

    private static final String SYNCHRONOUS_COMMIT = "synchronous_commit";

    /**
     * Asks the server, in the transaction of the connection or in one of its own.
     *
     * @throws SchemaException if a table of the storage is gone
     */
    public static ServerHealth of(Connection connection, String schema, Errors errors) {
        String place = "schema " + schema;
        String catalog = Names.qualified(schema, "storageport$collections");
        String ask =
                "SELECT 'PostgreSQL ' || current_setting('server_version'), current_setting('transaction_isolation'),"
                        + " current_setting('fsync'), current_setting('full_page_writes'), current_setting('zero_damaged_pages', true),"
                        + " current_setting('ignore_checksum_failure', true), current_setting('synchronous_commit'),"
                        + " (SELECT string_agg(k.name, ', ' ORDER BY k.name) FROM " + catalog
                        + " AS k WHERE NOT EXISTS (SELECT 1 FROM"
                        + " pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = "
                        + Names.literal(schema) + " AND c.relname = k.name)), "
                        + "(SELECT CASE WHEN ssl THEN version || ', ' || cipher ELSE 'none' END FROM pg_stat_ssl"
                        + " WHERE pid = pg_backend_pid()), " + ServerReplication.COLUMNS;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ask)) {
            row.next();
            if (row.getString(8) != null) {
                throw new SchemaException(
                        place + ": the tables of these collections are gone: " + row.getString(8), null);
            }
            Map<String, String> settings = new TreeMap<>();
            settings.put("fsync", row.getString(3));
            settings.put("full_page_writes", row.getString(4));
            settings.put("zero_damaged_pages", String.valueOf(row.getString(5)));
            settings.put("ignore_checksum_failure", String.valueOf(row.getString(6)));
            settings.put(SYNCHRONOUS_COMMIT, row.getString(7));
            return new ServerHealth(
                    row.getString(1),
                    row.getString(2),
                    Optional.ofNullable(row.getString(9)),
                    settings,
                    ServerReplication.of(row, 10));
        } catch (SQLException error) {
            if (Errors.isMissingTable(error)) {
                throw new SchemaException(
                        place
                                + ": the storage's own table storageport$collections is gone, so nothing of the storage can be found; "
                                + "restore it, or open the storage again to begin anew",
                        Errors.withoutValues(error));
            }
            throw errors.of(error, new Errors.Attempt(place, null, false));
        }
    }

    /** Returns the isolation of a statement of the connection. */
    public static String isolation(Connection connection, String schema, Errors errors) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('transaction_isolation')")) {
            row.next();
            return row.getString(1);
        } catch (SQLException error) {
            throw errors.of(error, new Errors.Attempt("schema " + schema, null, false));
        }
    }

    /** Returns what an acknowledged write survives, as the server names it. */
    public String durability() {
        return SYNCHRONOUS_COMMIT + " " + settings.get(SYNCHRONOUS_COMMIT);
    }

    /**
     * Returns what weakens a promise.
     *
     * @param failover whether nothing acknowledged may be lost when a standby takes over
     */
    public List<String> warnings(boolean failover) {
        List<String> warnings = new ArrayList<>();
        DANGEROUS.forEach((setting, danger) -> {
            String name = setting.substring(0, setting.indexOf('='));
            if (setting.equals(name + "=" + settings.get(name))) {
                warnings.add(setting + ": " + danger);
            }
        });
        switch (String.valueOf(settings.get(SYNCHRONOUS_COMMIT))) {
            case "off" ->
                warnings.add(
                        "synchronous_commit off: the acknowledged writes of the server's last moments are lost when it dies");
            case "local", "remote_write" ->
                warnings.add("synchronous_commit " + settings.get(SYNCHRONOUS_COMMIT)
                        + ": acknowledged writes that a standby has not received are lost when it takes over");
            default -> {
                if (failover) {
                    warnings.addAll(replication.warnings());
                }
            }
        }
        encryption
                .filter(found -> OUTDATED.stream().anyMatch(old -> found.startsWith(old + ",")))
                .ifPresent(found -> warnings.add("encrypted with " + found
                        + ": what is older than TLS 1.2 can be broken; set ssl_min_protocol_version and the JVM's"
                        + " jdk.tls.disabledAlgorithms back"));
        return warnings;
    }
}
