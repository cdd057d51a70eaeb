// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.UsageException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.PortDescription;
import dev.storageport.port.PortListener;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Settings;
import dev.storageport.sqlite.internal.connection.Sql;
import dev.storageport.sqlite.internal.schema.Layout;
import dev.storageport.sqlite.internal.schema.Schema;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import dev.storageport.sqlite.internal.statement.Operations;
import dev.storageport.sqlite.internal.transaction.NamedMemory;
import dev.storageport.sqlite.internal.transaction.OpenedFile;
import dev.storageport.sqlite.internal.transaction.ReadAccess;
import dev.storageport.sqlite.internal.transaction.Readers;
import dev.storageport.sqlite.internal.transaction.SingleConnectionReads;
import dev.storageport.sqlite.internal.transaction.Snapshots;
import dev.storageport.sqlite.internal.transaction.TransactionStrategy;
import dev.storageport.sqlite.internal.transaction.WritePath;
import dev.storageport.sqlite.internal.transaction.WriteRequest;
import dev.storageport.sqlite.internal.transaction.WriterConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/**
 * The SQLite backend.
 *
 * <pre>
 *   write, delete           --> WriterConnection --> one connection, one thread at a time, BEGIN IMMEDIATE ... COMMIT
 *   read, count, scan, ...  --> Readers --> several connections that only read, each call on one snapshot
 *                               (in memory: the writer's connection, because there is no other)
 *   transact                --> TransactionStrategy --> the writer, or a reader first and the writer at the end
 * </pre>
 */
final class SqlitePort implements StoragePort {

    private static final String BACKEND = "SQLite";

    /** A transaction that has the writer for longer is noticed by others. */
    private static final Duration LONG_USE = Duration.ofSeconds(1);

    /** What there is between prepare and close. */
    private record Opened(
            WriterConnection writer, ReadAccess reads, TransactionStrategy transactions, Optional<OpenedFile> file) {}

    private final Database database;
    private final WritePath path;
    private final CollectionStatements collections = new CollectionStatements();
    private final Schema schema;
    private final AtomicReference<@Nullable Opened> opened = new AtomicReference<>();
    private volatile boolean closed;

    SqlitePort(SqliteOptions options) {
        this(new Database(options.forDatabase()));
    }

    SqlitePort(Database database) {
        this(database, WritePath.USUAL);
    }

    /** Creates a port that writes in a certain way. */
    SqlitePort(Database database, WritePath path) {
        this(database, path, Layout.CURRENT, statement -> {});
    }

    /**
     * Creates the port.
     *
     * @param layout the layout to bring the database to
     * @param migrating is shown each statement that changes the schema before it runs
     */
    SqlitePort(Database database, WritePath path, Layout layout, Consumer<String> migrating) {
        this.database = database;
        this.path = path;
        schema = new Schema(database, layout, migrating);
    }

    @Override
    public String backend() {
        return BACKEND;
    }

    @Override
    public void listen(PortListener listener) {
        database.events().listen(listener);
    }

    @Override
    public PortDescription description() {
        Map<String, String> versions = new LinkedHashMap<>();
        String driver = SQLiteDataSource.class.getPackage().getImplementationVersion();
        if (driver != null) {
            versions.put("driver", "sqlite-jdbc " + driver);
        }
        versions.put("database", "SQLite " + database.version());
        return new PortDescription(database.name(), versions, database.options().settings());
    }

    @Override
    public Catalog prepare(Catalog catalog, SchemaMode mode) {
        WriterConnection writer = writer(mode);
        Catalog added;
        try {
            Schema.Prepared prepared = schema.prepare(writer, catalog, mode);
            collections.learn(prepared.stored(), catalog);
            opened.set(database.inMemory() ? inMemory(writer) : onFile(writer, new OpenedFile(database, writer)));
            added = prepared.added();
        } catch (RuntimeException | Error failed) {
            memoryName().ifPresentOrElse(NamedMemory::release, writer::discard);
            throw failed;
        }
        if (closed) {
            close(); // what was opened since somebody closed this
            throw new StorageClosedException("the storage was closed while it was opened");
        }
        return added;
    }

