// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package example;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** A database that copies itself for every change and publishes the copy: tiny, slow, and correct. */
final class SmallDatabase {

    /** A record with what is kept beside it: the values of all indexes, and the indexes whose values are up to date. */
    record Row(StoredRecord entry, Map<IndexDefinition, IndexValue> values, Set<IndexDefinition> upToDate, int bodyBytes) {

        StoredRecord read(Projection projection) {
            return entry.sized(bodyBytes).only(projection);
        }
    }

    /** A collection: the indexes it ever got, in that order, and its rows by key. */
    record Table(List<IndexDefinition> indexes, TreeMap<String, Row> rows) {

        static Table empty() {
            return new Table(new ArrayList<>(), new TreeMap<>(CodePointOrder.INSTANCE));
        }

        boolean drop(IndexDefinition index) {
            rows.replaceAll((key, row) -> {
                Map<IndexDefinition, IndexValue> values = new HashMap<>(row.values());
                values.remove(index);
                Set<IndexDefinition> upToDate = new HashSet<>(row.upToDate());
                upToDate.remove(index);
                return new Row(row.entry(), values, upToDate, row.bodyBytes());
            });
            return indexes.remove(index);
        }

        Table copy() {
            return new Table(new ArrayList<>(indexes), new TreeMap<>(rows));
        }
    }

    final ReentrantLock writer = new ReentrantLock();
    private final AtomicInteger connection = new AtomicInteger();
    private volatile Map<String, Table> committed = Map.of();

    /** Breaks the connections of now: what is being written over one of them is not published. */
    void breakConnections() {
        connection.incrementAndGet();
    }

    /** Returns the number of the connection that one gets now. */
    int connection() {
        return connection.get();
    }

    Map<String, Table> committed() {
        return committed;
    }

    Map<String, Table> copy() {
        Map<String, Table> copy = new TreeMap<>();
        committed.forEach((name, table) -> copy.put(name, table.copy()));
        return copy;
    }

    void publish(Map<String, Table> tables) {
        committed = tables;
    }
}
