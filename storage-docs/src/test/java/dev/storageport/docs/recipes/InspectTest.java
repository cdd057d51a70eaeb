// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.Index;
import dev.storageport.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages ask with {@code psql} and {@code sqlite3}, asked of databases that the library wrote. */
class InspectTest {

    record Player(String name, int level) {}

    static final Index<Player, Integer> LEVEL = Index.of("level", Integer.class, Player::level);
    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).index(LEVEL).build();

    @TempDir
    private Path folder;

    @Test
    void postgres_askedBySql_answers() throws SQLException, IOException {
        try (TestDatabase database = new TestDatabase();
                Storage storage = Storage.open(database.url(), PLAYERS);
                Connection connection = database.connect()) {
            fill(storage);
            List<List<String>> answers = answers(connection, "inspect-postgres.sql");
            assertThat(answers.get(0))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("ada")
                    .contains("\"level\": 8");
            assertThat(answers.get(1)).containsExactly("ada|8|Ada", "bob|3|Bob");
            assertThat(answers.get(2)).hasSize(1).first().asString().startsWith("ada|4000|");
            assertThat(answers.get(3)).hasSize(1);
            assertThat(answers.get(4)).hasSize(1).first().asString().contains("players");
            assertThat(answers.get(5)).hasSize(1).first().asString().contains("level");
            assertThat(answers.get(6)).anySatisfy(table -> assertThat(table).startsWith("players|"));
            assertThat(answers.get(7)).as("sessions of the storage").isNotEmpty();
            assertThat(answers.get(9)).anySatisfy(table -> assertThat(table).startsWith("players|"));
            assertThat(answers.get(10))
                    .as("active, in a transaction, all")
                    .singleElement()
                    .asString()
                    .matches("\\d+\\|\\d+\\|[1-9]\\d*");
        }
    }

    @Test
    void activityOfTheServer_isFound() throws SQLException, IOException {
        try (TestDatabase database = new TestDatabase();
                Connection slow = database.connect();
                Statement statement = slow.createStatement();
                Connection connection = database.connect()) {
            statement.execute("SET application_name = 'storageport of somebody'");
            Thread asleep = new Thread(() -> {
                try {
                    statement.execute("SELECT pg_sleep(600)");
                } catch (SQLException cancelled) {
                    // which is how it ends
                }
            });
            asleep.start();
            try {
                assertThat(answered(connection, 11)).singleElement().asString().endsWith("|SELECT pg_sleep(600)");
                assertThat(Double.parseDouble(answered(connection, 12).get(0))).isBetween(1.0, 100.0);
            } finally {
                statement.cancel();
                join(asleep);
            }
        }
    }

    /** Returns what is answered once there is an answer: the server brings its figures up to date now and then. */
    private static List<String> answered(Connection connection, int statement) throws SQLException, IOException {
        List<String> rows = List.of();
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while ((rows.isEmpty() || rows.get(0).equals("null")) && System.nanoTime() < end) {
            rows = answers(connection, "inspect-postgres.sql", statement, statement + 1)
                    .get(0);
        }
        return rows;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void sqlite_askedBySql_answers() throws SQLException, IOException {
        Path file = folder.resolve("players.db");
        try (Storage storage = Storage.open("sqlite:" + file, PLAYERS)) {
            fill(storage);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            List<List<String>> answers = answers(connection, "inspect-sqlite.sql");
            assertThat(answers.get(0))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("ada")
                    .contains("\"level\":8");
            assertThat(answers.get(1)).containsExactly("ada|8|Ada", "bob|3|Bob");
            assertThat(answers.get(2)).hasSize(1).first().asString().startsWith("ada|4000|");
            assertThat(answers.get(3)).hasSize(1);
            assertThat(answers.get(4)).hasSize(1).first().asString().contains("players");
            assertThat(answers.get(5)).hasSize(1).first().asString().contains("level");
        }
    }

    private static void fill(Storage storage) {
        storage.collection(PLAYERS).put("ada", new Player("Ada", 8), Content.text("page".repeat(1000)));
        storage.collection(PLAYERS).put("bob", new Player("Bob", 3));
    }

    /** Returns for each statement its rows, the columns divided by bars. */
    private static List<List<String>> answers(Connection connection, String file) throws SQLException, IOException {
        return answers(connection, file, 0, Statements.of(file).size());
    }

    /** Returns the same for some of the statements, by their places. */
    private static List<List<String>> answers(Connection connection, String file, int from, int before)
            throws SQLException, IOException {
        List<List<String>> answers = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String sql : Statements.of(file).subList(from, before)) {
                List<String> rows = new ArrayList<>();
                try (ResultSet result = statement.executeQuery(sql)) {
                    int columns = result.getMetaData().getColumnCount();
                    while (result.next()) {
                        StringBuilder row = new StringBuilder();
                        for (int column = 1; column <= columns; column++) {
                            row.append(column == 1 ? "" : "|").append(result.getString(column));
                        }
                        rows.add(row.toString());
                    }
                }
                answers.add(rows);
            }
        }
        return answers;
    }
}
