// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.LogPosition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StandbyReads;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.tck.harness.ForwardingPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kit notices ports that are wrong about what a standby shows. */
final class BrokenStandbyTest extends BrokenPortsTest {

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                broken("reads a standby wherever it is", "READ-1", ReadingAnywhere::new),
                broken("asks how far the log goes once only", "READ-1", AskingOnce::new),
                broken("takes the position of its first write for that of all reads", "READ-2", AskingOnce::new),
                broken(
                        "reads another standby each third time, which is further behind",
                        "READ-2",
                        standby -> new Altered(standby, EachThirdFromBefore::new)),
                broken("reads the standby of before when none is far enough", "READ-3", KeepingTheLast::new),
                broken("counts nothing on a standby", "READ-4", standby -> new Altered(standby, CountingNothing::new)),
                broken("forgets what it was told of", "READ-5", AskingOnce::new),
                broken("has one name for all databases", "READ-6", NamedAlike::new),
                broken(
                        "reads each key from a state of its own",
                        "READ-7",
                        standby -> new Altered(standby, KeyByKey::new)));
    }

    private static BrokenPort broken(String mistake, String rule, UnaryOperator<StandbyReads> breakage) {
        return new BrokenPort(mistake, rule, port -> broken(port, breakage));
    }

    private static StoragePort broken(StoragePort port, UnaryOperator<StandbyReads> breakage) {
        Optional<StandbyReads> broken = port.standbyReads().map(breakage);
        return new ForwardingPort(port) {
            @Override
            public Optional<StandbyReads> standbyReads() {
                return broken;
            }
        };
    }

    /** Hands everything on. */
    private static class Forwarding implements StandbyReads {

        private final StandbyReads standby;

        Forwarding(StandbyReads standby) {
            this.standby = standby;
        }

        @Override
        public String database() {
            return standby.database();
        }

        @Override
        public boolean available() {
            return standby.available();
        }

        @Override
        public LogPosition position(Optional<LogPosition> seen) {
            return standby.position(seen);
        }

        @Override
        public Optional<RecordOperations> reaching(LogPosition atLeast, Duration atMost) {
            return standby.reaching(atLeast, atMost);
        }
    }

    private static final class ReadingAnywhere extends Forwarding {

        ReadingAnywhere(StandbyReads standby) {
            super(standby);
        }

        @Override
        public Optional<RecordOperations> reaching(LogPosition atLeast, Duration atMost) {
            return super.reaching(new LogPosition(atLeast.database(), atLeast.timeline(), 0), atMost);
        }
    }

    private static final class AskingOnce extends Forwarding {

        private @Nullable LogPosition first;

        AskingOnce(StandbyReads standby) {
            super(standby);
        }

        @Override
        public synchronized LogPosition position(Optional<LogPosition> seen) {
            if (first == null) {
                first = super.position(seen);
            }
            return first;
        }
    }

    private static final class KeepingTheLast extends Forwarding {

        private Optional<RecordOperations> last = Optional.empty();

        KeepingTheLast(StandbyReads standby) {
            super(standby);
        }

        @Override
        public boolean available() {
            return true;
        }

        @Override
        public synchronized Optional<RecordOperations> reaching(LogPosition atLeast, Duration atMost) {
            last = super.reaching(atLeast, atMost).or(() -> last);
            return last;
        }
    }

    private static final class NamedAlike extends Forwarding {

        NamedAlike(StandbyReads standby) {
            super(standby);
        }

        @Override
        public String database() {
            return "database";
        }

        @Override
        public LogPosition position(Optional<LogPosition> seen) {
            LogPosition right = super.position(seen);
            return new LogPosition(database(), right.timeline(), right.offset());
        }
    }

    /** Is right about positions, and wrong about what is read. */
    private static final class Altered extends Forwarding {

        private final Function around;

        /** The same operations each time, which remember. */
        private @Nullable RecordOperations altered;

        interface Function {
            RecordOperations around(RecordOperations operations);
        }

        Altered(StandbyReads standby, Function around) {
            super(standby);
            this.around = around;
        }

        @Override
        public synchronized Optional<RecordOperations> reaching(LogPosition atLeast, Duration atMost) {
            return super.reaching(atLeast, atMost).map(right -> {
                if (altered == null) {
                    altered = around.around(right);
                }
                return altered;
            });
        }
    }

    private static final class EachThirdFromBefore extends DelegatingOperations {

        private final List<Map<String, StoredRecord>> found = new ArrayList<>();

        EachThirdFromBefore(RecordOperations operations) {
            super(operations);
        }

        @Override
        public synchronized Map<String, StoredRecord> read(
                CollectionDefinition collection, Collection<String> keys, Projection projection) {
            found.add(super.read(collection, keys, projection));
            int reads = found.size();
            return found.get(reads > 3 && reads % 3 == 0 ? reads - 4 : reads - 1);
        }
    }

    private static final class CountingNothing extends DelegatingOperations {

        CountingNothing(RecordOperations operations) {
            super(operations);
        }

        @Override
        public long count(CollectionDefinition collection, Filter filter) {
            return 0;
        }
    }

    private static final class KeyByKey extends DelegatingOperations {

        private final Map<String, StoredRecord> before = new HashMap<>();

        KeyByKey(RecordOperations operations) {
            super(operations);
        }

        @Override
        public synchronized Map<String, StoredRecord> read(
                CollectionDefinition collection, Collection<String> keys, Projection projection) {
            Map<String, StoredRecord> found = new HashMap<>(super.read(collection, keys, projection));
            keys.stream().limit(1).forEach(key -> {
                StoredRecord first = before.putIfAbsent(key, found.get(key));
                if (first != null) {
                    found.put(key, first);
                }
            });
            return found;
        }
    }
}
