// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Player;
import dev.storageport.benchmarks.workload.Workload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/**
 * Raw JDBC on a table that keeps what the library keeps: sizes, data version and both times of each document, with indexes on the times. It
 * shows which part of a write is the work of the database on such a table, and which is the library's.
 */
final class EqualTableContestant extends KeyValueContestant {

    private static final String COLUMNS = "key, body, body_bytes, revision, data_version, created_at, updated_at";
    private static final List<String> INDEXES = List.of(
            "create index on_created on docs (created_at, key)", "create index on_updated on docs (updated_at, key)");

    private final JdbcDatabase database;
    private final boolean postgres;
    private final String put;

    /** Uses a database, and closes it. */
    EqualTableContestant(JdbcDatabase database) {
        super("JDBC, equal table", Set.of(Workload.GET, Workload.PUT));
        this.database = database;
        postgres = database.dialect() == Dialect.POSTGRES;
        put = "insert into docs (" + COLUMNS + ") values (?, " + (postgres ? "?::jsonb" : "?") + ", ?, 1, 1, ?, ?)"
                + " on conflict (key) do update set body = excluded.body, body_bytes = excluded.body_bytes,"
                + " revision = docs.revision + 1, updated_at = excluded.updated_at"
                + " returning revision, created_at, updated_at";
    }

    private String table() {
        return postgres
                ? "create table docs (key text collate \"C\" primary key, body jsonb not null, body_bytes integer not null,"
                        + " revision bigint not null, data_version integer not null, created_at timestamptz not null,"
                        + " updated_at timestamptz not null)"
                : "create table docs (key text primary key, body text not null, body_bytes integer not null,"
                        + " revision integer not null, data_version integer not null, created_at integer not null,"
                        + " updated_at integer not null) strict";
    }

    @Override
    public void load(Data data) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(table());
            for (String index : INDEXES) {
                statement.execute(index);
            }
            statement.execute("begin");
            try (PreparedStatement writing = connection.prepareStatement(put)) {
                for (int i = 0; i < data.documents(); i++) {
                    write(writing, Data.key(i), data.player(i));
                }
            }
            statement.execute("commit");
        }
        database.loaded();
    }

    @Override
    public int get(String key) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(
                        "select body, revision, data_version, created_at, updated_at from docs where key = ?")) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return -1;
                }
                time(rows, 4);
                time(rows, 5);
                return Json.player(rows.getString(1)).visits();
            }
        }
    }

    @Override
    public void put(String key, Player player) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(put)) {
            write(statement, key, player);
        }
    }

    private void write(PreparedStatement statement, String key, Player player) throws SQLException {
        String body = Json.text(player);
        statement.setString(1, key);
        statement.setString(2, body);
        statement.setInt(3, body.length());
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        for (int at = 4; at <= 5; at++) {
            if (postgres) {
                statement.setObject(at, now);
            } else {
                statement.setLong(at, now.toInstant().toEpochMilli() * 1000);
            }
        }
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            time(rows, 2);
            time(rows, 3);
        }
    }

    /** The library gives the times back, so they are read here too. */
    private void time(ResultSet rows, int column) throws SQLException {
        if (postgres) {
            rows.getObject(column, OffsetDateTime.class);
        } else {
            rows.getLong(column);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
