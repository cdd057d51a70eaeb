// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Player;
import dev.storageport.benchmarks.workload.Workload;
import dev.storageport.quickstart.warriors.Warrior;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a careful engineer writes against the driver: prepared statements, one round trip where one will do. */
public final class JdbcContestant implements Contestant {

    private static final int FETCH = 1_000;

    private final String name;
    private final BulkInsert bulk;
    private final JdbcDatabase database;
    private final Dialect dialect;
    private final JdbcWarriors warriors;

    /**
     * Uses a database, and closes it.
     *
     * @param name {@link Contestant#JDBC}; one of another name takes part in writing many documents only
     */
    public JdbcContestant(String name, BulkInsert bulk, JdbcDatabase database) {
        this.name = name;
        this.bulk = bulk;
        this.database = database;
        dialect = database.dialect();
        warriors = new JdbcWarriors(database);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean can(Workload workload) {
        return name.equals(JDBC)
                || Set.of(Workload.PUT_ALL, Workload.PUT_ALL_NEW).contains(workload);
    }

    @Override
    public void load(Data data) throws SQLException {
        database.createTables();
        int portion = 10_000;
        for (int from = 0; from < data.documents(); from += portion) {
            List<String> keys = new ArrayList<>();
            List<Player> players = new ArrayList<>();
            for (int i = from; i < Math.min(data.documents(), from + portion); i++) {
                keys.add(Data.key(i));
                players.add(data.player(i));
            }
            putAll(keys, players);
        }
        if (name.equals(JDBC)) {
            for (int i = 0; i < data.pages(); i++) {
                putPage(Data.key(i), data.player(i), data.page(i));
            }
            warriors.load(data.warriors());
        }
        database.loaded();
    }

    @Override
    public int get(String key) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(dialect.get())) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Json.player(rows.getString(1)).visits() : -1;
            }
        }
    }

    @Override
    public int getAll(List<String> keys) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(dialect.getAll(keys.size()))) {
            if (dialect == Dialect.POSTGRES) {
                statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
            } else {
                for (int i = 0; i < keys.size(); i++) {
                    statement.setString(i + 1, keys.get(i));
                }
            }
            List<Player> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(Json.player(rows.getString(2)));
                }
            }
            return found.size();
        }
    }

    @Override
    public void put(String key, Player player) throws SQLException {
        changed(dialect.put(), key, player);
    }

    @Override
    public boolean insert(String key, Player player) throws SQLException {
        return changed(dialect.insert(), key, player) == 1;
    }

    private int changed(String sql, String key, Player player) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, key);
            statement.setString(2, Json.text(player));
            return statement.executeUpdate();
        }
    }

    // Without a transaction: two round trips, and again if another was faster.
    @Override
    public boolean update(String key) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement read = connection.prepareStatement(dialect.get());
                PreparedStatement write = connection.prepareStatement(dialect.replaceIf())) {
            while (true) {
                read.setString(1, key);
                try (ResultSet rows = read.executeQuery()) {
                    if (!rows.next()) {
                        return false;
                    }
                    write.setString(1, Json.text(Json.player(rows.getString(1)).visited()));
                    write.setLong(3, rows.getLong(2));
                }
                write.setString(2, key);
                if (write.executeUpdate() == 1) {
                    return true;
                }
            }
        }
    }

    @Override
    public long revision(String key) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(dialect.get())) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(2) : -1;
            }
        }
    }

    @Override
    public long replaceIf(String key, long revision, Player player) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(dialect.replaceIf())) {
            statement.setString(1, Json.text(player));
            statement.setString(2, key);
            statement.setLong(3, revision);
            return statement.executeUpdate() == 1 ? revision + 1 : -1;
        }
    }

    @Override
    public void putPage(String key, Player player, String html) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(dialect.putPage())) {
            statement.setString(1, key);
            statement.setString(2, Json.text(player));
            statement.setBytes(3, Json.compressed(html));
            statement.executeUpdate();
        }
    }

    @Override
    public int getPage(String key) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(dialect.getPage())) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return -1;
                }
                Json.player(rows.getString(1));
                return Json.page(rows.getBytes(2)).length();
            }
        }
    }

    @Override
    public void putAll(List<String> keys, List<Player> players) throws SQLException {
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            bulk.put(connection, dialect, keys, players);
            connection.commit();
        }
    }

    // The PostgreSQL driver fetches in portions only inside a transaction.
    @Override
    public long stream(int documents) throws SQLException {
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(dialect == Dialect.SQLITE);
            try (PreparedStatement statement = connection.prepareStatement(dialect.stream())) {
                statement.setFetchSize(FETCH);
                statement.setInt(1, documents);
                long visits = 0;
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        visits += Json.player(rows.getString(1)).visits();
                    }
                }
                return visits;
            }
        }
    }

    @Override
    public int transfer(String from, String to) throws SQLException {
        return database.transact(connection -> {
            Player giver = read(connection, from);
            Player taker = read(connection, to);
            write(connection, from, giver.visited());
            write(connection, to, taker.visited());
        });
    }

    @Override
    public int readThenWrite(String key) throws SQLException {
        return database.transact(
                connection -> write(connection, key, read(connection, key).visited()));
    }

    private Player read(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.get())) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return Json.player(rows.getString(1));
            }
        }
    }

    private void write(Connection connection, String key, Player player) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.replace())) {
            statement.setString(1, Json.text(player));
            statement.setString(2, key);
            statement.executeUpdate();
        }
    }

    @Override
    public boolean createWarrior(String id, Warrior warrior) throws SQLException {
        return warriors.create(id, warrior);
    }

    @Override
    public boolean findWarrior(String id) throws SQLException {
        return warriors.find(id);
    }

    @Override
    public int pageOfWarriors(String from, String before) throws SQLException {
        return warriors.page(from, before);
    }

    @Override
    public int searchWarriors(String term) throws SQLException {
        return warriors.search(term);
    }

    @Override
    public long countWarriors() throws SQLException {
        return warriors.count();
    }

    @Override
    public void close() {
        database.close();
    }
}