    private WriterConnection writer(SchemaMode mode) {
        boolean create = mode == SchemaMode.MIGRATE || database.inMemory();
        Function<Database, WriterConnection> open =
                from -> new WriterConnection(from, create ? from.create() : from.openExisting(mode), path);
        return memoryName().map(name -> NamedMemory.take(name, database, open)).orElseGet(() -> open.apply(database));
    }

    private Optional<String> memoryName() {
        return database.options().memoryName();
    }

    private Opened inMemory(WriterConnection writer) {
        return new Opened(
                writer,
                new SingleConnectionReads(writer),
                new TransactionStrategy(database.name(), writer, Optional.empty(), collections, path),
                Optional.empty());
    }

    private Opened onFile(WriterConnection writer, OpenedFile file) {
        Readers readers = file.readers();
        int held = database.options().readers() - 1;
        Optional<Snapshots> snapshots = held == 0
                ? Optional.empty()
                : Optional.of(new Snapshots(readers, held, database.options().poolTimeout()));
        return new Opened(
                writer,
                readers,
                new TransactionStrategy(database.name(), writer, snapshots, collections, path),
                Optional.of(file));
    }

    @Override
    public List<String> ddl(Catalog catalog) {
        Optional<WriterConnection> shared = memoryName().flatMap(NamedMemory::takeIfOpen);
        if (shared.isEmpty()) {
            return schema.ddl(catalog);
        }
        try {
            return schema.ddl(shared.get(), catalog);
        } finally {
            memoryName().ifPresent(NamedMemory::release);
        }
    }

    @Override
    public SchemaStatus schema() {
        return opened().reads().snapshot(database.name(), schema::status);
    }

    @Override
    public Catalog incomplete(Catalog catalog) {
        ReadAccess reads = opened().reads();
        return new Catalog(catalog.collections().stream()
                .filter(collection -> !collection.indexes().isEmpty())
                .map(collection -> reads.read(
                        collection.place(), connection -> on(connection).incomplete(collection)))
                .filter(collection -> !collection.indexes().isEmpty())
                .toList());
    }

    @Override
    public void dropIndex(String collection, IndexDefinition index) {
        collections.forget(schema.dropIndex(opened().writer(), collection, index));
    }

    @Override
    public void dropCollection(String collection) {
        collections.forget(schema.dropCollection(opened().writer(), collection));
    }

    /** Returns what writes, for tests that look at who waits. */
    WriterConnection writer() {
        return opened().writer();
    }

    private Opened opened() {
        Opened present = opened.get();
        if (closed) {
            throw new StorageClosedException("the storage is closed");
        }
        if (present == null) {
            throw new UsageException("the storage has not been prepared");
        }
        return present;
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        String place = collection.place();
        return opened().reads().read(place, connection -> on(connection).read(collection, keys, projection));
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        if (writes.isEmpty()) {
            return List.of();
        }
        String place = writes.get(0).collection().place();
        WriterConnection writer = opened().writer();
        return path.groups(WriteRequest.isSmall(writes.size(), WriteRequest.size(writes)))
                ? writer.write(WriteRequest.of(place, collections, writes))
                : writer.transact(place, connection -> on(connection).write(writes));
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        String place = collection.place();
        WriterConnection writer = opened().writer();
        return writer.deleting(
                () -> writer.transact(place, connection -> on(connection).delete(collection, filter)));
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        String place = collection.place();
        return opened().reads().read(place, connection -> on(connection).count(collection, filter));
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        String place = collection.place();
        return opened().reads().read(place, connection -> on(connection).countBy(collection, filter, index));
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        String place = collection.place();
        return opened().reads().read(place, connection -> on(connection).staleRecords(collection, index, after, limit));
    }

    @Override
    public RecordCursor scan(Scan scan) {
        String place = scan.collection().place();
        return opened().reads().scan(place, scan, collections);
    }

