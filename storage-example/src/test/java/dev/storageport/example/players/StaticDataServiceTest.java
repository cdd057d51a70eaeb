// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import static dev.storageport.example.players.ApplicationBench.MICROSECOND;
import static dev.storageport.example.players.ApplicationBench.START;
import static dev.storageport.example.players.ApplicationBench.await;
import static dev.storageport.example.players.ApplicationBench.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.LoadFailedException;
import dev.storageport.example.players.storage.PlayerStorage;
import dev.storageport.example.players.storage.StaticCategory;
import dev.storageport.example.players.storage.StaticDocument;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Data that belong to no player: always there once they were, and refreshed after a day. */
class StaticDataServiceTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerApplication.collections());

    private static final Duration DAY = Duration.ofHours(24);

    private final ApplicationBench bench;
    private final PlayerApplication application;

    StaticDataServiceTest(TestDatabase database) {
        bench = new ApplicationBench(database);
        application = bench.open();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Answer<JsonNode> heroes() {
        return application.staticData(StaticCategory.HEROES, "en-us");
    }

    private static int season(Answer<JsonNode> answer) {
        return answer.data().get("season").intValue();
    }

    @Test
    void staticData_neverSeen_areFetchedAndStoredWithTheirCategory() {
        Answer<JsonNode> answer = heroes();
        assertThat(answer.data().get("name").textValue()).isEqualTo("en-us");
        assertThat(answer.age()).isZero();
        assertThat(answer.stale()).isFalse();
        assertThat(bench.stored()
                        .collection(PlayerStorage.STATIC_DATA)
                        .get("HEROES:en-us")
                        .orElseThrow()
                        .value())
                .isEqualTo(new StaticDocument(StaticCategory.HEROES, answer.data(), 1));
        application.staticData(StaticCategory.MAPS, "en-us");
        assertThat(application.statistics().orElseThrow().staticDataCount()).isEqualTo(2);
    }

    @Test
    void staticData_justBelowADay_areServedWithoutARequest() {
        heroes();
        bench.clock.advance(DAY.minus(MICROSECOND));
        Answer<JsonNode> answer = heroes();
        assertThat(answer.stale()).isFalse();
        assertThat(answer.age()).isEqualTo(DAY.minus(MICROSECOND));
        assertThat(answer.storedAt()).isEqualTo(START);
        application.close();
        assertThat(bench.upstream.staticRequests).hasValue(1);
    }

    @Test
    void staticData_ofADay_areServedAtOnceAndRefreshedOnce() throws Exception {
        heroes();
        bench.upstream.season = 2;
        CountDownLatch gate = new CountDownLatch(1);
        bench.upstream.gate = gate;
        bench.clock.advance(DAY);
        List<Answer<JsonNode>> answers = together(50, this::heroes);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.stale()).isTrue();
            assertThat(season(answer)).isEqualTo(1);
        });
        gate.countDown();
        await("a refresh", () -> season(heroes()) == 2);
        assertThat(heroes().stale()).isFalse();
        assertThat(bench.upstream.staticRequests).hasValue(2);
    }

    @Test
    void staticData_howeverOld_areServedWhileTheUpstreamIsDown() {
        heroes();
        bench.upstream.down = true;
        bench.clock.advance(DAY.multipliedBy(365));
        Answer<JsonNode> answer = heroes();
        assertThat(season(answer)).isEqualTo(1);
        assertThat(answer.stale()).isTrue();
        assertThat(answer.age()).isEqualTo(DAY.multipliedBy(365));
    }

    @Test
    void staticData_neverSeenWhileTheUpstreamIsDown_fail() {
        bench.upstream.down = true;
        assertThatThrownBy(this::heroes).isInstanceOf(LoadFailedException.class).hasRootCauseMessage("503");
    }
}
