// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.event.StorageClosed;
import dev.storageport.event.StorageOpened;
import dev.storageport.port.Catalog;
import dev.storageport.port.Closing;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Headroom;
import dev.storageport.port.PortDescription;
import dev.storageport.port.StandbyReads;
import dev.storageport.port.StoragePort;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A storage of documents: on an embedded SQLite file, in PostgreSQL, or in memory, with the same behaviour. The URL alone decides
 * which. Open one for each database and share it; any number of threads may use it. Several may be open side by side.
 */
public final class Storage implements AutoCloseable {

    private static final Duration STREAMS_CLOSE = Duration.ofSeconds(1);
    private static final Duration PORT_CLOSES = Duration.ofSeconds(5);

    private final StoragePort port;
    private final Duration closeGrace;
    private final StorageClock clock;
    private final Lifecycle lifecycle;
    private final DeclaredCollections collections;
    private final AutocommitSession session;
    private final TransactionRunner transactions;
    private final Schema schema;
    private final HealthCheck healthCheck;
    private final Listeners listeners;
    private final Companions companions;
    private final String address;
    private final ReadPreference readPreference;
    private final SeenPosition seen;
    private final PositionTokens positionTokens;
    private final AtomicBoolean toldClosed = new AtomicBoolean();

    private Storage(
            RetryingPort retrying,
            StorageOptions options,
            Lifecycle lifecycle,
            DeclaredCollections collections,
            OnlineIndexBuild build,
            Listeners listeners,
            String address) {
        this.lifecycle = lifecycle;
        this.port = retrying.port();
        this.listeners = listeners;
        this.address = address;
        this.closeGrace = options.closeGrace();
        this.collections = collections;
        this.clock = new StorageClock(options.clock());
        Retrier retrier = retrying.retrier();
        IndexRepair repair = new IndexRepair(retrying, collections);
        StandbyReads standby = port.standbyReads().orElse(null);
        this.readPreference = options.readPreference();
        this.seen = new SeenPosition(standby);
        this.positionTokens = new PositionTokens(options.pageTokenKey());
        this.session = new AutocommitSession(
                port,
                clock,
                lifecycle,
                retrier,
                repair,
                options.leakDetection(),
                new Watching(port.backend(), listeners),
                seen,
                new StandbyRoute(port.backend(), standby, seen, options.standbyWait(), listeners));
        this.transactions = new TransactionRunner(port, clock, session, retrier, repair, collections);
        this.schema = new Schema(retrying, collections, build, session);
        this.healthCheck = new HealthCheck(port, lifecycle);
        this.companions = new Companions(port.backend());
    }

    /**
     * Opens the storage that the URL names, with {@link StorageOptions#defaults()}; see
     * {@link #open(String, StorageOptions, CollectionSpec...)}.
     */
    public static Storage open(String url, CollectionSpec<?>... specs) {
        return open(url, StorageOptions.defaults(), specs);
    }

    /**
     * Opens the storage that the URL names: connects, creates the declared collections and indexes that do not exist yet, and brings the
     * documents there are into new indexes, as far as {@link StorageOptions#schemaMode()} and {@link StorageOptions#indexBuildMode()} say.
     * Programs that use the database meanwhile are not stopped. The scheme alone
     * decides the backend: {@code sqlite:PATH}, {@code sqlite::memory:}, {@code jdbc:sqlite:PATH}, {@code postgres://…},
     * {@code postgresql://…}, {@code jdbc:postgresql://…} or {@code memory:}. Nothing stays open if this fails.
     *
     * @throws ConfigurationException if the URL is malformed, its scheme or a parameter is unknown, or the backend is missing or
     *     cannot be loaded; no part of the URL that may hold a password appears in the message
     * @throws SchemaException if the database does not fit the declarations
     * @throws UniqueViolationException if documents collide in a unique index that is added; it is not added then
     * @throws StorageAccessException if the database refuses the user
     * @throws StorageUnavailableException if the database cannot be reached
     * @throws StorageFailureException if native code that the library needs cannot be loaded; nothing was created
     */
    public static Storage open(String url, StorageOptions options, CollectionSpec<?>... specs) {
        Libraries.require(); // before a backend is built of them
        return open(Backends.port(url), options, specs);
    }

