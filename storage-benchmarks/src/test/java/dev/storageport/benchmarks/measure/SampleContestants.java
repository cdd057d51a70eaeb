// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Player;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Contestants made up for tests. */
final class SampleContestants {

    private SampleContestants() {}

    private static Contestant of(InvocationHandler handler) {
        return (Contestant) Proxy.newProxyInstance(
                SampleContestants.class.getClassLoader(), new Class<?>[] {Contestant.class}, handler);
    }

    static Contestant named(String name) {
        return of((proxy, method, arguments) -> name);
    }

    static Contestant withAttempts(int attempts) {
        return of((proxy, method, arguments) -> attempts);
    }

    /** Returns one that has two documents, puts into them, and never commits a transaction. */
    static Contestant withoutCommit(Map<String, Integer> visits) {
        return of((proxy, method, arguments) -> switch (method.getName()) {
            case "name" -> "careless";
            case "get" -> visits.getOrDefault(String.valueOf(arguments[0]), -1);
            case "put" -> visits.put(String.valueOf(arguments[0]), ((Player) arguments[1]).visits());
            case "update" -> true;
            default -> 1;
        });
    }
}
