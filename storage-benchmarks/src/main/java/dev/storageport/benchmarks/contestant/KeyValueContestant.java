// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Player;
import dev.storageport.benchmarks.workload.Workload;
import dev.storageport.quickstart.warriors.Warrior;
import java.util.List;
import java.util.Set;

/** What a store of keys and values takes part in: get and put. */
abstract class KeyValueContestant implements Contestant {

    private final String name;
    private final Set<Workload> workloads;

    KeyValueContestant(String name, Set<Workload> workloads) {
        this.name = name;
        this.workloads = workloads;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean can(Workload workload) {
        return workloads.contains(workload);
    }

    private UnsupportedOperationException none() {
        return new UnsupportedOperationException(name);
    }

    @Override
    public int getAll(List<String> keys) {
        throw none();
    }

    @Override
    public boolean insert(String key, Player player) {
        throw none();
    }

    @Override
    public boolean update(String key) {
        throw none();
    }

    @Override
    public long revision(String key) {
        throw none();
    }

    @Override
    public long replaceIf(String key, long revision, Player player) {
        throw none();
    }

    @Override
    public void putPage(String key, Player player, String html) {
        throw none();
    }

    @Override
    public int getPage(String key) {
        throw none();
    }

    @Override
    public void putAll(List<String> keys, List<Player> players) {
        throw none();
    }

    @Override
    public long stream(int documents) {
        throw none();
    }

    @Override
    public void transfer(String from, String to) {
        throw none();
    }

    @Override
    public void readThenWrite(String key) {
        throw none();
    }

    @Override
    public boolean createWarrior(String id, Warrior warrior) {
        throw none();
    }

    @Override
    public boolean findWarrior(String id) {
        throw none();
    }

    @Override
    public int pageOfWarriors(String from, String before) {
        throw none();
    }

    @Override
    public int searchWarriors(String term) {
        throw none();
    }

    @Override
    public long countWarriors() {
        throw none();
    }
}