    /**
     * Returns the statements that opening the storage with these declarations would run on the database as it is now, in order, each
     * complete: for an administrator to run where the application's role may not, which then opens it with
     * {@link SchemaMode#VALIDATE}. Empty if nothing is missing. Connects, changes nothing, and creates no file. Documents are brought
     * into new indexes by the application, not by these statements.
     *
     * @throws ConfigurationException as for {@link #open(String, StorageOptions, CollectionSpec...)}
     * @throws SchemaException if the database does not fit the declarations
     * @throws StorageAccessException if the database refuses the user
     * @throws StorageUnavailableException if the database cannot be reached
     */
    public static List<String> ddl(String url, CollectionSpec<?>... specs) {
        Libraries.require();
        return ddl(Backends.port(url), specs);
    }

    /**
     * Returns the statements that opening the storage would run, as {@link #ddl(String, CollectionSpec...)} does. For backends; applications
     * give a URL or use the backend's own {@code ddl}.
     *
     * @param port a port not yet prepared; closed when this returns
     */
    public static List<String> ddl(StoragePort port, CollectionSpec<?>... specs) {
        try (port) {
            Catalog declared = new Catalog(
                    Arrays.stream(specs).map(CollectionSpec::definition).toList());
            return StorageException.located(port.backend(), "ddl", () -> port.ddl(declared));
        }
    }

    /**
     * Opens a storage on a port. For backends; applications give a URL or use the backend's own {@code open}.
     *
     * @param port a port not yet prepared; the storage owns it from now on, also if this fails
     * @param options what every backend does the same way
     * @param specs the collections
     */
    public static Storage open(StoragePort port, StorageOptions options, CollectionSpec<?>... specs) {
        try {
            return StorageException.located(port.backend(), "open", () -> opened(port, options, specs));
        } catch (RuntimeException | Error failed) {
            try {
                port.close();
            } catch (RuntimeException alsoFailed) {
                Closing.suppress(failed, alsoFailed);
            }
            throw failed;
        }
    }

    private static Storage opened(StoragePort port, StorageOptions options, CollectionSpec<?>... specs) {
        Headroom.require(); // and loads what looks for it, which needs room itself
        Libraries.require();
        ContentCodec.requireLibrary();
        DeclaredCollections collections =
                new DeclaredCollections(List.of(specs), options.mapper(), new PageTokens(options.pageTokenKey()));
        long begun = System.nanoTime();
        OperatorLog log = new OperatorLog(options.slowOperationThreshold());
        Listeners listeners = new Listeners(options.listeners(), log);
        port.listen(listeners);
        Catalog added = port.prepare(collections.catalog(), options.schemaMode());
        Lifecycle lifecycle = new Lifecycle(port.backend());
        RetryingPort retrying = new RetryingPort(
                port, new Retrier(options.conflictRetry(), options.outageRetry(), lifecycle::isClosed, log));
        OnlineIndexBuild build = new OnlineIndexBuild(retrying, collections, listeners);
        if (options.indexBuildMode() == IndexBuildMode.AT_OPEN && options.schemaMode() != SchemaMode.NONE) {
            build.atOpen(added);
        }
        PortDescription description = port.description();
        Storage storage =
                new Storage(retrying, options, lifecycle, collections, build, listeners, description.address());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        listeners.opened(storage, opening(port.backend(), description, options, collections, took));
        return storage;
    }

    private static StorageOpened opening(
            String backend,
            PortDescription description,
            StorageOptions options,
            DeclaredCollections collections,
            Duration took) {
        Map<String, String> versions = new LinkedHashMap<>();
        String version = Storage.class.getPackage().getImplementationVersion();
        if (version != null) {
            versions.put("library", version);
        }
        versions.putAll(description.versions());
        Map<String, String> settings = new LinkedHashMap<>(description.settings());
        settings.putAll(options.settings());
        return new StorageOpened(
                backend,
                description.address(),
                versions,
                settings,
                collections.catalog().collections().stream()
                        .map(CollectionDefinition::name)
                        .toList(),
                took);
    }

