// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.lease.Leases;
import dev.storageport.readthrough.BatchLoader;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.LoadRequest;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.Loader;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.ReadThroughBuilder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** One of several processes that read through one collection. Does a command a line, and answers each with a line. */
final class LoadingProgram {

    record Page(String text) {}

    static final CollectionSpec<Page> PAGES =
            CollectionSpec.of("pages", Page.class).build();
    static final FreshnessPolicy POLICY =
            FreshnessPolicy.refreshAfter(Duration.ofHours(1)).expireAfter(Duration.ofDays(1));

    private static final int THREADS = 100;

    /** Keys of one call, so that calls overlap in some and not in others. */
    private static final int PAGE = 100;

    private final AtomicInteger loads = new AtomicInteger();

    /** When the first load began. */
    private volatile Instant loadedAt = Instant.MAX;

    private LoadingProgram() {}

    public static void main(String[] arguments) throws Exception {
        StorageOptions options = StorageOptions.builder().build();
        try (Storage storage = Storage.open(arguments[0], options, PAGES, Leases.COLLECTION);
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            say("ready");
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] command = line.split(" ", -1);
                say(new LoadingProgram().answer(storage, command[0], Integer.parseInt(command[1])));
            }
        }
    }

    private String answer(Storage storage, String command, int number) throws Exception {
        return switch (command) {
            case "one" -> one(storage, "one-" + number);
            case "many" -> many(storage, number);
            case "hang" -> hang(storage, Duration.ofMillis(number));
            case "follow" -> follow(storage, Duration.ofMillis(number));
            default -> throw new IllegalArgumentException(command);
        };
    }

    /** Has all threads ask for one key. */
    private String one(Storage storage, String key) throws Exception {
        try (ReadThrough<Page> through =
                builder(storage, this::load, Duration.ofMinutes(1)).build()) {
            return onAllThreads(() -> through.get(key).isPresent() ? 1 : 0);
        }
    }

    /** Has all threads ask for all keys, a page at a time, each in an order of its own. */
    private String many(Storage storage, int keys) throws Exception {
        try (ReadThrough<Page> through = builder(storage, this::load, Duration.ofMinutes(1))
                .batchLoader(batch())
                .build()) {
            AtomicInteger number = new AtomicInteger();
            return onAllThreads(() -> {
                List<Integer> pages =
                        new ArrayList<>(IntStream.range(0, keys / PAGE).boxed().toList());
                Collections.shuffle(pages, new Random(number.incrementAndGet()));
                int served = 0;
                for (int page : pages) {
                    served += through.getAll(IntStream.range(page * PAGE, (page + 1) * PAGE)
                                    .mapToObj(i -> "many-" + i)
                                    .toList())
                            .size();
                }
                return served;
            });
        }
    }

    /** Begins to load what has expired, says so, and comes to no end. */
    private String hang(Storage storage, Duration lease) {
        Loader<Page> hanging = request -> {
            say("loading");
            new CountDownLatch(1).await();
            return Loaded.absent();
        };
        return String.valueOf(builder(storage, hanging, lease).build().refresh("held"));
    }

    /** Loads the same, and answers when it came to that. */
    private String follow(Storage storage, Duration lease) {
        try (ReadThrough<Page> through = builder(storage, this::load, lease).build()) {
            through.refresh("held");
            return loads.get() + " " + loadedAt;
        }
    }

    private static ReadThroughBuilder<Page> builder(Storage storage, Loader<Page> loader, Duration lease) {
        return ReadThrough.builder(storage, PAGES, loader).policy(POLICY).leases(Leases.of(storage), lease);
    }

    private Loaded<Page> load(LoadRequest<Page> request) {
        loads.incrementAndGet();
        loadedAt = Instant.now();
        return Loaded.of(new Page("loaded " + request.key()));
    }

    private BatchLoader<Page> batch() {
        return requests -> {
            Map<String, Loaded<Page>> loaded = new HashMap<>();
            requests.forEach(request -> loaded.put(request.key(), load(request)));
            return loaded;
        };
    }

    /** Returns how many loads there were, and how many values all threads got. */
    private String onAllThreads(Callable<Integer> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            int served = 0;
            for (Future<Integer> each : threads.invokeAll(Collections.nCopies(THREADS, call))) {
                served += each.get(2, TimeUnit.MINUTES);
            }
            return loads + " " + served;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
