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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * Raw JDBC on a table that keeps what the library keeps, and gives it back. It shows which part of an operation is the work of the database on such
 * a table, and which is the library's.
 */
final class EqualTableContestant extends PartialContestant {

    private static final long MICROS = 1_000_000;

    private record Found(Player player, long revision) {}

    private final JdbcDatabase database;
    private final boolean postgres;
    private final EqualTable table;

    /** Uses a database, and closes it. */
    EqualTableContestant(JdbcDatabase database) {
        super(
                EQUAL,
                Set.of(
                        Workload.GET,
                        Workload.PUT,
                        Workload.INSERT,
                        Workload.UPDATE,
                        Workload.REPLACE_IF,
                        Workload.READ_THEN_WRITE));
        this.database = database;
        postgres = database.dialect() == Dialect.POSTGRES;
        table = EqualTable.of(database.dialect());
    }

    @Override
    public void load(Data data) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(table.definition());
            statement.execute("begin");
            try (PreparedStatement writing = connection.prepareStatement(table.put())) {
                for (int i = 0; i < data.documents(); i++) {
                    revision(writing, Data.key(i), data.player(i));
                }
            }
            statement.execute("commit");
        }
        database.loaded();
    }

    @Override
    public int get(String key) throws SQLException {
        try (Connection connection = database.connection()) {
            return found(connection, key).map(found -> found.player().visits()).orElse(-1);
        }
    }

    @Override
    public long revision(String key) throws SQLException {
        try (Connection connection = database.connection()) {
            return found(connection, key).map(Found::revision).orElse(-1L);
        }
    }

    private Optional<Found> found(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.get())) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                times(rows, 4);
                return Optional.of(new Found(Json.player(rows.getString(1)), rows.getLong(2)));
            }
        }
    }

    @Override
    public void put(String key, Player player) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(table.put())) {
            revision(statement, key, player);
        }
    }

    @Override
    public boolean insert(String key, Player player) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(table.insert())) {
            return revision(statement, key, player) >= 0;
        }
    }

    private long revision(PreparedStatement statement, String key, Player player) throws SQLException {
        String body = Json.text(player);
        statement.setString(1, key);
        statement.setString(2, body);
        statement.setInt(3, body.length());
        Instant now = Instant.now();
        time(statement, 4, now);
        time(statement, 5, now);
        return revision(statement);
    }

    @Override
    public boolean update(String key) throws SQLException {
        try (Connection connection = database.connection()) {
            while (true) {
                Optional<Found> found = found(connection, key);
                if (found.isEmpty()) {
                    return false;
                }
                if (replacedIf(
                                connection,
                                key,
                                found.get().revision(),
                                found.get().player().visited())
                        >= 0) {
                    return true;
                }
            }
        }
    }

    @Override
    public long replaceIf(String key, long revision, Player player) throws SQLException {
        try (Connection connection = database.connection()) {
            return replacedIf(connection, key, revision, player);
        }
    }

    private long replacedIf(Connection connection, String key, long revision, Player player) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.replaceIf())) {
            replacing(statement, key, player);
            statement.setLong(5, revision);
            return revision(statement);
        }
    }

    @Override
    public int readThenWrite(String key) throws SQLException {
        return database.transact(connection -> {
            Player player = found(connection, key).orElseThrow().player().visited();
            try (PreparedStatement statement = connection.prepareStatement(table.replace())) {
                replacing(statement, key, player);
                revision(statement);
            }
        });
    }

    private void replacing(PreparedStatement statement, String key, Player player) throws SQLException {
        String body = Json.text(player);
        statement.setString(1, body);
        statement.setInt(2, body.length());
        time(statement, 3, Instant.now());
        statement.setString(4, key);
    }

    // Reads all that the library gives back; -1 if nothing was written.
    private long revision(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return -1;
            }
            times(rows, 2);
            return rows.getLong(1);
        }
    }

    private void time(PreparedStatement statement, int parameter, Instant time) throws SQLException {
        if (postgres) {
            statement.setObject(parameter, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
        } else {
            statement.setLong(parameter, time.getEpochSecond() * MICROS + time.getNano() / 1_000);
        }
    }

    // Both times, one column after the other.
    private void times(ResultSet rows, int column) throws SQLException {
        for (int at = column; at <= column + 1; at++) {
            if (postgres) {
                rows.getObject(at, OffsetDateTime.class);
            } else {
                rows.getLong(at);
            }
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
