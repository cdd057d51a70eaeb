// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose disk for documents is full, and what gives space back. */
class PostgresDiskTest {

    private static final CollectionSpec<Tokens> FILES = Tokens.SPEC;
    private static final int MEGABYTES = 24;

    /**
     * The disk is mounted in namespaces of their own, which users without rights can have as well: in the first one this user is root and
     * may mount, in the second one an ordinary user, as which the server runs. With the process everything is gone.
     */
    @Test
    @Rule({"ERR-5", "ERR-8"})
    void err5_fullDisk_refusesWritesWholeAndDeletesAndGoesOnOnceThereIsRoom(@TempDir Path disk)
            throws IOException, InterruptedException {
        String mounted = "mount -t tmpfs -o mode=1777,size=" + MEGABYTES + "m none '" + disk
                + "' && exec unshare --user --map-user=1000 --map-group=1000 \"$@\"";
        Process process = new ProcessBuilder(List.of(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        mounted,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Duser.name=" + System.getProperty("user.name"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDiskProgram.class.getName(),
                        disk.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void compact_returnsZeroAndWaitsForNobody() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Storage storage = Storage.open(database.url("statementTimeout=2s"), FILES);
                Connection administrator = database.connect();
                Statement statement = administrator.createStatement()) {
            storage.collection(FILES).put("a", Tokens.of("a"));
            storage.collection(FILES).delete("a");
            administrator.setAutoCommit(false);
            statement.execute("LOCK TABLE storageport.tokens");
            assertThat(storage.compact()).isZero();
            administrator.rollback();
        }
    }
}
