// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package example;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.StoredRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** A database that copies itself for every change and publishes the copy: tiny, slow, and correct. */
final class SmallDatabase {

    /** A record with what is kept beside it. */
    record Row(StoredRecord entry, Map<String, IndexValue> values, int bodyBytes) {}

    /** A collection: how it was declared, and its rows by key. */
    record Table(CollectionDefinition definition, TreeMap<String, Row> rows) {

        static Table of(CollectionDefinition definition) {
            return new Table(definition, new TreeMap<>(CodePointOrder.INSTANCE));
        }

        Table copy() {
            return new Table(definition, new TreeMap<>(rows));
        }
    }

    final ReentrantLock writer = new ReentrantLock();
    private volatile Map<String, Table> committed = Map.of();

    Map<String, Table> committed() {
        return committed;
    }

    Map<String, Table> copy() {
        Map<String, Table> copy = new HashMap<>();
        committed.forEach((name, table) -> copy.put(name, table.copy()));
        return copy;
    }

    void publish(Map<String, Table> tables) {
        committed = tables;
    }
}
