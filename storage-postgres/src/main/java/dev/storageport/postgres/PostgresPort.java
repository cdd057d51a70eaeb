// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.DatabaseReplacedException;
import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.ServerStatus;
import dev.storageport.StorageException;
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
import dev.storageport.port.StandbyReads;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.internal.connection.ConnectRetry;
import dev.storageport.postgres.internal.connection.ConnectionExecutor;
import dev.storageport.postgres.internal.connection.Connections;
import dev.storageport.postgres.internal.connection.Errors;
import dev.storageport.postgres.internal.connection.HandleExecutor;
import dev.storageport.postgres.internal.connection.Pool;
import dev.storageport.postgres.internal.connection.SessionSettings;
import dev.storageport.postgres.internal.connection.TransactionControl.Kind;
import dev.storageport.postgres.internal.schema.Dialect;
import dev.storageport.postgres.internal.schema.Layout;
import dev.storageport.postgres.internal.schema.Migration;
import dev.storageport.postgres.internal.schema.MissingRights;
import dev.storageport.postgres.internal.schema.Schema;
import dev.storageport.postgres.internal.schema.ServerHealth;
import dev.storageport.postgres.internal.standby.PrimaryLog;
import dev.storageport.postgres.internal.standby.StandbyFinder;
import dev.storageport.postgres.internal.standby.StandbyOptions;
import dev.storageport.postgres.internal.standby.Standbys;
import dev.storageport.postgres.internal.statement.CollectionSql;
import dev.storageport.postgres.internal.statement.Operations;
import dev.storageport.postgres.internal.statement.Statements;
import dev.storageport.postgres.internal.statement.WriteExecutor;
import dev.storageport.postgres.internal.transaction.Combining;
import dev.storageport.postgres.internal.transaction.Path;
import dev.storageport.postgres.internal.transaction.Reads;
import dev.storageport.postgres.internal.transaction.SingleOperations;
import dev.storageport.postgres.internal.transaction.SingleStatements;
import dev.storageport.postgres.internal.transaction.SweepOperations;
import dev.storageport.postgres.internal.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL database. A single statement that writes commits by itself on our own sessions, which are serializable from their
 * start, and one that reads single records on sessions for reads; everything else runs in a transaction.
 */
final class PostgresPort implements StoragePort {

    /** How much of its bound a health check may use, in percent; the rest is for saying what was found. */
    private static final int SHARE_OF_BOUND = 80;

    /** The setting of commits that return before their log is on disk. */
    private static final String WITHOUT_WAITING = PostgresDurability.RELAXED.synchronousCommit();

