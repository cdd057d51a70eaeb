// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.event.ConnectEnded;
import dev.storageport.postgres.server.PostgresServer;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Far more callers than connections; rule CONC-10. */
class PostgresManyCallersTest {

    private static final int VIRTUAL = 10_000;
    private static final int PLATFORM = 400;
    private static final int COUNTERS = 100;

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void conc10_manyThousandCallers_readWriteAndTransactWithoutError() throws Exception {
        try (Storage storage = Storage.open(database.url("poolSize=10"), Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            for (int i = 0; i < COUNTERS; i++) {
                tokens.put("counter-" + i, Tokens.of());
            }
            ExecutorService virtual = perCall();
            int callers = virtual == null ? PLATFORM : VIRTUAL;
            ExecutorService threads = virtual == null ? Executors.newFixedThreadPool(PLATFORM) : virtual;
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                calls.add(threads.submit(() -> call(storage, caller)));
            }
            for (Future<?> call : calls) {
                call.get(60, TimeUnit.SECONDS);
            }
            threads.shutdown();
            assertThat(tokens.get("put-0")).isPresent();
            assertThat(storage.health(Duration.ofSeconds(10)).pool().orElseThrow())
                    .satisfies(pool -> assertThat(pool.inUse()).isLessThanOrEqualTo(1))
                    .satisfies(pool -> assertThat(pool.waiting()).isZero());
            assertThat(tokens.count()).isEqualTo(COUNTERS + callers);
            int counted = tokens.stream()
                    .filter(each -> each.key().startsWith("counter-"))
                    .mapToInt(each -> each.value().tokens().size())
                    .sum();
            assertThat(counted).isEqualTo((callers + 3) / 4);
        }
    }

    /** The server itself refuses the fourth session of this role, and whoever opens connections is told of it. */
    @Test
    void poolSize_isNeverExceeded() throws Exception {
        String role = "few_" + database.name();
        database.execute("CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 3 PASSWORD 'few'");
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role);
        Queue<ConnectEnded> connects = new ConcurrentLinkedQueue<>();
        StorageOptions options = StorageOptions.builder()
                .listener(new StorageListener() {
                    @Override
                    public void connectEnded(ConnectEnded ended) {
                        connects.add(ended);
                    }
                })
                .build();
        String url = PostgresServer.shared().url(database.name(), role, "few") + "?poolSize=3&combiningLanes=3";
        ExecutorService threads = Executors.newFixedThreadPool(60);
        try (Storage storage = Storage.open(url, options, Tokens.SPEC)) {
            for (int i = 0; i < COUNTERS; i++) {
                storage.collection(Tokens.SPEC).put("counter-" + i, Tokens.of());
            }
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < PLATFORM; i++) {
                int caller = i;
                calls.add(threads.submit(() -> call(storage, caller)));
            }
            for (Future<?> call : calls) {
                call.get(60, TimeUnit.SECONDS);
            }
            assertThat(connects).isNotEmpty().allMatch(ConnectEnded::succeeded);
        } finally {
            threads.shutdownNow();
            database.execute("DROP OWNED BY " + role);
            database.execute("DROP ROLE " + role);
        }
    }

    private static void call(Storage storage, int caller) {
        DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
        String key = "put-" + caller;
        tokens.put(key, Tokens.of(key));
        assertThat(tokens.get(key).orElseThrow().value()).isEqualTo(Tokens.of(key));
        if (caller % 4 == 0) {
            String counter = "counter-" + caller / 4 % COUNTERS;
            storage.transactWithoutResult(open -> assertThat(
                            open.collection(Tokens.SPEC).update(counter, old -> old.and(key)))
                    .isPresent());
        }
    }

    /** Returns an executor of virtual threads, which Java 17 does not have. */
    private static @Nullable ExecutorService perCall() throws IllegalAccessException {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | InvocationTargetException none) {
            return null;
        }
    }
}
