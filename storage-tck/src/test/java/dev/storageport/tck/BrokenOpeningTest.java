// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenPort.operations;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.SchemaMode;
import dev.storageport.StorageUnavailableException;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingHarness;
import dev.storageport.tck.harness.ForwardingPort;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kit notices ports that are wrong about opening, closing, health and names. */
final class BrokenOpeningTest extends BrokenPortsTest {

    @Test
    void harness_thatBreaksNothing_isNoticed() {
        new BrokenHarness(
                        "breaks no connection when asked to",
                        "LIFE-9",
                        harness -> new ForwardingHarness(harness, UnaryOperator.identity()) {
                            @Override
                            public void breakConnections() {}
                        })
                .assertNoticed(reports);
    }

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                new BrokenPort("empties its collections when opened", "LIFE-1", BrokenOpeningTest::emptying),
                new BrokenPort(
                        "keeps a database of its own for each storage",
                        "LIFE-2",
                        port -> FakeStorage.port(new FakeDatabase())),
                new BrokenPort(
                        "throws when asked for its health after close", "LIFE-5", BrokenOpeningTest::throwingHealth),
                new BrokenPort("says that it is well after close", "LIFE-5", BrokenOpeningTest::alwaysWell),
                new BrokenPort("says that it is busy when nobody uses it", "LIFE-5", BrokenOpeningTest::alwaysBusy),
                new BrokenPort("says that it added the whole catalog", "SCHEMA-6", BrokenOpeningTest::addingEverything),
                new BrokenPort("keeps all collections in one", "LIFE-7", port -> renaming(port, name -> "all")),
                operations(
                        "overlooks what it is told of an index called key",
                        "LIFE-8",
                        AlteredOperations.put(put -> AlteredOperations.withIndexTexts(
                                put, (index, text) -> index.equals("key") ? put.key() : text))),
                new BrokenPort("lets a driver's error out", "LIFE-9", BrokenOpeningTest::driverErrors),
                new BrokenPort(
                        "forgets its documents when a connection breaks", "LIFE-9", BrokenOpeningTest::forgetful),
                new BrokenPort(
                        "never gives back the connection of a stream",
                        "LIFE-10",
                        BrokenOpeningTest::keepingConnections),
                new BrokenPort(
                        "cuts names after 47 characters",
                        "CONF-4",
                        port -> renaming(port, name -> name.substring(0, Math.min(47, name.length())))));
    }

    private static StoragePort emptying(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                Catalog added = super.prepare(catalog, mode);
                catalog.collections().forEach(collection -> delete(collection, new Filter.All()));
                return added;
            }
        };
    }

    private static StoragePort addingEverything(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                super.prepare(catalog, mode);
                return catalog;
            }
        };
    }

    private static StoragePort throwingHealth(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Health health(Duration atMost) {
                Health health = super.health(atMost);
                if (!health.ok()) {
                    throw new StorageUnavailableException("no answer", false, null);
                }
                return health;
            }
        };
    }

    private static StoragePort alwaysWell(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Health health(Duration atMost) {
                return Health.builder(backend()).build();
            }
        };
    }

    private static StoragePort alwaysBusy(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Health health(Duration atMost) {
                Health health = super.health(atMost);
                return health.live()
                        ? Health.builder(backend()).busy("callers wait").build()
                        : health;
            }
        };
    }

    /** Keeps what one collection is told under another name, which several may share. */
    private static StoragePort renaming(StoragePort port, UnaryOperator<String> names) {
        return new ForwardingPort(port, MisroutedOperations.collections(collection -> renamed(collection, names))) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                Map<String, CollectionDefinition> distinct = new LinkedHashMap<>();
                for (CollectionDefinition collection : catalog.collections()) {
                    distinct.putIfAbsent(names.apply(collection.name()), renamed(collection, names));
                }
                return super.prepare(new Catalog(List.copyOf(distinct.values())), mode);
            }
        };
    }

    private static CollectionDefinition renamed(CollectionDefinition collection, UnaryOperator<String> names) {
        return new CollectionDefinition(names.apply(collection.name()), collection.indexes());
    }

    private static StoragePort driverErrors(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public long count(CollectionDefinition collection, Filter filter) {
                try {
                    return super.count(collection, filter);
                } catch (StorageUnavailableException broken) {
                    throw new IllegalStateException("I/O error on the socket", broken);
                }
            }
        };
    }

    private static StoragePort forgetful(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                try {
                    return super.write(writes);
                } catch (StorageUnavailableException broken) {
                    return writeAnew(writes);
                }
            }

            private List<WriteOutcome> writeAnew(List<Write> writes) {
                while (true) {
                    try {
                        delete(writes.get(0).collection(), new Filter.All());
                        return super.write(writes);
                    } catch (StorageUnavailableException broken) {
                        Thread.onSpinWait();
                    }
                }
            }
        };
    }

    private static StoragePort keepingConnections(StoragePort port) {
        return new ForwardingPort(port) {
            private int streams;

            @Override
            public RecordCursor scan(Scan scan) {
                streams++;
                return super.scan(scan);
            }

            @Override
            public Health health(Duration atMost) {
                PoolStatus pool = new PoolStatus(10, streams, 10 - streams, 0);
                return Health.builder(backend()).pool(Optional.of(pool)).build();
            }
        };
    }
}
