// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.StorageException;
import dev.storageport.port.PortEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * Where connections come from: opens the database with every setting made and read back.
 *
 * <p>The file is only ever touched through SQLite. Closing any other descriptor of it in this process would drop the locks that
 * SQLite holds on it, without a sign.
 */
public final class Database {

    /** What a connection is for. */
    private enum Role {
        FIRST_WRITER,
        WRITER,
        READER,
        OBSERVER
    }

    /** What marks a file as a storage of this library. */
    public static final int APPLICATION_ID = 0x53745072;

    private static final long PAUSE_NANOS = 2_000_000;

    private final DatabaseOptions options;
    private final Consumer<Connection> opened;
    private final PortEvents events = new PortEvents("SQLite");

    /** From the first connection until {@link #release}; none if the database is in memory. */
    private volatile @Nullable OpenFile openFile;

    private boolean released;

    public Database(DatabaseOptions options) {
        this(options, connection -> {});
    }

    /**
     * Creates the source.
     *
     * @param opened is shown each connection of the driver
     */
    public Database(DatabaseOptions options, Consumer<Connection> opened) {
        this.options = options;
        this.opened = opened;
    }

    /** Returns who is told what happens to connections and what they are for. */
    public PortEvents events() {
        return events;
    }

    /** Returns the version of SQLite. */
    public String version() {
        return DatabaseFile.VERSION.found();
    }

    public DatabaseOptions options() {
        return options;
    }

    public boolean inMemory() {
        return options.inMemory();
    }

    /** Returns how messages call the database. */
    public String name() {
        return options.name();
    }

    /** Creates the file if there is none, and returns the writer's connection. Nothing is held if this fails. */
    public DatabaseConnection create() {
        requireOpenable();
        return first(Role.FIRST_WRITER);
    }

    /** Returns another connection for the writer; a file that has vanished is not created again. */
    public DatabaseConnection openWriter() {
        return open(Role.WRITER);
    }

    /**
     * Returns the writer's connection to a file that must be there.
     *
     * @throws SchemaException if there is none
     */
    public DatabaseConnection openExisting(SchemaMode mode) {
        requireOpenable();
        if (options.file().filter(Files::exists).isEmpty()) {
            throw new SchemaException(
                    name() + ": there is none, and the schema mode " + mode + " does not create one", null);
        }
        return first(Role.WRITER);
    }

    private DatabaseConnection first(Role role) {
        reopen();
        try {
            return open(role);
        } catch (RuntimeException | Error failed) {
            release();
            throw failed;
        }
    }

    /**
     * Shows the work a connection that only looks and changes nothing, not even a setting of the file, and lets go of the file again; returns
     * empty, without calling it, if the database is empty.
     */
    public <R> Optional<R> observe(Function<DatabaseConnection, R> work) {
        requireOpenable();
        if (options.file().filter(Files::exists).isEmpty()) {
            return Optional.empty();
        }
        reopen();
        try {
            DatabaseConnection connection = open(Role.OBSERVER);
            try {
                return switch (holds(connection)) {
                    case NOTHING -> Optional.empty();
                    case STORAGE -> Optional.of(work.apply(connection));
                    case SOMETHING_ELSE -> throw somethingElse();
                };
            } catch (SQLException failed) {
                throw openFailed(failed);
            } finally {
                connection.discard();
            }
        } finally {
            release();
        }
    }

    private synchronized void reopen() {
        released = false;
    }

    private SchemaException somethingElse() {
        return new SchemaException(name() + ": it holds something else than a storage of this library", null);
    }

    /** Returns a connection that can only read. */
    public DatabaseConnection openReader() {
        return open(Role.READER);
    }

    private void requireOpenable() {
        DatabaseFile.requireLibrary();
        options.file().ifPresent(DatabaseFile::requirePlace);
    }

    /**
     * Refuses to go on if the file was removed or replaced; looks at it if nobody did lately, so this may be asked often.
     *
     * @throws dev.storageport.DatabaseReplacedException if it was
     */
    public void checkFile() {
        OpenFile present = openFile;
        if (present != null) {
            present.checkLately(false);
        }
    }

    /** Looks at once, otherwise as {@link #checkFile}. */
    public void checkFileNow() {
        OpenFile present = openFile;
        if (present != null) {
            present.check(false);
        }
    }

    /** Returns the path of the file without links, beside which everything else is that belongs to it. For a file that is open. */
    public Path realPath() {
        return Objects.requireNonNull(openFile, "no file is open").realPath();
    }

    /** Returns where SQLite keeps the log of the file. For a file that is open. */
    public Path log() {
        return Objects.requireNonNull(openFile, "no file is open").log();
    }

