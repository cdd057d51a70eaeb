// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import dev.storageport.quickstart.warriors.Warrior;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The application's four functions against the driver. */
final class JdbcWarriors {

    private final JdbcDatabase database;
    private final Dialect dialect;

    JdbcWarriors(JdbcDatabase database) {
        this.database = database;
        dialect = database.dialect();
    }

    void load(List<Warrior> warriors) throws SQLException {
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(dialect.createWarrior())) {
                for (int i = 0; i < warriors.size(); i++) {
                    bind(statement, "warrior-" + i, warriors.get(i));
                    statement.addBatch();
                    if (i % 1_000 == 999) {
                        statement.executeBatch();
                    }
                }
                statement.executeBatch();
            }
            connection.commit();
        }
    }

    boolean create(String id, Warrior warrior) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(dialect.createWarrior())) {
            bind(statement, id, warrior);
            return statement.executeUpdate() == 1;
        }
    }

    private static void bind(PreparedStatement statement, String id, Warrior warrior) throws SQLException {
        statement.setString(1, id);
        statement.setString(2, Json.text(warrior));
        statement.setString(3, warrior.name());
        statement.setString(4, Dialect.texts(warrior));
    }

    boolean find(String id) throws SQLException {
        return !read(dialect.findWarrior(), List.of(id)).isEmpty();
    }

    int page(String from, String before) throws SQLException {
        return read(dialect.pageOfWarriors(), List.of(from, before)).size();
    }

    int search(String term) throws SQLException {
        List<String> words = Dialect.words(term);
        return read(dialect.search(words), dialect.searched(words)).size();
    }

    long count() throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(dialect.countWarriors());
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private List<Warrior> read(String sql, List<String> parameters) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            List<Warrior> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(Json.warrior(rows.getString(1)));
                }
            }
            return found;
        }
    }
}
