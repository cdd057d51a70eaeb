// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.workload.Caller;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.MixedLoad;
import dev.storageport.benchmarks.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The mixed load at an even rate. */
public final class Steady {

    /** The workload's name for people. */
    public static final String TITLE = "mixed load at 200 requests/s";

    /** The workload's name for arguments. */
    public static final String ID = "steady";

    private static final int PER_SECOND = 200;

    /** More than can be under way at this rate unless the storage stands still for seconds. */
    public static final int CALLERS = 100;

    private Steady() {}

    /** Runs it, after some seconds of the same that do not count. */
    public static Row run(Database database, Contestant contestant, Data data, Duration length)
            throws InterruptedException {
        MixedLoad mixed = new MixedLoad();
        ClosedLoop.Operation operation = caller -> Workload.MIXED.run(contestant, caller);
        OpenLoop.run(operation, callers(data, mixed, 1), PER_SECOND, Duration.ofSeconds(3));
        Round round = OpenLoop.run(operation, callers(data, mixed, 2), PER_SECOND, length);
        return Row.of(database, TITLE, CALLERS, contestant.name(), 1, List.of(round));
    }

    private static List<Caller> callers(Data data, MixedLoad mixed, int part) {
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(new Caller(data, mixed, i, 1_000L * part + i));
        }
        return callers;
    }
}
