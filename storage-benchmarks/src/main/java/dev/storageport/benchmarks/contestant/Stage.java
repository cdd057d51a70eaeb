// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import dev.storageport.Storage;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.postgres.server.PostgresServerOptions;
import dev.storageport.sqlite.SqliteOptions;
import dev.storageport.sqlite.SqliteStorage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A database with everyone who takes part, each with tables of its own. */
public final class Stage implements AutoCloseable {

    private final Database database;
    private final List<Contestant> contestants = new ArrayList<>();
    private final Map<String, StoredBytes> stored = new LinkedHashMap<>();
    private final List<Runnable> opened = new ArrayList<>();
    private @Nullable PostgresAddress server;
    private String facts = "";

    private Stage(Database database) {
        this.database = database;
    }

    /** Starts a server with its own settings; fsync is on. */
    public static Stage postgres() throws SQLException {
        Stage stage = new Stage(Database.POSTGRES);
        try {
            PostgresServer server =
                    PostgresServer.start(PostgresServerOptions.defaults().withFsync(true));
            stage.opened.add(server::close);
            stage.fill(server.address());
            return stage;
        } catch (SQLException | RuntimeException | Error failure) {
            stage.close();
            throw failure;
        }
    }

    private void fill(PostgresAddress server) throws SQLException {
        this.server = server;
        for (String name : List.of("library", "jdbc", "equal", "jdbi", "rewrite", "arrays")) {
            server.createDatabase(name);
        }
        stored.put(Contestant.LIBRARY, StoredBytes.postgres(server, "library"));
        stored.put(Contestant.JDBC, StoredBytes.postgres(server, "jdbc"));
        stored.put(Contestant.EQUAL, StoredBytes.postgres(server, "equal"));
        add(new LibraryContestant(Storage.open(server.url("library"), LibraryContestant.specs())));
        add(new JdbcContestant(Contestant.JDBC, BulkInsert.BATCH, JdbcDatabase.postgres(server, "jdbc", false)));
        add(new EqualTableContestant(JdbcDatabase.postgres(server, "equal", false)));
        add(new JdbiContestant(JdbcDatabase.postgres(server, "jdbi", false)));
        add(new JdbcContestant(
                "JDBC, reWriteBatchedInserts", BulkInsert.BATCH, JdbcDatabase.postgres(server, "rewrite", true)));
        add(new JdbcContestant("JDBC, unnest", BulkInsert.ARRAYS, JdbcDatabase.postgres(server, "arrays", false)));
        try (Connection connection = server.connect("postgres")) {
            facts = "PostgreSQL " + show(connection, "server_version") + ", its own settings: fsync "
                    + show(connection, "fsync") + ", synchronous_commit " + show(connection, "synchronous_commit")
                    + ", full_page_writes " + show(connection, "full_page_writes") + ", shared_buffers "
                    + show(connection, "shared_buffers");
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Opens files in a folder. */
    public static Stage sqlite(Path folder) throws SQLException {
        return sqlite(folder, true);
    }

    /** Opens files in a folder, for the library and raw JDBC on both tables only. */
    public static Stage sqliteWithoutOthers(Path folder) throws SQLException {
        return sqlite(folder, false);
    }

    private static Stage sqlite(Path folder, boolean others) throws SQLException {
        Stage stage = new Stage(Database.SQLITE);
        try {
            stage.fill(folder);
            if (others) {
                stage.fillOthers(folder);
            }
            return stage;
        } catch (SQLException | RuntimeException | Error failure) {
            stage.close();
            throw failure;
        }
    }

    private void fill(Path folder) throws SQLException {
        // With the writer as many connections as the others have.
        SqliteOptions options = SqliteOptions.builder(folder.resolve("library.db"))
                .readers(JdbcDatabase.POOL - 1)
                .build();
        add(new LibraryContestant(SqliteStorage.open(options, LibraryContestant.specs())));
        JdbcDatabase jdbc = JdbcDatabase.sqlite(folder.resolve("jdbc.db"));
        add(new JdbcContestant(Contestant.JDBC, BulkInsert.BATCH, jdbc));
        add(new EqualTableContestant(JdbcDatabase.sqlite(folder.resolve("equal.db"))));
        stored.put(Contestant.LIBRARY, StoredBytes.sqlite(folder.resolve("library.db")));
        stored.put(Contestant.JDBC, StoredBytes.sqlite(folder.resolve("jdbc.db")));
        stored.put(Contestant.EQUAL, StoredBytes.sqlite(folder.resolve("equal.db")));
        try (Connection connection = jdbc.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select sqlite_version()")) {
            rows.next();
            facts = "SQLite " + rows.getString(1) + ", journal_mode=WAL, synchronous=FULL";
        }
    }

    private void fillOthers(Path folder) {
        add(new JdbiContestant(JdbcDatabase.sqlite(folder.resolve("jdbi.db"))));
        add(new NitriteContestant(folder.resolve("nitrite.db")));
        add(new MvStoreContestant(folder.resolve("mvstore.db"), false));
        add(new MvStoreContestant(folder.resolve("mvstore-sync.db"), true));
    }

    private void add(Contestant contestant) {
        contestants.add(contestant);
        opened.add(contestant::close);
    }

    public Database database() {
        return database;
    }

    /** Returns version and settings of the database. */
    public String facts() {
        return facts;
    }

    /** Returns who takes part in a workload, the library first. */
    public List<Contestant> contestants(Workload workload) {
        return contestants.stream()
                .filter(contestant -> contestant.can(workload))
                .toList();
    }

    public Contestant library() {
        return contestants.get(0);
    }

    /** Returns how many bytes the database takes for each document now: of the library, and of raw JDBC on both tables. */
    public Map<String, Double> storedBytes() throws SQLException {
        Map<String, Double> bytes = new LinkedHashMap<>();
        for (Map.Entry<String, StoredBytes> each : stored.entrySet()) {
            bytes.put(each.getKey(), each.getValue().each());
        }
        return bytes;
    }

    public void load(Data data) throws Exception {
        for (Contestant contestant : contestants) {
            contestant.load(data);
        }
    }

    /** Has a server write now what it would write later, in the time of what is measured next. */
    public void checkpoint() throws SQLException {
        if (server != null) {
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("checkpoint");
            }
        }
    }

    /** Closes everything, what was opened last first, also if something cannot be closed. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.remove(opened.size() - 1).run();
            } catch (RuntimeException failure) {
                first = first == null ? failure : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
