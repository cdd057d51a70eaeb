// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenPort.operations;

import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.StorageFailureException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.Order;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.harness.ForwardingPort;
import dev.storageport.tck.harness.Workbench;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The kit notices ports that are wrong about schemas that grow, data versions and schema modes. */
final class BrokenGrowthTest extends BrokenPortsTest {

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                operations("finds every record current", "GROW-1", BrokenGrowthTest::findingAllCurrent),
                operations("finds every record current", "GROW-6", BrokenGrowthTest::findingAllCurrent),
                operations("looks for stale records only once", "GROW-7", BrokenGrowthTest::lookingOnce),
                operations("answers what is there by then", "GROW-3", BrokenGrowthTest::answeringAnyway),
                operations("answers what is there by then", "GROW-6", BrokenGrowthTest::answeringAnyway),
                new BrokenPort("takes what others wrote for current", "GROW-3", OvermarkingPort::new),
                new BrokenPort("takes what others wrote for current", "GROW-4", OvermarkingPort::new),
                operations("moves revision and time when it reindexes", "GROW-1", BrokenGrowthTest::touchingReindexed),
                operations("moves revision and time when it reindexes", "EVOL-2", BrokenGrowthTest::touchingReindexed),
                operations("brings nothing into indexes of many values", "GROW-1", BrokenReindexing.without("digits")),
                operations("brings nothing into unique indexes", "GROW-2", BrokenReindexing.without("alias")),
                operations("reindexes whatever the revision is", "EVOL-3", BrokenReindexing::ofAnyRevision),
                operations("keeps the body when it reindexes", "EVOL-2", BrokenReindexing::keepingTheBody),
                operations("moves only the data version", "EVOL-2", BrokenReindexing::keepingTheJson),
                new BrokenPort("shares values among versions of an index", "GROW-5", BrokenGrowthTest::unversioned),
                new BrokenPort("keeps the index of a refused opening", "GROW-2", BrokenGrowthTest::keepingIndexes),
                new BrokenPort("drops no index", "GROW-8", BrokenGrowthTest::keepingIndexes),
                new BrokenPort("drops every index", "GROW-8", BrokenGrowthTest::droppingAllIndexes),
                new BrokenPort("keeps a dropped collection", "GROW-8", BrokenGrowthTest::keepingCollections),
                operations("says what it pleases of a dropped index", "GROW-13", BrokenGrowthTest::sayingOtherwise),
                new BrokenPort("drops what is no longer declared", "GROW-4", BrokenGrowthTest::pruningAtOpening),
                new BrokenPort("forgets values when opened", "GROW-9", BrokenGrowthTest::addingAgain),
                new BrokenPort("creates some of many collections", "GROW-14", BrokenGrowthTest::creatingSome),
                new BrokenPort("takes every index for complete", "GROW-7", BrokenGrowthTest::lackingNothing),
                new BrokenPort("takes a conflict for a failure", "GROW-16", BrokenGrowthTest::failingInConflict),
                new BrokenPort("shows what it declares only", "GROW-10", BrokenGrowthTest::showingOwn),
                new BrokenPort("shows every index as readable", "GROW-10", BrokenGrowthTest::showingAllReadable),
                new BrokenPort("creates when it validates", "MODE-1", in(SchemaMode.VALIDATE, SchemaMode.MIGRATE)),
                new BrokenPort("validates nothing", "MODE-1", in(SchemaMode.VALIDATE, SchemaMode.NONE)),
                new BrokenPort("creates in any mode", "MODE-2", in(SchemaMode.NONE, SchemaMode.MIGRATE)),
                new BrokenPort("runs the statements it shows", "MODE-3", BrokenGrowthTest::runningStatements),
                new BrokenPort("shows all statements always", "MODE-3", BrokenGrowthTest::showingAlways));
    }

    private static RecordOperations sayingOtherwise(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                try {
                    return super.write(writes);
                } catch (SchemaException missing) {
                    throw new SchemaException(
                            writes.get(0).collection().place() + ": the tables are not those that were made", missing);
                }
            }
        };
    }

    private static RecordOperations findingAllCurrent(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public List<StoredRecord> staleRecords(
                    CollectionDefinition collection, String index, Optional<String> after, int limit) {
                return List.of();
            }
        };
    }

    private static RecordOperations lookingOnce(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public List<StoredRecord> staleRecords(
                    CollectionDefinition collection, String index, Optional<String> after, int limit) {
                return after.isPresent() ? List.of() : super.staleRecords(collection, index, after, limit);
            }
        };
    }

    /** Answers by the records that are up to date, as if the others had no value: here, as if there were none. */
    private static RecordOperations answeringAnyway(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public long count(CollectionDefinition collection, Filter filter) {
                try {
                    return super.count(collection, filter);
                } catch (IndexNotReadyException notReady) {
                    return 0;
                }
            }

            @Override
            public RecordCursor scan(Scan scan) {
                try {
                    return super.scan(scan);
                } catch (IndexNotReadyException notReady) {
                    return super.scan(new Scan(
                            scan.collection(),
                            new Filter.In(Attribute.KEY, List.of()),
                            Order.KEY,
                            Optional.empty(),
                            OptionalInt.empty(),
                            scan.projection()));
                }
            }
        };
    }

    private static RecordOperations touchingReindexed(RecordOperations right) {
        return BrokenReindexing.after(
                right,
                reindex -> right.write(List.of(new Write.Touch(reindex.collection(), reindex.key(), Workbench.START))));
    }

    private static StoragePort unversioned(StoragePort port) {
        return new ForwardingPort(port, MisroutedOperations.collections(BrokenGrowthTest::firstVersions)) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                return super.prepare(
                        new Catalog(catalog.collections().stream()
                                .map(BrokenGrowthTest::firstVersions)
                                .toList()),
                        mode);
            }
        };
    }

    private static CollectionDefinition firstVersions(CollectionDefinition collection) {
        return new CollectionDefinition(
                collection.name(),
                collection.indexes().stream()
                        .map(index -> new IndexDefinition(index.name(), index.kind(), index.type(), 1))
                        .toList());
    }

    /** Stops where a transaction of its would become too large, and says nothing. */
    private static StoragePort creatingSome(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                return super.prepare(
                        new Catalog(catalog.collections().stream().limit(64).toList()), mode);
            }
        };
    }

    private static StoragePort lackingNothing(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Catalog incomplete(Catalog catalog) {
                return new Catalog(List.of());
            }
        };
    }

    private static StoragePort failingInConflict(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Catalog incomplete(Catalog catalog) {
                throw new StorageFailureException("a conflict", null);
            }
        };
    }

    private static StoragePort keepingIndexes(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public void dropIndex(String collection, IndexDefinition index) {
                // says nothing
            }
        };
    }

    private static StoragePort droppingAllIndexes(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public void dropIndex(String collection, IndexDefinition index) {
                ItemPrograms.collection(schema(), collection)
                        .ifPresent(stored ->
                                stored.indexes().forEach(one -> super.dropIndex(collection, one.definition())));
            }
        };
    }

    private static StoragePort keepingCollections(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public void dropCollection(String collection) {
                // says nothing
            }
        };
    }

    private static StoragePort pruningAtOpening(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                Catalog added = super.prepare(catalog, mode);
                for (CollectionDefinition declared : catalog.collections()) {
                    ItemPrograms.collection(schema(), declared.name()).orElseThrow().indexes().stream()
                            .map(SchemaStatus.IndexStatus::definition)
                            .filter(index -> !declared.indexes().contains(index))
                            .forEach(index -> dropIndex(declared.name(), index));
                }
                return added;
            }
        };
    }

    /** Makes a declared index new again, and leaves it so. */
    private static StoragePort addingAgain(StoragePort port) {
        return new ForwardingPort(port, BrokenGrowthTest::findingAllCurrent) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                for (CollectionDefinition declared : catalog.collections()) {
                    declared.indexes().forEach(index -> dropIndex(declared.name(), index));
                }
                return super.prepare(catalog, mode);
            }
        };
    }

    private static StoragePort showing(StoragePort port, Function<SchemaStatus, SchemaStatus> shown) {
        return new ForwardingPort(port) {
            @Override
            public SchemaStatus schema() {
                return shown.apply(super.schema());
            }
        };
    }

    private static StoragePort showingOwn(StoragePort port) {
        return new ForwardingPort(port) {

            private Catalog own = new Catalog(List.of());

            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                own = catalog;
                return super.prepare(catalog, mode);
            }

            @Override
            public SchemaStatus schema() {
                SchemaStatus all = super.schema();
                return new SchemaStatus(
                        all.layout(),
                        all.collections().stream()
                                .filter(stored -> own.collections().stream()
                                        .anyMatch(declared -> declared.name().equals(stored.name())))
                                .toList());
            }
        };
    }

    private static StoragePort showingAllReadable(StoragePort port) {
        return showing(
                port,
                status -> new SchemaStatus(
                        status.layout(),
                        status.collections().stream()
                                .map(collection -> new SchemaStatus.CollectionStatus(
                                        collection.name(),
                                        collection.indexes().stream()
                                                .map(index -> new SchemaStatus.IndexStatus(
                                                        index.definition(),
                                                        SchemaStatus.IndexState.READABLE,
                                                        index.note()))
                                                .toList()))
                                .toList()));
    }

    private static UnaryOperator<StoragePort> in(SchemaMode asked, SchemaMode done) {
        return port -> new ForwardingPort(port) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                return super.prepare(catalog, mode == asked ? done : mode);
            }
        };
    }

    private static StoragePort runningStatements(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public List<String> ddl(Catalog catalog) {
                List<String> statements = super.ddl(catalog);
                prepare(catalog, SchemaMode.MIGRATE);
                return statements;
            }
        };
    }

    private static StoragePort showingAlways(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public List<String> ddl(Catalog catalog) {
                return catalog.collections().stream()
                        .map(collection -> "create collection " + collection)
                        .toList();
            }
        };
    }
}
