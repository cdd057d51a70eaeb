// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import static dev.storageport.example.players.ApplicationBench.BATTLETAG;
import static dev.storageport.example.players.ApplicationBench.ID;
import static dev.storageport.example.players.ApplicationBench.MICROSECOND;
import static dev.storageport.example.players.ApplicationBench.THRESHOLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.InvalidValueException;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who a battletag is, and players whom nobody knows. */
class AliasTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerApplication.collections());

    private final ApplicationBench bench;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PlayerApplication application;
    private final ScriptedUpstream upstream;

    AliasTest(TestDatabase database) {
        bench = new ApplicationBench(database);
        application = bench.open(PlayerSettings.DEFAULTS, registry);
        upstream = bench.upstream;
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private double lookups(String result) {
        return registry.get("storage.alias.lookup")
                .tag("result", result)
                .counter()
                .count();
    }

    @Test
    void battletag_ofAStoredProfile_needsNoRequest() {
        upstream.has(ID, BATTLETAG, "Ana", 2, 1);
        application.career(BATTLETAG);
        int before = upstream.requests();
        assertThat(application.career(BATTLETAG).orElseThrow().data().name()).isEqualTo("Ana");
        assertThat(upstream.requests()).isEqualTo(before);
        assertThat(lookups("miss")).isEqualTo(1);
        assertThat(lookups("hit")).isEqualTo(1);
    }

    @Test
    void id_isNoAlias() {
        upstream.has(ID, BATTLETAG, "Ana", 2, 1);
        application.career(ID);
        assertThat(lookups("miss") + lookups("hit")).isZero();
    }

    @Test
    void battletag_thatTheSearchDoesNotFind_isWhereItsPageRedirects() {
        upstream.hides(ID, BATTLETAG, "Ana");
        Answer<Career> answer = application.career(BATTLETAG).orElseThrow();
        assertThat(answer.data().name()).isEqualTo("Ana");
        assertThat(answer.data().avatar()).isEmpty();
        assertThat(upstream.redirected).hasValue(1);
        assertThat(bench.stored(ID).value().battletag()).isEqualTo(BATTLETAG);
        application.career(BATTLETAG);
        assertThat(upstream.redirected).hasValue(1);
    }

    @Test
    void battletag_thatChanged_isNotFoundOnceTheProfileIsFetchedAnew() {
        upstream.has(ID, BATTLETAG, "Ana", 2, 1);
        application.career(BATTLETAG);
        upstream.has(ID, "Amari-1", "Amari", 2, 2);
        bench.clock.advance(THRESHOLD);
        assertThat(application.career(ID).orElseThrow().data().name()).isEqualTo("Amari");
        assertThat(application.career("Amari-1")).isPresent();
        assertThat(application.career(BATTLETAG)).isEmpty();
    }

    @Test
    void unknownPlayer_isLeftAlone_threeTimesAsLongEachTime() {
        assertThat(application.career(BATTLETAG)).isEmpty();
        assertThat(upstream.searches).hasValue(1);
        Duration pause = UnknownPlayers.SHORTEST;
        for (int asked = 1; asked < 6; asked++) {
            bench.clock.advance(pause.minus(MICROSECOND));
            assertThat(application.career(BATTLETAG)).isEmpty();
            assertThat(upstream.searches).as("left alone for %s", pause).hasValue(asked);
            bench.clock.advance(MICROSECOND);
            assertThat(application.career(BATTLETAG)).isEmpty();
            assertThat(upstream.searches).as("asked again after %s", pause).hasValue(asked + 1);
            Duration longer = pause.multipliedBy(3);
            pause = longer.compareTo(UnknownPlayers.LONGEST) < 0 ? longer : UnknownPlayers.LONGEST;
        }
        assertThat(pause).isEqualTo(UnknownPlayers.LONGEST);
    }

    @Test
    void unknownPlayer_isUnknownToTheNextProcessToo() {
        assertThat(application.career(BATTLETAG)).isEmpty();
        assertThat(bench.open().career(BATTLETAG)).isEmpty();
        assertThat(upstream.searches).hasValue(1);
    }

    @Test
    void unknownPlayer_thatAppears_isServedAndForgottenAsUnknown() {
        assertThat(application.career(BATTLETAG)).isEmpty();
        upstream.has(ID, BATTLETAG, "Ana", 2, 1);
        bench.clock.advance(UnknownPlayers.SHORTEST);
        assertThat(application.career(BATTLETAG)).isPresent();
        assertThat(bench.stored().collection(UnknownPlayers.UNKNOWN_PLAYERS).count())
                .isZero();
    }

    @Test
    void idWithoutAPage_isUnknownAndLeftAlone() {
        assertThat(application.career("no|body")).isEmpty();
        assertThat(application.career("no|body")).isEmpty();
        assertThat(upstream.pageRequests).hasValue(1);
    }

    @Test
    void profile_whosePageIsGone_isDeletedWhenItIsFetchedAnew() {
        upstream.has(ID, BATTLETAG, "Ana", 2, 1);
        application.career(ID);
        upstream.forgetsAll();
        bench.clock.advance(THRESHOLD);
        assertThat(application.career(ID)).isEmpty();
        assertThat(application.statistics().orElseThrow().playerProfilesCount()).isZero();
    }

    @Test
    void player_thatCannotBe_isRefusedWithoutARequest() {
        for (String player : new String[] {"", "a\u0000b", "a|\u0000b"}) {
            assertThatThrownBy(() -> application.career(player)).isInstanceOf(InvalidValueException.class);
        }
        assertThat(upstream.requests()).isZero();
    }
}