    /**
     * Returns a collection, whose reads go where {@link StorageOptions#readPreference()} says; cheap, and the result may be kept.
     *
     * @throws UsageException if the collection was not declared when the storage was opened
     */
    public <T> DocumentCollection<T> collection(CollectionSpec<T> spec) {
        return collections.open(spec, session).reading(readPreference);
    }

    /**
     * Runs the work in one serializable transaction over any collections, on the calling thread. Commits when it returns; rolls
     * back when it throws, and the exception arrives unchanged. After a conflict with concurrent work, and after an outage of which it is
     * certain that nothing was applied, it is rolled back and run again, up to {@link StorageOptions#conflictRetry()} and
     * {@link StorageOptions#outageRetry()}. All writes carry the time at which the attempt began.
     *
     * @return what the work returned
     * @throws X what the work threw
     * @throws TransactionConflictException if every attempt met a conflict; nothing was applied
     * @throws TransactionAbortedException if an operation failed, the work caught the error and returned; nothing was applied
     * @throws UsageException if a transaction of this storage is open on this thread
     */
    public <R, X extends Exception> R transact(TransactionWork<R, X> work) throws X {
        return transact(TransactionOptions.readWrite(), work);
    }

    /**
     * Runs the work in one transaction of that kind; otherwise as {@link #transact(TransactionWork)}.
     *
     * <p>A read-only transaction sees one snapshot of what is committed, for all its operations. It neither waits for writers nor makes them
     * wait, and is serializable with everything else; if what it read fits into no order, it is run again, as any other.
     *
     * @param options whether it only reads, and how long it may take
     * @return what the work returned
     * @throws X what the work threw
     * @throws TransactionConflictException if every attempt met a conflict; nothing was applied
     * @throws TransactionAbortedException if an operation failed, the work caught the error and returned; nothing was applied
     * @throws StorageTimeoutException if the deadline passed; nothing was applied
     * @throws UsageException if a transaction of this storage is open on this thread, or a read-only one writes
     */
    public <R, X extends Exception> R transact(TransactionOptions options, TransactionWork<R, X> work) throws X {
        return transactions.run(options, work);
    }

    /**
     * Runs work that returns nothing; see {@link #transact}.
     *
     * @throws X what the work threw
     */
    public <X extends Exception> void transactWithoutResult(TransactionWork.WithoutResult<X> work) throws X {
        this.<Boolean, X>transact(open -> {
            work.run(open);
            return Boolean.TRUE;
        });
    }

    /** Returns the clock of every timestamp and age: {@link StorageOptions#clock()}, in whole microseconds. */
    public InstantSource clock() {
        return clock;
    }

    /** Returns the backend's name, as messages and events have it, for instance {@code PostgreSQL}. */
    public String backend() {
        return port.backend();
    }

    /**
     * Returns a token of all that this storage has written, read or {@linkplain #advanceTo been told of} so far, for another storage, in
     * another process perhaps, whose reads on standbys are to show all of that. Asks the primary; on a backend whose reads always show the
     * latest state it asks nobody, and the token says nothing.
     *
     * @return a text that may stand in a URL; it says how much has been written to the database, and nothing of the documents
     * @throws StorageUnavailableException if the database cannot be reached
     */
    public String position() {
        return session.looking("position", () -> positionTokens.token(seen.latest()));
    }

    /**
     * Takes note of what another storage has seen: reads on standbys that begin after this returns show it. What was lost since, because a
     * standby that did not have it yet became the primary, stays lost. Reads on the primary show the latest state anyway. Asks nobody,
     * but the database once which one it is.
     *
     * @param token {@link #position()} of a storage with the same {@link StorageOptions#pageTokenKey()}
     * @throws InvalidValueException if the token was altered, or is of another database
     * @throws StorageUnavailableException if the database would have to be asked, and cannot be reached
     */
    public void advanceTo(String token) {
        session.looking("advanceTo", () -> {
            positionTokens.position(token).ifPresent(seen::advance);
            return this;
        });
    }

