// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/**
 * A copy of the data folder of a server that runs, as {@code pg_basebackup} makes one; the artifacts do not have that program. The log of
 * what was written meanwhile is not copied: a slot of the server keeps it, and the standby fetches it when it starts.
 *
 * <pre>
 * slot | pg_backup_start | copy of the files, while they change | pg_backup_stop, whose label goes into the copy
 * </pre>
 */
final class BaseBackup {

    /** Folders of which the copy has no content: what belongs to a running server, its log, and the slots that keep it. */
    private static final Set<String> EMPTY = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT_OUT =
            Set.of("postmaster.pid", "postmaster.opts", "standby.signal", "recovery.signal", "backup_label");

    private final PostgresAddress server;
    private final DataFolder from;

    BaseBackup(PostgresAddress server, DataFolder from) {
        this.server = server;
        this.from = from;
    }

    /**
     * Copies the data.
     *
     * @param slot the name of the slot that keeps the log from now on; made if it is not there
     */
    void copyTo(DataFolder to, String slot) throws IOException {
        try (Connection session = server.connect("postgres")) {
            call(session, """
                    SELECT pg_create_physical_replication_slot(name, true) FROM (VALUES (?)) AS wanted(name)
                    WHERE NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = name)""", slot);
            // The session has to be the same until the end. The checkpoint is made at once.
            call(session, "SELECT pg_backup_start(?, true)", slot);
            copyFiles(to);
            try (PreparedStatement stop = session.prepareStatement("SELECT labelfile FROM pg_backup_stop(false)");
                    ResultSet row = stop.executeQuery()) {
                row.next();
                to.write("backup_label", row.getString(1).getBytes(StandardCharsets.UTF_8));
            }
        } catch (SQLException e) {
            throw new PostgresServerException("Cannot copy the data of the server at " + server, e);
        }
    }

    private static void call(Connection session, String sql, String argument) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            statement.setString(1, argument);
            statement.execute();
        }
    }

    private void copyFiles(DataFolder to) throws IOException {
        Path source = Path.of(from.data());
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path name = source.relativize(folder);
                to.take(folder, name);
                return EMPTY.contains(name.toString()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path name = source.relativize(file);
                if (!LEFT_OUT.contains(name.toString())) {
                    to.take(file, name);
                }
                return FileVisitResult.CONTINUE;
            }

            /** A file that is deleted while the copy is made was of no use at its end; the log says so too. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }
}
