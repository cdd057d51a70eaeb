// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

import dev.storageport.Storage;
import dev.storageport.benchmarks.contestant.BulkInsert;
import dev.storageport.benchmarks.contestant.JdbcContestant;
import dev.storageport.benchmarks.contestant.JdbcDatabase;
import dev.storageport.benchmarks.contestant.LibraryContestant;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.sqlite.SqliteStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A lone caller on a database. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StorageMicro {

    static final String FOLDER = "storageport.benchmarks.folder";
    static final String PORT = "storageport.benchmarks.port";
    static final String USER = "storageport.benchmarks.user";
    static final String PASSWORD = "storageport.benchmarks.password";

    private static final int DOCUMENTS = 10_000;

    /** The database. */
    @Param({"postgres", "sqlite"})
    public String database = "";

    /** Who stores. */
    @Param({Contestant.LIBRARY, Contestant.JDBC})
    public String way = "";

    private final Random random = new Random(5);
    private Data data = new Data(1, 1);
    private @Nullable Contestant contestant;

    /** Creates a state; {@link #open} does the rest. */
    public StorageMicro() {}

    /** Opens and fills a database of this JVM's own. */
    @Setup(Level.Trial)
    public void open() throws Exception {
        data = new Data(DOCUMENTS, 10);
        boolean library = way.equals(Contestant.LIBRARY);
        if (database.equals(Database.POSTGRES.id())) {
            PostgresAddress server = new PostgresAddress(
                    "127.0.0.1", Integer.getInteger(PORT), System.getProperty(USER), System.getProperty(PASSWORD));
            String name = UUID.randomUUID().toString();
            server.createDatabase(name);
            contestant = library
                    ? new LibraryContestant(Storage.open(server.url(name), LibraryContestant.specs()))
                    : jdbc(JdbcDatabase.postgres(server, name, false));
        } else {
            Path file = Files.createTempDirectory(Path.of(System.getProperty(FOLDER)), "micro")
                    .resolve("micro.db");
            contestant = library
                    ? new LibraryContestant(SqliteStorage.open(file, LibraryContestant.specs()))
                    : jdbc(JdbcDatabase.sqlite(file));
        }
        opened().load(data);
    }

    private static Contestant jdbc(JdbcDatabase tables) {
        return new JdbcContestant(Contestant.JDBC, BulkInsert.BATCH, tables);
    }

    private Contestant opened() {
        return Objects.requireNonNull(contestant, "not open");
    }

    /** Closes the database. */
    @TearDown(Level.Trial)
    public void close() {
        opened().close();
    }

    /** Reads a document. */
    @Benchmark
    public int get() throws Exception {
        return opened().get(data.anyKey(random));
    }

    /** Writes a document. */
    @Benchmark
    public void put() throws Exception {
        opened().put(data.anyKey(random), data.anyPlayer(random));
    }
}