    private static final Duration TURN_MARGIN = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStorage.class);

    static final String BACKEND = "PostgreSQL";

    private final ConnectionExecutor executor;
    private final HandleExecutor handles;
    private final SessionSettings settings;
    private final Schema schema;
    private final SingleOperations singles;
    private final Reads reads;
    private final Standbys standbys;
    private final Duration longestSoundTurn;
    private final int lanes;
    private volatile Opened opened = Opened.NOTHING;

    /** Product and version of the server, as it was found at opening. */
    private volatile String server = "";

    /**
     * Creates the port.
     *
     * @param ownSessions whether connections have their settings from their start, and are nobody else's
     * @param bounds those of combining
     * @param path which way operations of single documents go
     */
    PostgresPort(
            Connections connections,
            SessionSettings settings,
            boolean ownSessions,
            Combining.Bounds bounds,
            Path path,
            ConnectRetry.Pause pause) {
        this(connections, settings, ownSessions, bounds, path, pause, Optional.empty());
    }

    /**
     * Creates the port of a database that may have standbys.
     *
     * @param ownSessions whether connections have their settings from their start, and are nobody else's
     * @param bounds those of combining
     * @param path which way operations of single documents go
     * @param standby where standbys may be read; empty if none is
     */
    PostgresPort(
            Connections connections,
            SessionSettings settings,
            boolean ownSessions,
            Combining.Bounds bounds,
            Path path,
            ConnectRetry.Pause pause,
            Optional<StandbyOptions> standby) {
        this.executor = new ConnectionExecutor(
                connections,
                settings,
                ownSessions,
                new Errors(() -> opened.uniqueIndexes(), settings.statementTimeout()),
                new MissingRights(settings.schema()));
        this.handles = new HandleExecutor(executor);
        this.settings = settings;
        this.lanes = bounds.lanes();
        this.schema = new Schema(handles, settings, Dialect.POSTGRES, Layout.CURRENT, pause);
        // For a connection, then for a statement, and for the same once more where the first one met a lock.
        this.longestSoundTurn = bounds.longestWait()
                .plus(settings.statementTimeout())
                .multipliedBy(2)
                .plus(TURN_MARGIN);
        SingleStatements statements = new SingleStatements(executor, () -> opened.collections());
        this.singles = bounds.lanes() == 0 || path == Path.ALONE
                ? statements
                : new Combining(
                        statements,
                        bounds,
                        path,
                        () -> connections.status().map(Pool::text).orElse("of " + connections.where()),
                        connections.events());
        this.reads = new Reads(executor, singles, () -> opened.collections());
        connections.alsoWaiting(singles::waiting);
        PrimaryLog log = new PrimaryLog(
                executor, !settings.synchronousCommit().equals(WITHOUT_WAITING), settings.statementTimeout());
        this.standbys = new Standbys(
                log,
                standby.map(where -> new StandbyFinder(where, () -> opened.collections(), connections.events()))
                        .orElse(null));
    }

    @Override
    public String backend() {
        return BACKEND;
    }

    @Override
    public void listen(PortListener listener) {
        executor.connections().events().listen(listener);
    }

    @Override
    public PortDescription description() {
        Map<String, String> versions = new LinkedHashMap<>();
        String driver = PGConnection.class.getPackage().getImplementationVersion();
        if (driver != null) {
            versions.put("driver", "pgjdbc " + driver);
        }
        if (!server.isEmpty()) {
            versions.put("database", server);
        }
        Map<String, String> described =
                new LinkedHashMap<>(executor.connections().settings());
        described.put("schema", settings.schema());
        described.put("statementTimeout", settings.statementTimeout().toString());
        described.put("synchronousCommit", settings.synchronousCommit());
        described.put("lanes", Integer.toString(lanes));
        return new PortDescription(executor.connections().where(), versions, described);
    }

    @Override
    public Catalog prepare(Catalog catalog, SchemaMode mode) {
        return opening(() -> {
            Migration.Outcome prepared = schema.prepare(catalog, mode);
            opened = Opened.of(settings.schema(), prepared.stored(), catalog);
            watch();
            return prepared.added();
        });
    }

    /** Takes note of what was opened, so that another database in its place is noticed, and of what weakens a promise. */
    private void watch() {
        executor.checkAgain();
        executor.inTransaction(Kind.SERIALIZABLE, connection -> {
                    try {
                        ServerHealth found = ServerHealth.of(connection, settings.schema(), executor.errors());
                        server = found.version();
                        return found.warnings(survivesFailover());
                    } catch (SchemaException incomplete) {
                        return List.<String>of(); // the mode is NONE, and what is missing is told when it is used
                    }
                })
                .forEach(warning -> LOG.warn("{}: {}", executor.connections().where(), warning));
    }

    private <R> R opening(Supplier<R> work) {
        try {
            executor.connections().open();
            return work.get();
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    @Override
    public List<String> ddl(Catalog catalog) {
        return opening(() -> schema.ddl(catalog));
    }

    @Override
    public SchemaStatus schema() {
        return schema.status();
    }

    @Override
    public Catalog incomplete(Catalog catalog) {
        Map<String, CollectionSql> collections = opened.collections();
        return schema.incomplete(catalog.collections().stream()
                .map(collection -> CollectionSql.of(collection, collections).table())
                .toList());
    }

    @Override
    public void dropIndex(String collection, IndexDefinition index) {
        schema.dropIndex(collection, index);
    }

    @Override
    public void dropCollection(String collection) {
        schema.dropCollection(collection);
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        return reads.read(collection, keys, projection);
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        if (writes.isEmpty()) {
            return List.of();
        }
        return writes.size() == 1
                ? List.of(singles.write(writes.get(0)))
                : serializable(operations -> operations.write(writes));
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        return executor.ownSessions()
                ? executor.bySingleStatement(
                        connection -> operations(connection, true).delete(collection, filter))
                : serializable(operations -> operations.delete(collection, filter));
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return reads.count(collection, filter);
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return reads.summarize(collection, percentiles);
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        return reads.countBy(collection, filter, index);
    }

    @Override
    public List<String> explain(Scan scan) {
        return reads.explain(scan);
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        return reads.staleRecords(collection, index, after, limit);
    }

    private Operations operations(Connection connection, boolean autocommit) {
        return operations(new Statements(connection, executor.ownSessions()), autocommit);
    }

    private Operations operations(Statements statements, boolean autocommit) {
        return new Operations(opened.collections(), statements, executor.errors(), autocommit);
    }

    private <R> R serializable(Function<RecordOperations, R> work) {
        return executor.inTransaction(Kind.SERIALIZABLE, connection -> work.apply(operations(connection, false)));
    }

    /** The server lets whoever is repeated through no sooner than others. */
    @Override
    public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
        return executor.inTransaction(Kind.SERIALIZABLE, connection -> {
            Statements statements = new Statements(connection, executor.ownSessions());
            TransactionOperations operations = new TransactionOperations(
                    operations(statements, false),
                    new WriteExecutor(opened.collections(), statements, executor.errors(), false));
            R result = work.apply(operations);
            operations.commit();
            return result;
        });
    }

    @Override
    public <R> R transactReadOnly(Function<RecordOperations, R> work) {
        return executor.inTransaction(
                Kind.SERIALIZABLE_READ_ONLY, connection -> work.apply(operations(connection, false)));
    }

    @Override
    public <R> R sweep(Function<RecordOperations, R> work) {
        return executor.inTransaction(
                Kind.READ_COMMITTED,
                connection -> work.apply(new SweepOperations(
                        operations(connection, false), () -> executor.beginAgain(connection, Kind.SERIALIZABLE))));
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return reads.scan(scan);
    }

    @Override
    public Optional<StandbyReads> standbyReads() {
        return Optional.of(standbys);
    }

    /** Empty if the pool is the application's. */
    @Override
    public Optional<PoolStatus> pool() {
        return executor.connections().status();
    }

    @Override
    public Health health(Duration atMost) {
        long start = System.nanoTime();
        Connections connections = executor.connections();
        try {
            return look(start, atMost.multipliedBy(SHARE_OF_BOUND).dividedBy(100));
        } catch (StorageException failure) {
            if (failure instanceof DatabaseReplacedException) {
                connections.lost(); // sessions there are may not have noticed
            }
            return Health.builder(BACKEND)
                    .down(located(failure))
                    .latency(since(start))
                    .pool(connections.status())
                    .build();
        }
    }

    private Health look(long start, Duration atMost) {
        Connections connections = executor.connections();
        return executor.looking(atMost, (connection, reads) -> {
            ServerHealth server = ServerHealth.of(connection, settings.schema(), executor.errors());
            String ofReads = reads.get()
                    .orElseGet(() -> ServerHealth.isolation(connection, settings.schema(), executor.errors()));
            String isolation = ofReads.equals(server.isolation())
                    ? ofReads
                    : server.isolation() + "; reads of single documents " + ofReads;
            Optional<PoolStatus> pool = connections.status();
            Health.Builder health = Health.builder(BACKEND)
                    .version(server.version())
                    .pool(pool)
                    .isolation(isolation)
                    .durability(server.durability())
                    .warnings(server.warnings(survivesFailover()))
                    .servers(servers(server))
                    .replication(server.replication().status())
                    .latency(since(start));
            server.encryption().ifPresent(health::encryption);
            String where = connections.where() + ", isolation " + isolation + opened.notes();
            Duration turn = singles.longestTurn();
            if (turn.compareTo(longestSoundTurn) > 0) {
                return health.down(
                                "somebody has had a turn for " + turn + ", far longer than any statement may take, and "
                                        + singles.waiting() + " callers wait; " + where)
                        .build();
            }
            pool.filter(PostgresPort::isBusy)
                    .ifPresentOrElse(
                            busy -> health.busy("busy: " + Pool.text(busy) + "; " + where),
                            () -> health.message("ok: " + where));
            return health.build();
        });
    }

    /** Returns whether acknowledged writes are to survive that another server takes over. */
    private boolean survivesFailover() {
        return executor.connections().severalServers()
                && settings.synchronousCommit().equals("on");
    }

    /** A session that was begun is one of a primary; where others connect, the server says where it is. */
    private List<ServerStatus> servers(ServerHealth found) {
        List<ServerStatus> known = executor.connections().servers();
        return known.isEmpty()
                ? found.replication().address().stream()
                        .map(host ->
                                new ServerStatus(host, ServerStatus.Role.PRIMARY, Optional.empty(), Optional.empty()))
                        .toList()
                : known;
    }

    private static boolean isBusy(PoolStatus pool) {
        return pool.inUse() >= pool.capacity() || pool.waiting() > 0;
    }

    private String located(StorageException failure) {
        String where = executor.connections().where();
        String message = String.valueOf(failure.getMessage());
        return message.contains(where) ? message : where + ": " + message;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        singles.close();
        try {
            executor.close();
        } finally {
            standbys.close();
        }
    }
}
