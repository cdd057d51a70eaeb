// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.LogPosition;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StandbyReads;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Reads from the standby of a database, whose log counts commits. */
final class FakeStandbyReads implements StandbyReads {

    private static final int TIMELINE = 1;

    private final FakeDatabase database;
    private final Runnable checkOpen;

    FakeStandbyReads(FakeDatabase database, Runnable checkOpen) {
        this.database = database;
        this.checkOpen = checkOpen;
    }

    @Override
    public String database() {
        return database.identity();
    }

    @Override
    public boolean available() {
        return database.standby().isThere();
    }

    /** Nothing that was committed is ever lost, so what was seen is not behind the end unless nobody has ever written it. */
    @Override
    public LogPosition position(Optional<LogPosition> seen) {
        checkOpen.run();
        database.faults().beforeOperation();
        return new LogPosition(database.identity(), TIMELINE, database.committed());
    }

    @Override
    public Optional<RecordOperations> reaching(LogPosition atLeast, Duration atMost) {
        checkOpen.run();
        return database.standby().reaches(atLeast.offset(), atMost)
                ? database.copy().map(this::reading)
                : Optional.empty();
    }

    private RecordOperations reading(FakeDatabase copy) {
        return new ForwardingOperations() {
            @Override
            protected <R> R forward(Function<RecordOperations, R> operation) {
                checkOpen.run();
                database.standby().faults().beforeOperation();
                synchronized (copy) {
                    return operation.apply(new FakeOperations(copy));
                }
            }
        };
    }
}
