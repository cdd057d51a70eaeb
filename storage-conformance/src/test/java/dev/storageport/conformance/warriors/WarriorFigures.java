// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance.warriors;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Health;
import dev.storageport.Page;
import dev.storageport.Query;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.conformance.Backend;
import dev.storageport.conformance.TestDatabase;
import dev.storageport.quickstart.warriors.GeneratedWarriors;
import dev.storageport.quickstart.warriors.Warrior;
import dev.storageport.quickstart.warriors.WarriorStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * What queries cost on 100,000 warriors, with the plan that each database uses. Not a test: it asserts nothing and is run by hand,
 * {@code mvn -q -B -Pfigures -pl storage-conformance -am verify -DskipTests -Dinvoker.skip}. One caller, after a warm-up; figures are of this machine at this
 * moment.
 */
public final class WarriorFigures {

    private static final CollectionSpec<Warrior> WITH_TIME = CollectionSpec.of(
                    WarriorStorage.COLLECTION.name(), Warrior.class)
            .index(WarriorStorage.NAME)
            .index(WarriorStorage.TEXT)
            .indexUpdatedAt()
            .build();
    private static final Query<Object> NEWEST = Condition.all().newestFirst().limit(50);

    private static final int WARRIORS = 100_000;
    private static final int WARM_UP = 200;
    private static final int ROUNDS = 500;
    private static final long SEED = 4;

    private final StringBuilder report = new StringBuilder();

    private WarriorFigures() {}

    /**
     * Writes the figures.
     *
     * @param arguments the file to write, in Markdown
     * @throws IOException if the file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        WarriorFigures figures = new WarriorFigures();
        figures.line(
                "%d processors, Java %s, %s",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), System.getProperty("os.name"));
        for (Backend backend : List.of(Backend.SQLITE, Backend.POSTGRES, Backend.POSTGRES_ICU)) {
            figures.measure(backend);
        }
        Path file = Path.of(arguments[0]);
        Files.writeString(file, figures.report);
        System.out.println("Written: " + file);
    }

    private void line(String format, Object... values) {
        report.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void measure(Backend backend) {
        try (TestDatabase database = backend.empty()) {
            List<Warrior> all = fill(database);
            // Opened once more: without what the first connections had warmed up.
            try (Storage storage = database.open(StorageOptions.defaults(), WarriorStorage.COLLECTION)) {
                measure(backend, storage, all);
            }
            try (Storage storage = database.open(StorageOptions.defaults(), WITH_TIME)) {
                List<String> plans = new ArrayList<>();
                find(storage.collection(WITH_TIME), plans, "newest 50, its time indexed", NEWEST);
                plans(plans);
            }
        }
    }

    private static List<Warrior> fill(TestDatabase database) {
        List<Warrior> all = new GeneratedWarriors(SEED).next(WARRIORS);
        try (Storage storage = database.open(StorageOptions.defaults(), WarriorStorage.COLLECTION)) {
            List<Document<Warrior>> batch = new ArrayList<>();
            for (Warrior warrior : all) {
                batch.add(Document.of(UUID.randomUUID().toString(), warrior));
                if (batch.size() == 10_000) {
                    storage.collection(WarriorStorage.COLLECTION).putAll(batch);
                    batch.clear();
                }
            }
        }
        return all;
    }

    private void measure(Backend backend, Storage storage, List<Warrior> all) {
        DocumentCollection<Warrior> warriors = storage.collection(WarriorStorage.COLLECTION);
        Health health = storage.health(Duration.ofSeconds(10));
        line("");
        line("## %s", backend);
        line("");
        line(
                "%s; %s",
                health.version().orElse("unknown"),
                backend == Backend.POSTGRES_ICU ? "default collation ICU en-US" : health.backend());
        line("");
        line("| query | documents | median | p99 |");
        line("| --- | --- | --- | --- |");
        List<String> plans = new ArrayList<>();
        String name = all.get(WARRIORS / 2).name();
        find(warriors, plans, "lookup by index", WarriorStorage.NAME.is(name));
        Query<Warrior> range =
                WarriorStorage.NAME.range("Kit", "Lf").by(WarriorStorage.NAME).limit(50);
        find(warriors, plans, "ranged page of 50, the first", range);
        deepPage(warriors);
        for (String term : List.of("oda", "skyda", "nobody", "12-3", "da", "lightsaber 1985")) {
            find(
                    warriors,
                    plans,
                    "search \"" + term + "\", first 50",
                    WarriorStorage.TEXT.contains(term).limit(50));
        }
        time("count by index", any -> warriors.count(WarriorStorage.NAME.is(name)));
        time("count of all", any -> warriors.count());
        find(warriors, plans, "newest 50", NEWEST);
        plans(plans);
    }

    private void plans(List<String> plans) {
        line("");
        plans.forEach(plan -> line("%s", plan));
    }

    private void find(
            DocumentCollection<Warrior> warriors, List<String> plans, String what, Query<? super Warrior> query) {
        time(what, any -> warriors.find(query).size());
        plans.add("**" + what + "**\n\n```\n" + warriors.explain(query) + "\n```\n");
    }

    private void deepPage(DocumentCollection<Warrior> warriors) {
        Query<Warrior> all = Condition.all().by(WarriorStorage.NAME);
        Page<Warrior> far = warriors.page(all.limit(WARRIORS / 2));
        String token = far.next().orElseThrow();
        time(
                "page of 50 behind 50,000",
                any -> warriors.page(all.limit(50), token).documents().size());
    }

    private void time(String what, ToLongFunction<String> query) {
        long documents = 0;
        for (int i = 0; i < WARM_UP; i++) {
            documents = query.applyAsLong(what);
        }
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            documents = query.applyAsLong(what);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        line("| %s | %,d | %s | %s |", what, documents, millis(nanos[ROUNDS / 2]), millis(nanos[ROUNDS * 99 / 100]));
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }
}
