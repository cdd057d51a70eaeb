// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import static dev.storageport.example.players.ApplicationBench.BATTLETAG;
import static dev.storageport.example.players.ApplicationBench.HALF;
import static dev.storageport.example.players.ApplicationBench.ID;
import static dev.storageport.example.players.ApplicationBench.MICROSECOND;
import static dev.storageport.example.players.ApplicationBench.START;
import static dev.storageport.example.players.ApplicationBench.THRESHOLD;
import static dev.storageport.example.players.ApplicationBench.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.LoadFailedException;
import dev.storageport.Stored;
import dev.storageport.example.players.storage.ProfileDocument;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestDatabase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bad days of the upstream. */
class UpstreamErrorTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerApplication.collections());

    private static final Duration LAST_SERVED =
            THRESHOLD.plus(PlayerSettings.DEFAULTS.staleOnError()).minus(MICROSECOND);

    private final ApplicationBench bench;
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final PlayerApplication application;
    private final ScriptedUpstream upstream;

    UpstreamErrorTest(TestDatabase database) {
        bench = new ApplicationBench(database);
        application = bench.open(PlayerSettings.DEFAULTS, registry);
        upstream = bench.upstream;
    }

    @BeforeEach
    void player() {
        upstream.has(ID, BATTLETAG, "Ana", 2, 1);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private double failedRefreshes() {
        return registry
                .find("storage.background.refresh.failed")
                .tag("collection", "player_profiles")
                .functionCounters()
                .stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    @Test
    void expiredProfile_isServedAsStale_exactlyUntilItsBound() {
        application.career(ID);
        Stored<ProfileDocument> stored = bench.stored(ID);
        upstream.down = true;
        bench.clock.advance(LAST_SERVED);
        Answer<Career> answer = application.career(BATTLETAG).orElseThrow();
        assertThat(answer.data().name()).isEqualTo("Ana");
        assertThat(answer.stale()).isTrue();
        assertThat(answer.age()).isEqualTo(LAST_SERVED);
        assertThat(answer.storedAt()).isEqualTo(START);
        bench.clock.advance(MICROSECOND);
        assertThatThrownBy(() -> application.career(BATTLETAG))
                .isInstanceOf(LoadFailedException.class)
                .hasRootCauseMessage("503");
        assertThat(bench.stored(ID)).as("a failure loses nothing").isEqualTo(stored);
    }

    @Test
    void staleProfile_isServed_andRefreshedOnceTheUpstreamIsBack() {
        application.career(ID);
        upstream.down = true;
        bench.clock.advance(HALF);
        assertThat(application.career(ID).orElseThrow().stale()).isTrue();
        await("a refresh in vain", () -> failedRefreshes() == 1);
        upstream.down = false;
        bench.clock.advance(Duration.ofMinutes(1)); // longer than a player is left alone after a failure
        await("a refresh", () -> !application.career(ID).orElseThrow().stale());
    }

    @Test
    void unknownPlayer_whileTheUpstreamIsDown_isAnErrorAndNotRemembered() {
        upstream.down = true;
        assertThatThrownBy(() -> application.career(BATTLETAG)).isInstanceOf(LoadFailedException.class);
        upstream.down = false;
        assertThat(application.career(BATTLETAG)).isPresent();
    }

    @Test
    void pageThatIsNone_doesNotTakeThePlaceOfAGoodOne() {
        application.career(ID);
        upstream.has(ID, BATTLETAG, "Ana", 2, 2);
        upstream.hasPage(ID, "<html>We will be back soon</html>");
        bench.clock.advance(THRESHOLD);
        Answer<Career> answer = application.career(ID).orElseThrow();
        assertThat(answer.stale()).isTrue();
        assertThat(answer.data().heroes()).isEqualTo(2);
        assertThat(bench.stored(ID).updatedAt()).isEqualTo(START);
        assertThatThrownBy(() -> application.refresh(ID))
                .isInstanceOf(LoadFailedException.class)
                .hasCauseInstanceOf(UnreadablePageException.class);
    }
}
