// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.contestant.Stage;
import dev.storageport.benchmarks.workload.Caller;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.MixedLoad;
import dev.storageport.benchmarks.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All rounds of a workload: the contestants take turns round by round, each round in another order.
 *
 * <pre>
 * round 1:  A B C      round 2:  B C A      round 3:  C A B
 * </pre>
 *
 * In one round all have the same random numbers.
 */
public final class Rounds {

    private final Settings.Mode mode;
    private final Data data;
    private final Stage stage;
    private final Workload workload;
    private final Map<Contestant, MixedLoad> mixed = new HashMap<>();
    private long seed;

    public Rounds(Settings.Mode mode, Data data, Stage stage, Workload workload) {
        this.mode = mode;
        this.data = data;
        this.stage = stage;
        this.workload = workload;
        seed = (workload.id().hashCode() & 0xFFFFL) * 1_000_000_000L;
    }

    /** Runs them and sums them up, for each number of callers and each contestant. */
    public List<Row> run() throws InterruptedException {
        return run(workload.callers());
    }

    /** Does the same for other numbers of callers. */
    public List<Row> run(List<Integer> numbers) throws InterruptedException {
        List<Contestant> contestants = stage.contestants(workload);
        warmUp(contestants, numbers);
        List<Row> rows = new ArrayList<>();
        for (int callers : numbers) {
            rows.addAll(run(contestants, callers));
        }
        return rows;
    }

    /** Runs one round, with other random numbers than the round before, and returns how many operations a second succeeded. */
    public double rate(Contestant contestant, int callers) throws InterruptedException {
        seed += 10_000;
        return round(contestant, callers, mode.leadIn(), mode.round()).rate();
    }

    // In turns of the length of a round, and alternately few and many callers: who is compiled first would have the
    // processor to himself.
    private void warmUp(List<Contestant> contestants, List<Integer> numbers) throws InterruptedException {
        int fewest = Collections.min(numbers);
        int most = Math.min(Collections.max(numbers), 16);
        for (int turn = 0; turn < mode.warmUps(); turn++) {
            seed += 10_000;
            for (Contestant contestant : contestants) {
                round(contestant, turn % 2 == 0 ? most : fewest, Duration.ZERO, mode.round());
            }
        }
    }

    private List<Row> run(List<Contestant> contestants, int callers) throws InterruptedException {
        Map<Contestant, List<Round>> rounds = new HashMap<>();
        List<Contestant> order = new ArrayList<>(contestants);
        for (int i = 0; i < mode.rounds(); i++) {
            seed += 10_000;
            for (Contestant contestant : order) {
                rounds.computeIfAbsent(contestant, none -> new ArrayList<>())
                        .add(round(contestant, callers, mode.leadIn(), mode.round()));
            }
            Collections.rotate(order, -1);
        }
        return contestants.stream()
                .map(contestant -> Row.of(
                        stage.database(),
                        workload.title(),
                        callers,
                        contestant.name(),
                        workload.documents(),
                        rounds.getOrDefault(contestant, List.of())))
                .toList();
    }

    private Round round(Contestant contestant, int number, Duration leadIn, Duration measured)
            throws InterruptedException {
        MixedLoad load = mixed.computeIfAbsent(contestant, none -> new MixedLoad());
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            callers.add(new Caller(data, load, i, seed + i));
        }
        return ClosedLoop.run(caller -> workload.run(contestant, caller), callers, leadIn, measured);
    }
}
