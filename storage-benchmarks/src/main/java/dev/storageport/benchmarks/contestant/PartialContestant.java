// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Player;
import dev.storageport.benchmarks.workload.Workload;
import dev.storageport.quickstart.warriors.Warrior;
import java.util.List;
import java.util.Set;

/** Takes part in some workloads only: has what each of them needs, and nothing else. */
abstract class PartialContestant implements Contestant {

    private final String name;
    private final Set<Workload> workloads;

    PartialContestant(String name, Set<Workload> workloads) {
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
    public boolean insert(String key, Player player) throws Exception {
        throw none();
    }

    @Override
    public boolean update(String key) throws Exception {
        throw none();
    }

    @Override
    public long revision(String key) throws Exception {
        throw none();
    }

    @Override
    public long replaceIf(String key, long revision, Player player) throws Exception {
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
    public int transfer(String from, String to) {
        throw none();
    }

    @Override
    public int readThenWrite(String key) throws Exception {
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
