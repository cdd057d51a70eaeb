// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.LogStatus;
import dev.storageport.OutOfSpaceException;
import dev.storageport.StorageException;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Reserve;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open file: who reads from it, and what keeps its log, its free pages and its disk in bounds. */
public final class OpenedFile implements AutoCloseable, WriterConnection.Attendant {

    private static final Logger LOG = LoggerFactory.getLogger(OpenedFile.class);
    private static final long RESERVE_LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final Database database;
    private final Path data;
    private final Upkeep upkeep;
    private final ReaderPool pool;
    private final Readers readers;
    private final LogLimit log;
    private final FreeSpace space;
    private final Reserve reserve;
    private final FullDisk fullDisk;
    private volatile long reserveLooked = System.nanoTime();

    /** Opens the first reader, and attends the writer from now on. */
    public OpenedFile(Database database, WriterConnection writer) {
        this.database = database;
        data = database.realPath();
        upkeep = new Upkeep(database.name());
        pool = new ReaderPool(database);
        readers = new Readers(pool, new HeldReaders(database.options().streamTimeout(), upkeep));
        log = new LogLimit(database, pool, writer, upkeep);
        space = new FreeSpace(database, writer, upkeep);
        reserve = new Reserve(database);
        fullDisk = new FullDisk(database, reserve, space);
        if (reserve.isWanted()) {
            reserve.make(bytes());
        }
        writer.attend(this);
    }

    public Readers readers() {
        return readers;
    }

    @Override
    public void begins(DatabaseConnection connection) {
        fullDisk.begins(connection);
    }

    @Override
    public void ended(DatabaseConnection connection) throws SQLException {
        log.used(connection);
        space.used(connection);
        long now = System.nanoTime();
        if (reserve.isWanted() && now - reserveLooked >= RESERVE_LOOK_NANOS) {
            reserveLooked = now;
            if (!fullDisk.isReserveSpent() && reserve.isTooSmall(bytes())) {
                upkeep.after(Duration.ZERO, this::makeReserve);
            }
        }
    }

    private void makeReserve() {
        database.checkFileNow(); // beside another file it would be somebody else's
        reserve.make(bytes());
    }

    @Override
    public boolean makeRoom() {
        return fullDisk.makeRoom();
    }

    private long bytes() {
        try {
            return Files.size(data) + log.bytes();
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.debug("the size of {} is not known", data, unreadable);
            return 0;
        }
    }

    /**
     * Gives all free pages back to the file system, and the log.
     *
     * @return how many bytes the file and its log have become shorter
     * @throws OutOfSpaceException if the disk has not even room for the log of a step
     */
    public long compact() {
        long before = bytes();
        space.giveAll();
        log.checkpoint();
        return Math.max(0, before - bytes());
    }

    /** Returns the state of the log. */
    public LogStatus log() {
        return log.status();
    }

    /** Returns what weakens a promise, each a sentence. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(log.warnings());
        if (fullDisk.isReserveSpent()) {
            warnings.add(
                    "the disk is full and the reserve is in use: only deletions are accepted; delete, or make room on the disk");
        }
        return warnings;
    }

    /** Closes everything but the writer. */
    @Override
    public void close() {
        upkeep.close();
        pool.close();
        try {
            database.checkFileNow();
            reserve.leave();
        } catch (StorageException replaced) {
            LOG.debug("the reserve of {} is somebody else's by now", data, replaced);
        }
    }
}
