// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.benchmarks.failover.FailoverRun.Figures;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailoverRunTest {

    @Test
    void run_withASynchronousStandbyBehindASlowLink_losesNothing() throws IOException, InterruptedException {
        Figures seen = FailoverRun.of(true, Duration.ofMillis(5));

        assertThat(seen.acknowledged()).isPositive();
        assertThat(seen.lost()).isZero();
        assertThat(seen.fromKillMillis()).isPositive();
    }
}
