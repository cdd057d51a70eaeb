// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.Served;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** No cache on the way may serve an answer for longer than the service would. */
class CacheHeadersTest {

    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    private static CacheHeaders headers(FreshnessPolicy policy, Duration age) {
        return CacheHeaders.of(
                policy, new Served<>("x", Optional.empty(), false, age, Instant.EPOCH, Served.Source.STORED));
    }

    @Test
    void cacheControl_ofAProfile_isTheBoundsOfItsPolicy() {
        assertThat(headers(PlayerSettings.DEFAULTS.profiles(), Duration.ZERO).cacheControl())
                .isEqualTo("public, max-age=1800, stale-while-revalidate=1800, stale-if-error=23400");
    }

    @Test
    void cacheControl_ofStaticData_isADayAndAnother() {
        assertThat(headers(PlayerSettings.DEFAULTS.staticData(), Duration.ZERO).cacheControl())
                .isEqualTo("public, max-age=86400, stale-while-revalidate=86400");
    }

    @Test
    void age_isZeroForWhatWasJustFetched_andRoundedUpOtherwise() {
        FreshnessPolicy policy = PlayerSettings.DEFAULTS.profiles();
        assertThat(headers(policy, Duration.ZERO).ageHeader()).isEqualTo("0");
        assertThat(headers(policy, MICROSECOND).ageHeader()).isEqualTo("1");
        assertThat(headers(policy, Duration.ofSeconds(7)).ageHeader()).isEqualTo("7");
        assertThat(headers(policy, Duration.ofSeconds(7).plus(MICROSECOND)).ageHeader())
                .isEqualTo("8");
    }

    @Test
    void age_ofWhatIsAboutToBeStale_leavesACacheNoTime() {
        CacheHeaders headers = headers(
                PlayerSettings.DEFAULTS.profiles(), Duration.ofMinutes(30).minus(MICROSECOND));
        assertThat(Long.parseLong(headers.ageHeader()))
                .isEqualTo(headers.maxAge().toSeconds());
    }
}
