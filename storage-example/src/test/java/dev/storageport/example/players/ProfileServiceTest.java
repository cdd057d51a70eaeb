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
import static dev.storageport.example.players.ApplicationBench.together;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Stored;
import dev.storageport.example.players.storage.ProfileDocument;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a profile is served, when it is fetched, and how often. */
class ProfileServiceTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerApplication.collections());

    private static final long CHANGED = 1_771_900_000;

    private final ApplicationBench bench;
    private PlayerApplication application;

    ProfileServiceTest(TestDatabase database) {
        bench = new ApplicationBench(database);
        application = bench.open();
    }

    @BeforeEach
    void player() {
        bench.upstream.has(ID, BATTLETAG, "Ana", 2, CHANGED);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Answer<Career> career() {
        return application.career(ID).orElseThrow();
    }

    /** Waits until the profile was written at this time. */
    private void awaitStored(Instant time) {
        await("a refresh", () -> bench.stored(ID).updatedAt().equals(time));
    }

    @Test
    void career_neverSeen_isFetchedAndOfAgeZero() {
        Answer<Career> answer = career();
        assertThat(answer.data())
                .isEqualTo(new Career(
                        "Ana", true, 3, 2, Optional.of("/a.png"), Optional.of(Instant.ofEpochSecond(CHANGED))));
        assertThat(answer.stale()).isFalse();
        assertThat(answer.age()).isZero();
        assertThat(answer.storedAt()).isEqualTo(START);
        assertThat(answer.headers().ageHeader()).isEqualTo("0");
        ProfileDocument stored = bench.stored(ID).value();
        assertThat(stored.battletag()).isEqualTo(BATTLETAG);
        assertThat(stored.name()).isEqualTo("Ana");
        assertThat(stored.lastUpdated()).isEqualTo(Instant.ofEpochSecond(CHANGED));
    }

    @Test
    void career_belowHalfTheThreshold_isServedWithoutARequest() {
        career();
        int before = bench.upstream.requests();
        bench.clock.advance(HALF.minus(MICROSECOND));
        Answer<Career> answer = career();
        assertThat(answer.stale()).isFalse();
        assertThat(answer.age()).isEqualTo(HALF.minus(MICROSECOND));
        assertThat(answer.storedAt()).isEqualTo(START);
        application.close(); // whatever it had begun has ended
        assertThat(bench.upstream.requests()).isEqualTo(before);
    }

    @Test
    void career_atHalfTheThreshold_isServedAndRefreshedInTheBackground() {
        career();
        bench.upstream.has(ID, BATTLETAG, "Ana", 5, CHANGED + 1);
        bench.clock.advance(HALF);
        Answer<Career> answer = career();
        assertThat(answer.stale()).isTrue();
        assertThat(answer.age()).isEqualTo(HALF);
        assertThat(answer.data().heroes()).isEqualTo(2);
        awaitStored(START.plus(HALF));
        Answer<Career> refreshed = career();
        assertThat(refreshed.stale()).isFalse();
        assertThat(refreshed.age()).isZero();
        assertThat(refreshed.data().heroes()).isEqualTo(5);
    }

    @Test
    void career_justBelowTheThreshold_isServed() {
        career();
        bench.upstream.down = true;
        bench.clock.advance(THRESHOLD.minus(MICROSECOND));
        assertThat(career().data().heroes()).isEqualTo(2);
    }

    @Test
    void career_atTheThreshold_isFetchedWhileItsCallerWaits() {
        career();
        bench.upstream.has(ID, BATTLETAG, "Ana", 5, CHANGED + 1);
        bench.clock.advance(THRESHOLD);
        Answer<Career> answer = career();
        assertThat(answer.data().heroes()).isEqualTo(5);
        assertThat(answer.stale()).isFalse();
        assertThat(answer.age()).isZero();
        assertThat(answer.storedAt()).isEqualTo(START.plus(THRESHOLD));
    }

    @Test
    void refresh_ofAFreshProfile_asksTheUpstreamAllTheSame() {
        career();
        int before = bench.upstream.requests();
        bench.clock.advance(Duration.ofSeconds(1));
        bench.upstream.has(ID, BATTLETAG, "Ana", 5, CHANGED + 1);
        assertThat(application.refresh(BATTLETAG).orElseThrow().data().heroes()).isEqualTo(5);
        assertThat(bench.upstream.requests()).isEqualTo(before + 2);
    }

    @Test
    void refresh_whereNothingHasChanged_movesUpdatedAtAndLeavesThePage() {
        career();
        Stored<ProfileDocument> before = bench.stored(ID);
        int pages = bench.upstream.pageRequests.get();
        bench.clock.advance(HALF);
        Answer<Career> answer = application.refresh(ID).orElseThrow();
        assertThat(answer.age()).isZero();
        assertThat(answer.stale()).isFalse();
        assertThat(answer.data().heroes()).isEqualTo(2);
        Stored<ProfileDocument> after = bench.stored(ID);
        assertThat(after.updatedAt()).isEqualTo(START.plus(HALF));
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.value()).isEqualTo(before.value());
        assertThat(bench.upstream.pageRequests).hasValue(pages);
        assertThat(career().stale()).isFalse();
    }

    @Test
    void refresh_withoutASummary_keepsTheNamesAndIsReadable() {
        career();
        bench.upstream.forgetsAll();
        bench.upstream.hasPage(ID, ScriptedUpstream.html("Ana", 7));
        Career career = application.refresh(ID).orElseThrow().data();
        assertThat(career.heroes()).isEqualTo(7);
        assertThat(career.avatar()).isEmpty();
        assertThat(career.lastUpdated()).isEmpty();
        ProfileDocument stored = bench.stored(ID).value();
        assertThat(stored.battletag()).isEqualTo(BATTLETAG);
        assertThat(stored.summary()).isNull();
        bench.clock.advance(HALF.minus(MICROSECOND));
        assertThat(career().data()).as("read again from what is stored").isEqualTo(career);
    }

    @Test
    void career_asCallersOfOneUnknownPlayerComeTogether_isFetchedOnce() throws Exception {
        List<Optional<Answer<Career>>> answers = together(50, () -> application.career(BATTLETAG));
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.orElseThrow().data().name()).isEqualTo("Ana"));
        assertThat(bench.upstream.searches).hasValue(1);
        assertThat(bench.upstream.pageRequests).hasValue(1);
    }

    @Test
    void career_asCallersOfOneStaleProfileComeTogether_isRefreshedOnce() throws Exception {
        career();
        bench.upstream.has(ID, BATTLETAG, "Ana", 5, CHANGED + 1);
        int before = bench.upstream.requests();
        bench.clock.advance(HALF);
        CountDownLatch gate = new CountDownLatch(1);
        bench.upstream.gate = gate;
        List<Optional<Answer<Career>>> answers = together(50, () -> application.career(ID));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.orElseThrow().stale()).isTrue());
        gate.countDown();
        awaitStored(START.plus(HALF));
        assertThat(bench.upstream.requests()).isEqualTo(before + 2); // a search and a page
    }

    @Test
    void career_inTwoProcessesAtOnce_isFetchedOnce() throws Exception {
        PlayerApplication other = bench.open();
        CountDownLatch gate = new CountDownLatch(1);
        bench.upstream.gate = gate;
        Thread opener = new Thread(() -> {
            await("a request", () -> bench.upstream.requests() > 0);
            gate.countDown();
        });
        opener.start();
        List<Optional<Answer<Career>>> answers =
                together(8, () -> (Thread.currentThread().getId() % 2 == 0 ? application : other).career(ID));
        opener.join();
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.orElseThrow().data().heroes()).isEqualTo(2));
        assertThat(bench.upstream.pageRequests).hasValue(1);
    }

    @Test
    void career_afterARestart_isServedFromWhatIsStored() {
        career();
        int before = bench.upstream.requests();
        application.close();
        application = bench.open();
        assertThat(career().data().heroes()).isEqualTo(2);
        assertThat(bench.upstream.requests()).isEqualTo(before);
    }
}