    /** Returns the connections of this storage at this moment; empty if the backend has none to count. No I/O, also when closed. */
    public Optional<PoolStatus> pool() {
        return port.pool();
    }

    /**
     * Gives the space of what was deleted back to the file system, as far as that stops nobody: in steps between which others write, and
     * nothing on a database that does so by itself. Deletions give space back in small steps too, so this is for after large ones.
     *
     * @return how many bytes were given back
     */
    public long compact() {
        return session.guarded("compact", port::compact);
    }

    /**
     * Returns the figures of every declared collection by its name, each from a snapshot of its own; see
     * {@link DocumentCollection#summary()}.
     *
     * @return a new map, in the order of the declarations
     */
    public Map<String, Summary> summaries() {
        Map<String, Summary> summaries = new LinkedHashMap<>();
        for (CollectionDefinition collection : collections.catalog().collections()) {
            summaries.put(
                    collection.name(),
                    collections
                            .open(collection.name(), session)
                            .reading(readPreference)
                            .summary());
        }
        return summaries;
    }

    /** Returns what the database holds besides documents, and what keeps it in order. */
    public Schema schema() {
        return schema;
    }

    /**
     * Asks the database for a sign of life. Never throws, also when the storage is closed, and returns within the bound.
     *
     * @param atMost how long to wait for the answer; positive
     */
    public Health health(Duration atMost) {
        return healthCheck.run(atMost);
    }

    /**
     * Has something closed when {@link #close()} begins, while the storage still answers: what works on it by itself, such as a scheduler, so
     * that it can end its work and give back what it holds. The last that was added is closed first, each once and on a thread of the
     * library's; what it throws is logged. All of them together are waited for within {@link StorageOptions#closeGrace()}, and left to
     * themselves after it. For what is built on the library.
     *
     * @param companion held until it was closed, or {@linkplain #forget forgotten}
     * @throws StorageClosedException if the storage is closed or about to be; nothing will close the companion then
     */
    public void closeFirst(AutoCloseable companion) {
        companions.add(Objects.requireNonNull(companion, "companion"));
    }

    /** Forgets what was to be {@linkplain #closeFirst closed first}, because it was closed by itself. Nothing happens if it is not known. */
    public void forget(AutoCloseable companion) {
        companions.remove(companion);
    }

    /**
     * Returns one that tells every listener of this storage, those of the library too, and lets nothing out that one throws. For what is built
     * on the library: applications give their listeners to {@link StorageOptions.Builder#listener}.
     */
    public StorageListener listener() {
        return listeners;
    }

    /**
     * Returns whether anybody wants to hear of what happens in the ordinary course: there is a listener of the application's, or a recording
     * of JDK Flight Recorder. If not, what is built on the library need neither measure nor tell it. What goes wrong is to be told always.
     */
    public boolean isHeard() {
        return listeners.hearsOrdinary();
    }

    /**
     * Closes the storage: closes what is to be {@linkplain #closeFirst closed first}, refuses new calls, waits for those under way, for all of
     * that at most {@link StorageOptions#closeGrace()}, closes the
     * streams left open and frees every connection. Returns a few seconds after the grace at the latest, whatever hangs: that is left to a
     * thread of its own then, and logged. So is what does not close well, which throws nothing here. Safe to call twice and from any
     * thread.
     *
     * @throws UsageException if called by the work of a transaction of this storage, which would wait for itself
     */
    @Override
    public void close() {
        StorageException.located(port.backend(), "close", () -> {
            session.refuseBesideTransaction();
            return this;
        });
        long begun = System.nanoTime();
        companions.close(closeGrace);
        lifecycle.drain(Companions.left(closeGrace, begun));
        if (lifecycle.hasStreams()) {
            BoundedClosing.run(port.backend() + ": streams left open", STREAMS_CLOSE, lifecycle::closeStreams);
        }
        BoundedClosing.run(port.backend() + ": close", PORT_CLOSES, port::close);
        if (toldClosed.compareAndSet(false, true)) {
            listeners.closed(new StorageClosed(port.backend(), address, Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    /** Returns the backend's name. */
    @Override
    public String toString() {
        return "Storage[" + port.backend() + "]";
    }
}
