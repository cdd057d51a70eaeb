// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageUnavailableException;
import dev.storageport.postgres.CuttingProxy.Side;
import dev.storageport.postgres.server.PostgresServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Cuts the connection before and within each message that an operation sends and gets, one run for each, until one ends undisturbed;
 * rule ERR-4. What the caller is told must agree with what is stored.
 */
class PostgresCutTest {

    private static final int CALLERS = 100;

    private final TestDatabase database = TestDatabase.create();
    private final CuttingProxy proxy = new CuttingProxy(PostgresServer.shared().port());
    private final Storage direct = Storage.open(database.url("poolSize=2"), Tokens.SPEC);
    private final DocumentCollection<Tokens> stored = direct.collection(Tokens.SPEC);
    private final AtomicInteger tokens = new AtomicInteger();

    PostgresCutTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        direct.close();
        proxy.close();
        database.close();
    }

    private Storage through(String parameters) {
        return Storage.open(proxy.url(database, parameters), Tokens.SPEC);
    }

    private String token() {
        return "t%05d".formatted(tokens.incrementAndGet());
    }

    @ParameterizedTest
    @EnumSource
    void err4_operationCutAtEachStep_isToldAsItIs(InterruptedOperation deed) {
        stored.putAll(IntStream.range(0, InterruptedOperation.STREAMED)
                .mapToObj(i -> Document.of("streamed-" + i, Tokens.of()))
                .toList());
        try (Storage storage = through("poolSize=1")) {
            for (Side side : Side.values()) {
                int step = 0;
                while (cut(storage, deed, side, step)) {
                    step += stride(step);
                }
                assertThat(step).as("steps of " + deed).isGreaterThan(1);
            }
        }
    }

    /** Every step of what is short, others less densely: where statement follows statement, and where row follows row. */
    private static int stride(int step) {
        return step < 12 ? 1 : step < 90 ? 3 : 61;
    }

    /** Returns whether the step came. */
    private boolean cut(Storage storage, InterruptedOperation deed, Side side, int step) {
        String token = token();
        String what = deed + " cut at step " + step + " of the " + side;
        deed.prepare(stored, token);
        assertThat(storage.collection(Tokens.SPEC).get("nobody"))
                .as("works at once after the cut before: " + what)
                .isEmpty();
        proxy.cut(side, step);
        ReportedOutcome told = ReportedOutcome.DONE;
        try {
            deed.run(storage, token);
        } catch (StorageUnavailableException lost) {
            told = ReportedOutcome.of(lost);
        }
        boolean cut = proxy.hasCut();
        proxy.awaitServer();
        told.assertTrue(what, deed.found(stored, token), deed.whole());
        if (deed.whole() == 0) {
            assertThat(told).as("reading leaves nothing unknown: " + what).isNotEqualTo(ReportedOutcome.UNKNOWN);
        }
        if (!cut) {
            assertThat(told).as("undisturbed: " + what).isEqualTo(ReportedOutcome.DONE);
        }
        return cut;
    }

    @Test
    void err4_transactionCutBeforeItsWorkEnded_isCleanAndRunsAgain() {
        try (Storage storage = through("poolSize=1")) {
            for (Side side : Side.values()) {
                for (int step = 0; step < 8; step++) {
                    String token = token();
                    AtomicInteger begun = new AtomicInteger();
                    AtomicInteger ended = new AtomicInteger();
                    proxy.cut(side, step);
                    ReportedOutcome told = ReportedOutcome.DONE;
                    try {
                        storage.transactWithoutResult(open -> {
                            begun.incrementAndGet();
                            open.collection(Tokens.SPEC).put(token, Tokens.of(token));
                            ended.incrementAndGet();
                        });
                    } catch (StorageUnavailableException lost) {
                        told = ReportedOutcome.of(lost);
                    }
                    proxy.hasCut();
                    proxy.awaitServer();
                    assertThat(ended).as("runs that came to the commit").hasValueLessThanOrEqualTo(1);
                    assertThat(told).isEqualTo(ended.get() == 0 ? ReportedOutcome.FAILED : told);
                    told.assertTrue("step " + step, stored.contains(token) ? 1 : 0, 1);
                }
            }
        }
    }

    @Test
    void err4_commitCutAtEachStep_isUnknownAndNeverRunAgain() {
        try (Storage storage = through("poolSize=1")) {
            for (Side side : Side.values()) {
                boolean cut = true;
                for (int step = 0; cut; step++) {
                    String token = token();
                    int at = step;
                    AtomicInteger runs = new AtomicInteger();
                    ReportedOutcome told = ReportedOutcome.DONE;
                    try {
                        storage.transactWithoutResult(open -> {
                            runs.incrementAndGet();
                            open.collection(Tokens.SPEC).put(token, Tokens.of(token));
                            proxy.cut(side, at);
                        });
                    } catch (StorageUnavailableException lost) {
                        told = ReportedOutcome.of(lost);
                    }
                    cut = proxy.hasCut();
                    proxy.awaitServer();
                    assertThat(runs).hasValue(1);
                    assertThat(told)
                            .as("cut at step " + step + " of the " + side)
                            .isNotEqualTo(ReportedOutcome.FAILED);
                    told.assertTrue("step " + step, stored.contains(token) ? 1 : 0, 1);
                }
            }
        }
    }

    @Test
    void err4_putsOfManyCallersCutAtEachStep_areEachToldAsTheyAre() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try (Storage storage = through("poolSize=3")) {
            for (Side side : Side.values()) {
                for (int step = 0; step < 40; step += 3) {
                    List<ReportedOutcome> told = new ArrayList<>();
                    CyclicBarrier together = new CyclicBarrier(CALLERS);
                    String token = token();
                    proxy.cut(side, step);
                    List<Future<ReportedOutcome>> calls = new ArrayList<>();
                    for (int i = 0; i < CALLERS; i++) {
                        String key = token + "-" + i;
                        calls.add(threads.submit(() -> {
                            together.await();
                            return put(storage, key);
                        }));
                    }
                    for (Future<ReportedOutcome> call : calls) {
                        told.add(call.get());
                    }
                    proxy.hasCut();
                    proxy.awaitServer();
                    for (int i = 0; i < CALLERS; i++) {
                        told.get(i)
                                .assertTrue(
                                        "caller " + i + ", cut at step " + step + " of the " + side,
                                        stored.contains(token + "-" + i) ? 1 : 0,
                                        1);
                    }
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static ReportedOutcome put(Storage storage, String key) {
        try {
            storage.collection(Tokens.SPEC).put(key, Tokens.of(key));
            return ReportedOutcome.DONE;
        } catch (StorageUnavailableException lost) {
            return ReportedOutcome.of(lost);
        }
    }

    @Test
    void openingCutAtEachStep_leavesADatabaseThatOpens() {
        int opened = 0;
        for (Side side : Side.values()) {
            boolean cut = true;
            for (int step = 0; cut; step += step < 12 ? 5 : 151) {
                try (TestDatabase empty = TestDatabase.create()) {
                    String url = proxy.url(empty, "poolSize=1&poolTimeout=1s&openAttempts=1");
                    proxy.cut(side, step);
                    try {
                        Storage.open(url, Tokens.SPEC).close();
                        opened++;
                    } catch (StorageUnavailableException lost) {
                        assertThat(lost).hasMessageNotContaining("SQLSTATE");
                    }
                    cut = proxy.hasCut();
                    proxy.awaitServer();
                    try (Storage storage = Storage.open(empty.url(), Tokens.SPEC)) {
                        storage.collection(Tokens.SPEC).put("works", Tokens.of());
                    }
                }
            }
        }
        assertThat(opened).isPositive();
    }
}
