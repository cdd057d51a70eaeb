// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server is started with.
 *
 * @param fsync whether a commit waits for the disk; off is faster and right wherever only the server process is killed
 *     never the machine, on is right for durability tests and for every published figure. Without it the server's files are in
 *     {@code /dev/shm}, where there is such a place with 4 GiB of room; else, as with it, in the folder of temporary files
 * @param maxConnections how many sessions the server accepts at once
 * @param locale the locale of databases that do not choose their own
 * @param settings further lines of {@code postgresql.conf}, by name; they win over everything above
 * @param tls what the server encrypts with; empty: it does not encrypt
 * @param hostEntries the lines of {@code pg_hba.conf}, which say who may connect and how they prove who they are; empty: everybody, from
 *     this machine, by password (SCRAM-SHA-256). The superuser {@code postgres} has to be among them
 */
public record PostgresServerOptions(
        boolean fsync,
        int maxConnections,
        ServerLocale locale,
        Map<String, String> settings,
        Optional<ServerTls> tls,
        List<String> hostEntries) {
    private static final PostgresServerOptions DEFAULTS = new PostgresServerOptions(
            false, 200, ServerLocale.builtin("C.UTF-8"), Map.of(), Optional.empty(), List.of());

    /** Refuses fewer than one connection, names that no setting has and entries of several lines; copies settings and entries. */
    public PostgresServerOptions {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be at least 1, was " + maxConnections);
        }
        settings = Map.copyOf(settings);
        settings.keySet().forEach(PostgresServerOptions::requireName);
        Objects.requireNonNull(tls, "tls");
        hostEntries = List.copyOf(hostEntries);
        if (hostEntries.stream().anyMatch(entry -> entry.indexOf('\n') >= 0)) {
            throw new IllegalArgumentException("hostEntries: each must be one line");
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
        return new PostgresServerOptions(value, maxConnections, locale, settings, tls, hostEntries);
    }

    /**
     * The same options with another bound on sessions.
     *
     * @param value how many sessions at once
     * @return new options
     */
    public PostgresServerOptions withMaxConnections(int value) {
        return new PostgresServerOptions(fsync, value, locale, settings, tls, hostEntries);
    }

    /**
     * The same options with another locale.
     *
     * @param value the locale of databases that do not choose their own
     * @return new options
     */
    public PostgresServerOptions withLocale(ServerLocale value) {
        return new PostgresServerOptions(fsync, maxConnections, value, settings, tls, hostEntries);
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
        return new PostgresServerOptions(fsync, maxConnections, locale, more, tls, hostEntries);
    }

    /**
     * The same options, for a server that encrypts with whoever asks for it.
     *
     * @param value what it encrypts with
     * @return new options
     */
    public PostgresServerOptions withTls(ServerTls value) {
        return new PostgresServerOptions(fsync, maxConnections, locale, settings, Optional.of(value), hostEntries);
    }

    /**
     * The same options with other lines of {@code pg_hba.conf}, of which the first that matches a connection decides. One of them has to let
     * the superuser {@code postgres} in by password.
     *
     * @param values the lines, for instance {@code hostssl all app 127.0.0.1/32 cert}
     * @return new options
     */
    public PostgresServerOptions withHostEntries(List<String> values) {
        return new PostgresServerOptions(fsync, maxConnections, locale, settings, tls, values);
    }

    /** The lines to add to {@code postgresql.conf}; there a later line wins over an earlier one. */
    String configuration() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("listen_addresses", PostgresServer.HOST);
        lines.put("unix_socket_directories", "");
        lines.put("max_connections", Integer.toString(maxConnections));
        lines.put("fsync", fsync ? "on" : "off");
        lines.put("full_page_writes", fsync ? "on" : "off");
        tls.ifPresent(files -> {
            lines.put("ssl", "on");
            lines.put("ssl_cert_file", DataFolder.CERTIFICATE);
            lines.put("ssl_key_file", DataFolder.KEY);
            files.clientSigners().ifPresent(signers -> lines.put("ssl_ca_file", DataFolder.CLIENT_SIGNERS));
        });
        lines.putAll(settings);
        StringBuilder text = new StringBuilder("\n");
        lines.forEach((name, value) -> text.append(line(name, value)));
        return text.toString();
    }

    /** Refuses what cannot be the name of a setting. */
    static void requireName(String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
            throw new IllegalArgumentException("settings: not the name of a setting: " + name);
        }
    }

    /** One line of {@code postgresql.conf}. */
    static String line(String name, String value) {
        return name + " = '" + value.replace("'", "''") + "'\n";
    }
}
