// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

import dev.storageport.port.combining.Combiner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** What handing over costs when requests run together; the requests themselves do nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CombinerMicro {

    private static final Integer REQUEST = 1;

    private final Combiner<Integer, Integer> combiner =
            new Combiner<>(new Combiner.Bounds(1, 256, 1_000, Duration.ofSeconds(30)), new Echo(), () -> "");

    /** Creates a combiner with one lane. */
    public CombinerMicro() {}

    /** A lone caller. */
    @Benchmark
    @Threads(1)
    public Integer combineAlone() {
        return combiner.submit("benchmark", REQUEST);
    }

    /** Sixteen callers; the time is that of each one's operation. */
    @Benchmark
    @Threads(16)
    public Integer combineTogether() {
        return combiner.submit("benchmark", REQUEST);
    }

    private static final class Echo implements Combiner.Work<Integer, Integer> {

        @Override
        public boolean canShareBatch(Integer first, Integer next) {
            return true;
        }

        @Override
        public @Nullable Object conflictKey(Integer request) {
            return null;
        }

        @Override
        public List<Combiner.Outcome<Integer>> run(List<Integer> batch) {
            List<Combiner.Outcome<Integer>> outcomes = new ArrayList<>(batch.size());
            for (Integer request : batch) {
                outcomes.add(new Combiner.Outcome.Value<>(request));
            }
            return outcomes;
        }
    }
}
