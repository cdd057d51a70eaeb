// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

    private static void refused(String argument, String... parts) {
        assertThatThrownBy(() -> Settings.parse(List.of(argument)))
                .isInstanceOf(IncompleteRunException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void parse_unknownArgument_isRefused() {
        refused("speed=high", "speed", "workloads");
    }

    @Test
    void parse_workloadsThatMatchNothing_areNamedWithThoseThereAre() {
        refused("workloads=puts", "'puts'", "put-all", "steady", "stored-bytes", "put-on-slower-disk");
        refused("workloads=get|puts", "'puts'");
        refused("workloads=get-[0-9]+", "get-[0-9]+");
        refused("workloads=get(", "not a pattern");
    }

    @Test
    void parse_slowerDiskOnly_needsSqliteAndASync() {
        refused("workloads=put-on-slower-disk", "slower disk", "120us");
        assertThatThrownBy(() -> Settings.parse(List.of("workloads=put.*disk", "databases=postgres", "sync=120us")))
                .isInstanceOf(IncompleteRunException.class);
        assertThat(Settings.parse(List.of("workloads=put-on-slower-disk", "sync=120us"))
                        .measuresOnThisDisk())
                .isFalse();
    }

    @Test
    void parse_databasesAndModesThatAreNone_areNamedWithThoseThereAre() {
        refused("databases=oracle", "oracle", "postgres", "sqlite");
        refused("databases=", "postgres");
        refused("mode=slow", "slow", "QUICK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mode=quick", "databases=sqlite", "workloads=get", "micro=false", "sync=none", "sync=600us"})
    void parse_pageOfAPart_isRefused(String part) {
        assertThatThrownBy(() -> Settings.parse(List.of("mode=full", "page=true", part)))
                .isInstanceOf(IncompleteRunException.class)
                .hasMessageContaining("whole runs only");
    }

    @Test
    void sync_isSlowedInTheFullModeOrWhereAskedFor() {
        assertThat(Settings.parse(List.of("mode=full")).sync()).isEqualTo(Settings.SLOW_SYNC);
        assertThat(Settings.parse(List.of("mode=quick")).sync()).isEqualTo(Duration.ZERO);
        assertThat(Settings.parse(List.of("sync=600us")).sync()).isEqualTo(Duration.ofNanos(600_000));
        refused("sync=1ms", "1ms", "120us");
    }

    @Test
    void command_hasWhatIsNotTheDefault() {
        assertThat(Settings.parse(List.of("databases=sqlite", "workloads=get|put", "micro=false", "sync=120us"))
                        .command())
                .contains("-Dbenchmarks.databases=sqlite")
                .contains("-Dbenchmarks.workloads='get|put'")
                .contains("-Dbenchmarks.micro=false")
                .contains("-Dbenchmarks.sync=120us");
        assertThat(Settings.parse(List.of("mode=full", "page=true")).command())
                .endsWith("-Dbenchmarks.mode=full -Dbenchmarks.page=true");
    }
}
