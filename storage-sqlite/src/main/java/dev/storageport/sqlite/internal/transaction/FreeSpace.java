// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.StorageException;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives the pages of what was deleted back to the file system, which SQLite keeps free for later otherwise: in transactions so small that
 * whoever writes waits some milliseconds, with pauses while others want the writer, and only if a good part of the file is free, because
 * what is free is soon needed again where deleting and writing are in balance.
 */
final class FreeSpace {

    /** Half a mebibyte at a time. */
    private static final int PAGES_OF_A_STEP = 128;

    private static final int LEAST_PAGES = 256;
    private static final int SHARE_TO_BEGIN = 4;
    private static final int SHARE_TO_END = 8;

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration BUSY_PAUSE = Duration.ofMillis(20);
    private static final int PATIENCE = 20;

    /** What others get for each part of the time that this takes while they want the writer. */
    private static final int SHARE_OF_OTHERS = 4;

    private final Database database;
    private final WriterConnection writer;
    private final Upkeep upkeep;
    private final AtomicBoolean lookPlanned = new AtomicBoolean();
    private final AtomicBoolean giving = new AtomicBoolean();
    private volatile long looked = System.nanoTime();

    /** The pages of a file. */
    private record Pages(long free, long all) {

        private boolean areWorthGiving() {
            return free >= LEAST_PAGES && free > all / SHARE_TO_BEGIN;
        }

        private boolean areGiven() {
            return free <= all / SHARE_TO_END;
        }
    }

    FreeSpace(Database database, WriterConnection writer, Upkeep upkeep) {
        this.database = database;
        this.writer = writer;
        this.upkeep = upkeep;
    }

    /** Is called by each user of the writer when it has done, on its connection, which is in no transaction. */
    void used(DatabaseConnection connection) throws SQLException {
        long now = System.nanoTime();
        if (now - looked >= LOOK.toNanos()) {
            looked = now;
            if (pages(connection).areWorthGiving()) {
                plan(giving, Duration.ZERO, () -> give(0));
            }
        } else if (!lookPlanned.get()) {
            plan(lookPlanned, LOOK, () -> {
                lookPlanned.set(false);
                writer.tryUse(database.name(), unused -> {}); // whoever uses it looks when it has done
            });
        }
    }

    /** Plans what is planned once at a time. */
    private void plan(AtomicBoolean isPlanned, Duration delay, Runnable task) {
        if (isPlanned.compareAndSet(false, true)) {
            boolean planned = false;
            try {
                planned = upkeep.after(delay, task);
            } finally {
                if (!planned) {
                    isPlanned.set(false);
                }
            }
        }
    }

    /** Gives one step of pages, and plans the next one. */
    private void give(int triesBefore) {
        boolean goesOn = false;
        try {
            goesOn = giveOnce(triesBefore);
        } finally {
            if (!goesOn) {
                giving.set(false);
            }
        }
    }

    private boolean giveOnce(int triesBefore) {
        Step step = new Step();
        if (triesBefore < PATIENCE) {
            if (!writer.tryUse(database.name(), step::run)) {
                upkeep.after(BUSY_PAUSE, () -> give(triesBefore + 1));
                return true;
            }
        } else {
            writer.use(database.name(), connection -> {
                step.run(connection);
                return step;
            });
        }
        if (step.isLast()) {
            return false;
        }
        boolean wanted = writer.status().waiting() > 0 || triesBefore > 0;
        upkeep.after(wanted ? step.took.multipliedBy(SHARE_OF_OTHERS) : Duration.ZERO, () -> give(0));
        return true;
    }

    /** One transaction that gives pages back. */
    private final class Step {

        private Duration took = Duration.ZERO;
        private Pages left = new Pages(0, 0);

        private void run(DatabaseConnection connection) {
            long start = System.nanoTime();
            left = step(connection, PAGES_OF_A_STEP);
            if (isLast()) {
                checkpoint(connection, Sql.CHECKPOINT_AS_FAR);
            }
            took = Duration.ofNanos(System.nanoTime() - start);
        }

        private boolean isLast() {
            return left.areGiven();
        }
    }

    private Pages step(DatabaseConnection connection, int pages) {
        String place = database.name();
        try (WriteTransaction transaction = new WriteTransaction(connection, place, database.options(), () -> {})) {
            connection.executeAllSteps(Sql.giveBack(pages));
            transaction.commit(place);
            return pages(connection);
        } catch (SQLException failed) {
            throw connection.failed(place, failed);
        }
    }

    private static Pages pages(DatabaseConnection connection) throws SQLException {
        return new Pages(number(connection, "freelist_count"), number(connection, "page_count"));
    }

    private static long number(DatabaseConnection connection, String pragma) throws SQLException {
        try (ResultSet row = connection.statement(Sql.pragma(pragma)).executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The file becomes shorter when the log is brought into it. */
    private void checkpoint(DatabaseConnection connection, String how) {
        try (ResultSet result = connection.statement(how).executeQuery()) {
            result.next();
        } catch (SQLException failed) {
            throw connection.failed(database.name(), failed);
        }
    }

    /**
     * Gives all pages back that were free when this was called, step by step.
     *
     * @throws StorageException if a step fails; those before it stay
     */
    void giveAll() {
        long steps = writer.use(database.name(), connection -> {
            try {
                return pages(connection).free() / PAGES_OF_A_STEP + 1;
            } catch (SQLException failed) {
                throw connection.failed(database.name(), failed);
            }
        });
        long free = Long.MAX_VALUE;
        for (long step = 0; step < steps && free > 0; step++) {
            free = writer.use(
                    database.name(),
                    connection -> step(connection, PAGES_OF_A_STEP).free());
        }
    }

    /**
     * Gives back what may be given while the disk is full, on the connection of the writer's user: the log, a large step of free pages, and
     * the log of that.
     *
     * @throws StorageException if the disk has no room even for that; what was given back before stays so
     */
    void giveMany(DatabaseConnection connection) {
        checkpoint(connection, Sql.CHECKPOINT);
        step(connection, PAGES_OF_A_STEP * SHARE_TO_END);
        checkpoint(connection, Sql.CHECKPOINT);
    }
}