    @Override
    public List<String> explain(Scan scan) {
        String place = scan.collection().place();
        return opened().reads().snapshot(place, connection -> on(connection).explain(scan));
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        String place = collection.place();
        return opened().reads().snapshot(place, connection -> on(connection).summarize(collection, percentiles));
    }

    @Override
    public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
        return opened().transactions().run(attempt, work);
    }

    /** With the writer at once: the first question would lead there anyway. */
    @Override
    public <R> R sweep(Function<RecordOperations, R> work) {
        return opened().transactions().withWriter(work);
    }

    @Override
    public <R> R transactReadOnly(Function<RecordOperations, R> work) {
        return opened().reads().transact(database.name(), collections, work);
    }

    private Operations on(DatabaseConnection connection) {
        return new Operations(connection, collections);
    }

    @Override
    public long compact() {
        return opened().file().map(OpenedFile::compact).orElse(0L);
    }

    @Override
    public Optional<PoolStatus> pool() {
        return Optional.ofNullable(opened.get()).map(present -> present.reads().status());
    }

    /** Asks a file on a connection of its own: one that waits for a reader would find a busy storage dead. */
    @Override
    public Health health(Duration atMost) {
        long start = System.nanoTime();
        try {
            Opened present = opened();
            Health.Builder health = Health.builder(BACKEND)
                    .message("ok: " + database.name())
                    .pool(Optional.of(present.reads().status()))
                    .isolation("serializable");
            if (present.file().isPresent()) {
                OpenedFile file = present.file().get();
                database.checkFileNow();
                probe(health);
                health.log(file.log()).warnings(file.warnings());
            } else if (!present.writer().tryUse(database.name(), connection -> describe(connection, health))) {
                health.busy(database.name() + ": its connection is in use");
            }
            judge(present, health);
            return health.latency(since(start)).build();
        } catch (StorageException unwell) {
            return Health.down(BACKEND, database.name() + ": " + unwell.getMessage(), since(start));
        }
    }

    private void probe(Health.Builder health) {
        DatabaseConnection connection = database.openReader();
        try {
            describe(connection, health);
        } finally {
            connection.discard();
        }
    }

    /** Reads the file too: its version alone SQLite could tell without. */
    private void describe(DatabaseConnection connection, Health.Builder health) {
        try (ResultSet file = connection.statement(Sql.COUNT_OBJECTS).executeQuery()) {
            file.next();
            health.version("SQLite " + connection.text(Sql.VERSION));
            health.durability(
                    database.inMemory()
                            ? "none: in memory"
                            : "synchronous=" + Settings.synchronous(connection.text(Sql.pragma("synchronous"))));
        } catch (SQLException failed) {
            throw connection.failed(database.name(), failed);
        }
    }

    /** Says whether callers are served: at once, after a wait, or not within the bound of their waits. */
    private void judge(Opened present, Health.Builder health) {
        Duration lockTimeout = database.options().lockTimeout();
        Duration used = present.writer().usedFor();
        PoolStatus readers = present.reads().status();
        if (used.compareTo(lockTimeout) > 0) {
            health.down(database.name() + ": the writer has been in use for " + used
                    + ", longer than lockTimeout, which is " + lockTimeout
                    + "; a transaction hangs: find its thread in a thread dump");
        } else if (used.compareTo(LONG_USE) > 0) {
            health.busy(database.name() + ": the writer has been in use for " + used);
        } else if (present.file().isPresent() && readers.inUse() >= readers.capacity()) {
            health.busy(database.name() + ": all of the " + readers.capacity() + " readers are in use, and "
                    + readers.waiting() + " callers wait");
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        closed = true;
        Opened last = opened.getAndSet(null);
        if (last == null) {
            return;
        }
        last.transactions().close();
        last.file().ifPresent(OpenedFile::close);
        memoryName().ifPresentOrElse(NamedMemory::release, last.writer()::close);
    }
}
