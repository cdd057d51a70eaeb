// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server is started with.
 *
 * @param fsync whether a commit waits for the disk; off is faster and right wherever only the server process is killed
 *     never the machine, on is right for durability tests and for every published figure. Without it the server's files are in
 *     {@code /dev/shm}, where there is such a place with 4 GiB of room; else, as with it, in the folder of temporary files
 * @param maxConnections how many sessions the server accepts at once
 * @param locale the locale of databases that do not choose their own
 * @param settings further lines of {@code postgresql.conf}, by name; they win over everything above
 */
public record PostgresServerOptions(
        boolean fsync, int maxConnections, ServerLocale locale, Map<String, String> settings) {
    private static final PostgresServerOptions DEFAULTS =
            new PostgresServerOptions(false, 200, ServerLocale.builtin("C.UTF-8"), Map.of());

    /** Refuses fewer than one connection and names that no setting has; copies the settings. */
    public PostgresServerOptions {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be at least 1, was " + maxConnections);
        }
        settings = Map.copyOf(settings);
        for (String name : settings.keySet()) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
                throw new IllegalArgumentException("settings: not the name of a setting: " + name);
            }
        }
    }

    /**
     * What contract tests want: no waiting for the disk, 200 connections, the locale {@code C.UTF-8} of the server itself.
     *
     * @return the defaults
     */
    public static PostgresServerOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same options with another choice for waiting on the disk.
     *
     * @param value whether a commit waits for the disk
     * @return new options
     */
    public PostgresServerOptions withFsync(boolean value) {
        return new PostgresServerOptions(value, maxConnections, locale, settings);
    }

    /**
     * The same options with another bound on sessions.
     *
     * @param value how many sessions at once
     * @return new options
     */
    public PostgresServerOptions withMaxConnections(int value) {
        return new PostgresServerOptions(fsync, value, locale, settings);
    }

    /**
     * The same options with another locale.
     *
     * @param value the locale of databases that do not choose their own
     * @return new options
     */
    public PostgresServerOptions withLocale(ServerLocale value) {
        return new PostgresServerOptions(fsync, maxConnections, value, settings);
    }

    /**
     * The same options and one more setting; a setting of the same name is replaced.
     *
     * @param name a name of {@code postgresql.conf}, such as {@code idle_in_transaction_session_timeout}
     * @param value its value, unquoted
     * @return new options
     */
    public PostgresServerOptions withSetting(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new PostgresServerOptions(fsync, maxConnections, locale, more);
    }

    /** The lines to add to {@code postgresql.conf}; there a later line wins over an earlier one. */
    String configuration() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("listen_addresses", PostgresServer.HOST);
        lines.put("unix_socket_directories", "");
        lines.put("max_connections", Integer.toString(maxConnections));
        lines.put("fsync", fsync ? "on" : "off");
        lines.put("full_page_writes", fsync ? "on" : "off");
        lines.putAll(settings);
        StringBuilder text = new StringBuilder("\n");
        lines.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        return text.toString();
    }
}
