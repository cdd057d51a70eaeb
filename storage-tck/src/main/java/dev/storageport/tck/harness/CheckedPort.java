// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.StorageException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.LogPosition;
import dev.storageport.port.PortDescription;
import dev.storageport.port.PortListener;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StandbyReads;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A port between the kit and the one that is tested, which says in one sentence what that one did that no port may do: null instead of a
 * result, outcomes that do not fit, keys nobody asked for, exceptions of a driver, results after close. Every rule runs on it.
 */
final class CheckedPort extends ForwardingOperations implements StoragePort {

    private final StoragePort port;
    private final PortChecks checks;
    private final RecordOperations alone;

    /**
     * Wraps a port.
     *
     * @param first takes the first breach, of this port or others
     */
    CheckedPort(StoragePort port, AtomicReference<@Nullable AssertionError> first) {
        this.port = port;
        this.checks = new PortChecks(String.valueOf(port.backend()), first);
        this.alone = new CheckedOperations(port, checks);
        checks.require(
                port.backend() != null && !port.backend().isBlank(), "backend", "does not tell the backend's name");
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        return operation.apply(alone);
    }

    @Override
    public String backend() {
        return port.backend();
    }

    @Override
    public void listen(PortListener listener) {
        port.listen(listener);
    }

    @Override
    public PortDescription description() {
        PortDescription description = port.description();
        checks.require(description != null, "description", "does not describe itself");
        return description;
    }

    @Override
    public Catalog prepare(Catalog catalog, SchemaMode mode) {
        Catalog added = checks.operation("prepare", () -> port.prepare(catalog, mode));
        for (CollectionDefinition collection : added.collections()) {
            checks.require(
                    isDeclared(catalog, collection),
                    "prepare",
                    "says that it added what was not declared in the collection " + collection.name());
        }
        return added;
    }

    private static boolean isDeclared(Catalog catalog, CollectionDefinition added) {
        return catalog.collections().stream()
                .anyMatch(declared -> declared.name().equals(added.name())
                        && declared.indexes().containsAll(added.indexes()));
    }

    @Override
    public List<String> ddl(Catalog catalog) {
        List<String> statements = checks.operation("ddl", () -> port.ddl(catalog));
        checks.require(
                statements.stream().noneMatch(line -> line == null || line.isBlank()),
                "ddl",
                "returned a statement that is none");
        return statements;
    }

    @Override
    public SchemaStatus schema() {
        return checks.operation("schema", port::schema);
    }

    @Override
    public Catalog incomplete(Catalog catalog) {
        Catalog incomplete = checks.operation("incomplete", () -> port.incomplete(catalog));
        for (CollectionDefinition collection : incomplete.collections()) {
            checks.require(
                    isDeclared(catalog, collection),
                    "incomplete",
                    "names what is not declared in the collection " + collection.name());
        }
        return incomplete;
    }

    @Override
    public void dropIndex(String collection, IndexDefinition index) {
        done("dropIndex", () -> port.dropIndex(collection, index));
    }

    @Override
    public void dropCollection(String collection) {
        done("dropCollection", () -> port.dropCollection(collection));
    }

    @Override
    public long compact() {
        return checks.operation("compact", port::compact);
    }

    private void done(String method, Runnable call) {
        checks.operation(method, () -> {
            call.run();
            return true;
        });
    }