    /** Opens no more connections, and lets other copies of this library have the file when the last one is closed. */
    public synchronized void release() {
        released = true;
        OpenFile present = openFile;
        if (present != null) {
            openFile = null;
            present.leave();
        }
    }

    /** Takes the file for the first connection, and has it looked at for any other. */
    private synchronized @Nullable OpenFile take(Role role) {
        OpenFile present = openFile;
        if (present != null) {
            present.check(false);
        } else if (!inMemory()) {
            if (released) {
                throw Errors.closed(name());
            }
            present = OpenFile.take(options.file().orElseThrow(), name(), role == Role.FIRST_WRITER);
            openFile = present;
        }
        return present;
    }

    /**
     * Begins again while other processes are in the way: two that switch a new file to its log at once can be told so without any
     * wait.
     */
    private DatabaseConnection open(Role role) {
        long begun = System.nanoTime();
        try {
            DatabaseConnection connection =
                    openWithin(role, begun + options.busyTimeout().toNanos());
            events.connected(begun, null);
            return connection;
        } catch (RuntimeException failed) {
            events.connected(begun, failed);
            throw failed;
        }
    }

    private DatabaseConnection openWithin(Role role, long end) {
        while (true) {
            try {
                return attempt(role, Math.max(1, (end - System.nanoTime()) / 1_000_000));
            } catch (SQLException failed) {
                if (!Errors.isBusy(failed) || System.nanoTime() - end >= 0) {
                    throw role == Role.READER ? Errors.translate(name(), options, failed) : openFailed(failed);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                if (Thread.currentThread().isInterrupted()) {
                    throw Errors.interrupted(name(), failed);
                }
            }
        }
    }

    private StorageException openFailed(SQLException failed) {
        return Errors.translateOpening(name(), options, failed);
    }

    private DatabaseConnection attempt(Role role, long busyMillis) throws SQLException {
        OpenFile file = take(role);
        DatabaseConnection connection = connect(busyMillis, file);
        try {
            if (file != null) {
                file.check(false); // before the first statement, which would open the log beside it
            }
            if (role == Role.OBSERVER) {
                connection.execute(Sql.pragma("query_only", "ON"));
                opened.accept(connection.jdbc());
                return connection;
            }
            if (role != Role.READER && !inMemory()) {
                claim(connection, role);
            }
            new Settings(connection, options, access(file)).apply(role == Role.READER);
            opened.accept(connection.jdbc());
            return connection;
        } catch (SQLException | RuntimeException | Error failed) {
            connection.close();
            throw failed;
        }
    }

    private static FileAccess access(@Nullable OpenFile file) {
        return file == null ? FileAccess.WRITABLE : file.access();
    }

    private DatabaseConnection connect(long busyMillis, @Nullable OpenFile file) throws SQLException {
        Connection jdbc = connect(busyMillis, access(file));
        try {
            return new DatabaseConnection(jdbc, name(), options, file);
        } catch (SQLException | RuntimeException | Error failed) {
            jdbc.close();
            throw failed;
        }
    }

    /** The driver would read a question mark in a plain path as the start of settings; as a file URI it leaves it alone. */
    private Connection connect(long busyMillis, FileAccess access) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(busyMillis));
        if (!inMemory()) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:"
                + options.file()
                        .map(file -> file.toAbsolutePath().toUri() + access.parameters())
                        .orElse(":memory:"));
        return source.getConnection();
    }

    /** What stands in a file. */
    private enum Holds {
        NOTHING,
        STORAGE,
        SOMETHING_ELSE
    }

    /** Refuses a file of somebody else before anything is changed in it. */
    private void claim(DatabaseConnection connection, Role role) throws SQLException {
        Holds holds = holds(connection);
        if (holds == Holds.SOMETHING_ELSE) {
            throw somethingElse();
        }
        if (holds == Holds.NOTHING && role != Role.FIRST_WRITER) {
            throw new SchemaException(name() + ": it is empty and not a storage yet", null);
        }
        if (holds == Holds.NOTHING) {
            for (String setting : Settings.OF_A_NEW_FILE) {
                connection.execute(setting);
            }
        }
    }

    /** Looks at one snapshot, because another process may be creating the storage at this moment. */
    private static Holds holds(DatabaseConnection connection) throws SQLException {
        connection.execute(Sql.BEGIN_SNAPSHOT);
        int application = Integer.parseInt(connection.text(Sql.pragma("application_id")));
        String version = connection.text(Sql.pragma("user_version"));
        String objects = connection.text(Sql.COUNT_OBJECTS);
        connection.execute(Sql.ROLLBACK);
        if (application == APPLICATION_ID) {
            return Holds.STORAGE;
        }
        boolean empty = application == 0 && version.equals("0") && objects.equals("0");
        return empty ? Holds.NOTHING : Holds.SOMETHING_ELSE;
    }
}
