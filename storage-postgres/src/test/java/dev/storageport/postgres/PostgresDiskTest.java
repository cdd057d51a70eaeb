// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.OutOfSpaceException;
import dev.storageport.Storage;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server whose disk for documents is full: a tablespace of a few megabytes, mounted for the test. */
class PostgresDiskTest {

    private static final CollectionSpec<Tokens> FILES = Tokens.SPEC;
    private static final int MEGABYTES = 24;
    private static final int CONTENT_BYTES = 100_000;

    /** What an operator can give up when the disk is full. */
    private static final int BALLAST_BYTES = 512 * 1024;

    /** A file system of its own, as far as this user may mount one. */
    private record Mount(Path folder) implements AutoCloseable {

        static Mount of(int megabytes) throws IOException, InterruptedException {
            Path folder = Files.createTempDirectory("storageport-disk-");
            run(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "mode=1777,size=" + megabytes + "m",
                    "storageport-test",
                    folder.toString());
            return new Mount(folder);
        }

        private static void run(String... command) throws IOException, InterruptedException {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "This test needs a small file system and could not mount one, which root"
                                + " may, also root of a user namespace (unshare -rm mvn …): " + said);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                run("umount", folder.toString());
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(folder + " may still be mounted", interruption);
            }
            Files.delete(folder);
        }
    }

    private static Content content(int seed) {
        byte[] bytes = new byte[CONTENT_BYTES];
        new Random(seed).nextBytes(bytes);
        return Content.bytes(bytes);
    }

    @Test
    @Rule("ERR-5")
    void err5_fullDisk_refusesWritesWholeAndDeletesAndGoesOnOnceThereIsRoom() throws Exception {
        try (Mount disk = Mount.of(MEGABYTES);
                PostgresServer server = PostgresServer.start()) {
            Path tables = Files.createDirectory(disk.folder().resolve("tables"));
            giveTo(server, tables);
            Path ballast = Files.write(disk.folder().resolve("ballast"), new byte[BALLAST_BYTES]);
            execute(server, "postgres", "CREATE TABLESPACE small LOCATION '" + tables + "'");
            execute(server, "postgres", "CREATE DATABASE full_disk TABLESPACE small");
            try (Storage storage = Storage.open(server.address().url("full_disk"), FILES)) {
                DocumentCollection<Tokens> files = storage.collection(FILES);
                List<String> stored = fill(files);
                assertThat(stored).hasSizeGreaterThan(20);
                assertRefusedWhole(storage, files, stored);
                assertThat(storage.health(Duration.ofSeconds(10)).live()).isTrue();

                for (String key : stored.subList(0, stored.size() - 5)) {
                    assertThat(files.delete(key)).as("deletion of %s", key).isTrue();
                }
                assertThat(files.keys(Condition.all()))
                        .containsExactlyElementsOf(stored.subList(stored.size() - 5, stored.size()));
                // Autovacuum would do so by and by; but without any room it cannot even note what it has found.
                assertThatThrownBy(() -> execute(server, "full_disk", "VACUUM storageport.tokens"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("No space left");
                Files.delete(ballast);
                execute(server, "full_disk", "VACUUM storageport.tokens, storageport.\"tokens$content\"");
                for (int i = 0; i < 20; i++) {
                    files.put("after-" + i, Tokens.of("after"), content(i));
                }
                assertThat(files.count()).isEqualTo(25);
            }
        }
    }

    @Test
    void compact_returnsZeroAndWaitsForNobody() throws SQLException {
        TestDatabase database = TestDatabase.create();
        try (Storage storage = Storage.open(database.url("statementTimeout=2s"), FILES);
                Connection administrator = database.connect();
                Statement statement = administrator.createStatement()) {
            storage.collection(FILES).put("a", Tokens.of("a"));
            storage.collection(FILES).delete("a");
            administrator.setAutoCommit(false);
            statement.execute("LOCK TABLE storageport.tokens, storageport.\"tokens$content\"");
            assertThat(storage.compact()).isZero();
            administrator.rollback();
        } finally {
            database.close();
        }
    }

    /** Writes until the disk is full; returns the keys of what was acknowledged. */
    private static List<String> fill(DocumentCollection<Tokens> files) {
        List<String> stored = new ArrayList<>();
        while (true) {
            String key = String.format("file-%04d", stored.size());
            try {
                files.put(key, Tokens.of(key), content(stored.size()));
                stored.add(key);
            } catch (OutOfSpaceException full) {
                assertThat(full.outcomeUnknown()).isFalse();
                assertThat(full).hasMessageContaining("disk is full").hasMessageContaining(key);
                return stored;
            }
        }
    }

    private static void assertRefusedWhole(Storage storage, DocumentCollection<Tokens> files, List<String> stored)
            throws Exception {
        assertThatThrownBy(() -> storage.transactWithoutResult(transaction -> {
                    transaction.collection(FILES).delete(stored.get(0));
                    transaction.collection(FILES).put("in-transaction", Tokens.of(), content(1));
                }))
                .isInstanceOf(OutOfSpaceException.class);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String key = "refused-" + i;
                int seed = i;
                calls.add(threads.submit(() -> assertThatThrownBy(() -> files.put(key, Tokens.of(key), content(seed)))
                        .isInstanceOf(OutOfSpaceException.class)));
            }
            for (Future<?> call : calls) {
                call.get(2, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(files.keys(Condition.all())).containsExactlyElementsOf(stored);
        assertThat(files.getWithContent(stored.get(0)).orElseThrow().document().value())
                .isEqualTo(Tokens.of(stored.get(0)));
    }

    private static void giveTo(PostgresServer server, Path folder) throws Exception {
        // The server creates its folder for a tablespace inside, and insists on owning the one it is given.
        Path own = Path.of(query(server, "SHOW data_directory"));
        Files.setOwner(folder, Files.getOwner(own));
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.address().connect("postgres");
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(PostgresServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.address().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
