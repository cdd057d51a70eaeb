// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import dev.storageport.port.Option.Preset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTest {

    private static final Option<Duration> WAIT = Option.duration("maxWait", Duration.ZERO, Duration.ofDays(2))
            .byDefault(Duration.ofSeconds(90))
            .inProduction(Duration.ofMinutes(2))
            .described("How long to wait.");

    private static final Option<Long> SPACE =
            Option.size("space", 1024, 1L << 40).byDefault(1L << 20).described("How much.");

    private static final Option<TimeUnit> UNIT =
            Option.choice("unit", TimeUnit.class).byDefault(TimeUnit.DAYS).described("In what.");

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S, 500ms",
        "20, PT20S, 20s",
        "60s, PT1M, 1m",
        "90m, PT1H30M, 90m",
        "48h, PT48H, 2d",
        "0, PT0S, 0s",
        "PT1.5S, PT1.5S, 1500ms",
        "PT0.0000005S, PT0.0000005S, PT0.0000005S"
    })
    void duration_ofEachForm_isReadAndRendered(String text, Duration expected, String rendered) {
        assertThat(WAIT.parse(text)).isEqualTo(expected);
        assertThat(WAIT.render(expected)).isEqualTo(rendered);
        assertThat(WAIT.parse(rendered)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1024, 1024, 1KiB",
        "3KiB, 3072, 3KiB",
        "64MiB, 67108864, 64MiB",
        "2GiB, 2147483648, 2GiB",
        "1025, 1025, 1025"
    })
    void size_ofEachForm_isReadAndRendered(String text, long expected, String rendered) {
        assertThat(SPACE.parse(text)).isEqualTo(expected);
        assertThat(SPACE.render(expected)).isEqualTo(rendered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "-1s", "1 s", "1y", "3d", "49h", "PT-1S", "9999999999s", "", "1S"})
    void duration_malformedOrOutOfRange_isRefusedByNameAndNotRepeated(String text) {
        assertThatThrownBy(() -> WAIT.parse("MAX_WAIT", text))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.option()).isEqualTo("MAX_WAIT"))
                .hasNoCause()
                .hasMessageMatching("MAX_WAIT: (is empty|must be (a number .*)?from 0s to 2d)");
    }

    /** The last would be one GiB if the arithmetic overflowed. */
    @ParameterizedTest
    @ValueSource(strings = {"1023", "2048GiB", "64MB", "-1", "17179869185GiB"})
    void size_malformedOrOutOfRange_isRefused(String text) {
        assertThatThrownBy(() -> SPACE.parse(text)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void choice_inAnyCase_isRead() {
        assertThat(UNIT.parse("minutes")).isEqualTo(TimeUnit.MINUTES);
        assertThat(UNIT.parse("MINUTES")).isEqualTo(TimeUnit.MINUTES);
        assertThat(Option.choice("kind", Preset.class).described("").parse("Production"))
                .isEqualTo(Preset.PRODUCTION);
        assertThatThrownBy(() -> UNIT.parse("s3cret"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nanoseconds or microseconds or")
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void option_tellsWhatItIs() {
        assertThat(WAIT.environmentName()).isEqualTo("MAX_WAIT");
        assertThat(WAIT.defaultText()).isEqualTo("90s");
        assertThat(WAIT.preset(Preset.PRODUCTION)).contains("2m");
        assertThat(WAIT.preset(Preset.DEVELOPMENT)).isEmpty();
        assertThat(WAIT.require(Duration.ofDays(2))).isEqualTo(Duration.ofDays(2));
        assertThatThrownBy(() -> WAIT.require(Duration.ofDays(3)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("maxWait: must be from 0s to 2d");
        assertThatThrownBy(() -> Option.number("n", 1, 2).byDefault(3).described(""))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void set_byName_setsOnTheBuilder() {
        OptionSet<List<Object>> all = OptionSet.<List<Object>>empty()
                .with(WAIT, (list, wait) -> list.add(wait))
                .with(UNIT, (list, unit) -> list.add(unit));
        List<Object> built = new ArrayList<>();
        all.set(built, "unit", "hours");
        all.set(built, "maxWait", "1s");
        assertThat(built).containsExactly(TimeUnit.HOURS, Duration.ofSeconds(1));
        assertThat(all.names()).containsExactly("maxWait", "unit");
        assertThatThrownBy(() -> all.set(built, "maxwiat", "1s"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("parameter \"maxwiat\": is unknown; did you mean maxWait?");
        assertThatThrownBy(() -> all.set(built, "s", "1s"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("parameter \"s\": is unknown; there are maxWait, unit");
        assertThatThrownBy(() -> all.with(UNIT, (list, unit) -> list.add(unit)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "poolSzie, poolSize, 1",
        "poolsize, poolSize, 0",
        "pool-size, poolSize, 0",
        "pol, pool, 1",
        "ab, ba, 1",
        "abc, '', 3"
    })
    void distance_countsWhatIsToBeChanged(String one, String other, int expected) {
        assertThat(NearestName.distance(NearestName.folded(one), NearestName.folded(other)))
                .isEqualTo(expected);
        assertThat(NearestName.distance(NearestName.folded(other), NearestName.folded(one)))
                .isEqualTo(expected);
    }
}