    @Override
    public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
        return transaction("transact", work, checked -> port.transact(attempt, checked));
    }

    @Override
    public <R> R transactReadOnly(Function<RecordOperations, R> work) {
        return transaction("transactReadOnly", work, port::transactReadOnly);
    }

    @Override
    public <R> R sweep(Function<RecordOperations, R> work) {
        return transaction("sweep", work, port::sweep);
    }

    private <R> R transaction(
            String method, Function<RecordOperations, R> work, Function<Function<RecordOperations, R>, R> transaction) {
        CheckedWork<R> checked = new CheckedWork<>(method, work);
        boolean wasOpen = !checks.isClosed();
        R result;
        try {
            result = transaction.apply(checked);
        } catch (RuntimeException | Error failure) {
            throw checked.passOn(failure);
        }
        checks.requireOpen(wasOpen, method);
        checks.require(checked.returned(result), method, "returned without what the work returned");
        return result;
    }

    /** The work of a transaction, which is run once, on the caller's thread, and whose end is the transaction's. */
    private final class CheckedWork<R> implements Function<RecordOperations, R> {

        private final String method;
        private final Function<RecordOperations, R> work;
        private final Thread caller = Thread.currentThread();
        private boolean begun;
        private @Nullable R result;
        private @Nullable Throwable failure;

        CheckedWork(String method, Function<RecordOperations, R> work) {
            this.method = method;
            this.work = work;
        }

        @Override
        public R apply(RecordOperations operations) {
            checks.require(!begun, method, "ran the work twice: what is repeated, and when, is the library's affair");
            checks.require(
                    Thread.currentThread() == caller, method, "ran the work on another thread than the caller's");
            checks.require(operations != null, method, "handed null to the work");
            begun = true;
            try {
                R returned = work.apply(new CheckedOperations(operations, checks));
                result = returned;
                return returned;
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
                throw thrown;
            }
        }

        boolean returned(@Nullable R fromPort) {
            return begun && failure == null && fromPort == result;
        }

        /** Returns the failure of a transaction as it is to be thrown: the work's own, or a checked one of the port. */
        RuntimeException passOn(Throwable thrown) {
            if (thrown == failure) {
                throw rethrown(thrown);
            }
            checks.require(
                    failure == null || failure instanceof StorageException,
                    method,
                    "threw " + thrown + " instead of what the work threw, " + failure);
            return checks.call(method, () -> {
                throw rethrown(thrown);
            });
        }

        private RuntimeException rethrown(Throwable thrown) {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
    }

    @Override
    public Optional<PoolStatus> pool() {
        Optional<PoolStatus> status = never("pool", port::pool);
        status.ifPresent(pool -> checks.require(
                pool.capacity() >= 0 && pool.inUse() >= 0 && pool.idle() >= 0 && pool.waiting() >= 0,
                "pool",
                "counts less than nothing: " + pool));
        return status;
    }

    @Override
    public Optional<StandbyReads> standbyReads() {
        return never("standbyReads", port::standbyReads).map(CheckedStandbyReads::new);
    }

    /** Reads from a standby, with positions of the port's own database and operations that are checked as all others. */
    private final class CheckedStandbyReads implements StandbyReads {

        private final StandbyReads standby;

        CheckedStandbyReads(StandbyReads standby) {
            this.standby = standby;
        }

        @Override
        public String database() {
            return checks.operation("StandbyReads.database", standby::database);
        }

        @Override
        public boolean available() {
            return never("StandbyReads.available", standby::available);
        }

        @Override
        public LogPosition position(Optional<LogPosition> seen) {
            LogPosition position = checks.operation("StandbyReads.position", () -> standby.position(seen));
            checks.require(
                    position.database().equals(standby.database()),
                    "StandbyReads.position",
                    "returned a position of another database than its own");
            return position;
        }

        @Override
        public Optional<RecordOperations> reaching(LogPosition atLeast, Duration atMost) {
            return checks.operation("StandbyReads.reaching", () -> standby.reaching(atLeast, atMost))
                    .map(operations -> new CheckedOperations(operations, checks));
        }
    }

    @Override
    public Health health(Duration atMost) {
        Health health = never("health", () -> port.health(atMost));
        checks.require(
                health.backend() != null
                        && health.message() != null
                        && health.latency() != null
                        && health.version() != null
                        && health.pool() != null
                        && health.isolation() != null
                        && health.durability() != null
                        && health.encryption() != null
                        && health.log() != null
                        && health.replication() != null,
                "health",
                "returned a finding with a null in it");
        return health;
    }

    /** Runs a call that never throws. */
    private <R> R never(String method, Supplier<R> call) {
        try {
            return Objects.requireNonNull(checks.call(method, call));
        } catch (StorageException thrown) {
            throw checks.breach(method, "never throws, and threw " + thrown, thrown);
        }
    }

    @Override
    public void close() {
        checks.call("close", () -> {
            port.close();
            return true;
        });
        checks.closed();
    }
}
