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

/** Fills the disk of a server, which this process and the server alone see, and finds the way out. */
final class FullDiskProgram {

    private static final CollectionSpec<Tokens> FILES = Tokens.SPEC;
    private static final int CONTENT_BYTES = 100_000;

    /** What an operator can give up when the disk is full. */
    private static final int BALLAST_BYTES = 512 * 1024;

    private FullDiskProgram() {}

    /**
     * Runs the program.
     *
     * @param arguments the folder that is the disk
     */
    public static void main(String[] arguments) throws Exception {
        fillDeleteAndGoOn(Path.of(arguments[0]));
    }

    private static void fillDeleteAndGoOn(Path disk) throws Exception {
        Path tables = Files.createDirectory(disk.resolve("tables"));
        Path ballast = Files.write(disk.resolve("ballast"), new byte[BALLAST_BYTES]);
        try (PostgresServer server = PostgresServer.start()) {
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
                execute(server, "full_disk", "VACUUM storageport.tokens");
                for (int i = 0; i < 20; i++) {
                    files.put("after-" + i, Tokens.of("after"), content(i));
                }
                assertThat(files.count()).isEqualTo(25);
            }
        }
    }

    private static Content content(int seed) {
        byte[] bytes = new byte[CONTENT_BYTES];
        new Random(seed).nextBytes(bytes);
        return Content.bytes(bytes);
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

    private static void execute(PostgresServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.address().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
