// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.time.Duration;
import java.util.Map;

/** Reads and writes of one document outside a transaction, by one caller among many. */
public interface SingleOperations {

    /** What a request reads. */
    record Read(CollectionDefinition collection, String key, Projection projection) {}

    /** Returns the record by its key, or nothing. */
    Map<String, StoredRecord> read(Read read);

    WriteOutcome write(Write write);

    /** Returns how many callers wait for their turn, or for the one whose turn it is. */
    int waiting();

    /** Returns how long the one who has had a turn for longest has it; nothing if nobody has one, or there are no turns. */
    Duration longestTurn();

    /** Refuses what waits and what comes; what is under way goes on. */
    void close();
}
