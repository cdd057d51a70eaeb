// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import dev.storageport.lease.Leases;
import dev.storageport.retention.Retention;
import dev.storageport.retention.RetentionPolicy;
import dev.storageport.tck.fixture.TestThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Retention by processes of their own, one of them killed: what KEEP-12 says, for backends that processes share. Not part of the chapter,
 * because a harness need not have a URL; a test of the backend calls it with one.
 *
 * @param url of an empty database
 */
public record RetentionProcesses(String url) {

    private static final int DOCUMENTS = 300;
    private static final int BATCH = 10;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final String GO = "go";

    /** A process that is killed half-way leaves the rest to the next one, which begins as soon as the lease of the other has ended. */
    public void assertNextGoesOnAfterAKill() {
        try (Storage storage = filled();
                Child killed = new Child(Duration.ofSeconds(1))) {
            DocumentCollection<CachedPage> pages = storage.collection(CachedPage.PLAIN);
            killed.say(GO);
            assertThat(killed.line())
                    .as("what a process says of its first batch")
                    .isEqualTo("batch");
            killed.kill();
            long left = pages.count();
            assertThat(left)
                    .as("documents left by a process that was killed half-way")
                    .isBetween(1L, DOCUMENTS - 1L);

            RetentionEnded ended;
            long end = System.nanoTime() + TestThreads.PATIENCE.toNanos();
            do {
                ended = run(storage, Duration.ofSeconds(1));
            } while (ended.outcome() == Outcome.HELD && System.nanoTime() < end);
            assertThat(ended.outcome()).as("outcome of the next process").isEqualTo(Outcome.COMPLETE);
            assertThat(ended.documents()).as("documents that it removed").isEqualTo(left);
            assertThat(pages.count()).as("documents left in the end").isZero();
        }
    }

    /** While one process is at it, a second one finds that and removes nothing. */
    public void assertSecondDoesNothing() {
        try (Storage storage = filled();
                Child first = new Child(Duration.ofMinutes(10))) {
            first.say(GO);
            assertThat(first.line())
                    .as("what a process says of its first batch")
                    .isEqualTo("batch");

            RetentionEnded second = run(storage, Duration.ofMinutes(10));
            assertThat(second.outcome()).as("outcome of a second process").isEqualTo(Outcome.HELD);
            assertThat(second.documents()).as("documents that it removed").isZero();

            first.say(GO);
            assertThat(first.line())
                    .as("what the first process says in the end")
                    .isEqualTo("COMPLETE " + DOCUMENTS);
            assertThat(run(storage, Duration.ofMinutes(10)).documents())
                    .as("documents that are left to the second process")
                    .isZero();
        }
    }

    private Storage filled() {
        StorageOptions weeksAgo = StorageOptions.builder()
                .clock(() -> Instant.now().minus(WEEK.multipliedBy(2)))
                .build();
        try (Storage storage = Storage.open(url, weeksAgo, CachedPage.PLAIN, Leases.COLLECTION)) {
            storage.collection(CachedPage.PLAIN)
                    .putAll(IntStream.range(0, DOCUMENTS)
                            .mapToObj(i -> Document.of(CachedPage.key(i), CachedPage.of("")))
                            .toList());
        }
        return Storage.open(url, CachedPage.PLAIN, Leases.COLLECTION);
    }

    private static RetentionEnded run(Storage storage, Duration lease) {
        return Retention.builder(storage)
                .policy(CachedPage.PLAIN, RetentionPolicy.maxAge(WEEK))
                .lease(Leases.of(storage), lease)
                .batchSize(BATCH)
                .pause(Duration.ofMillis(1))
                .build()
                .runOnce()
                .collections()
                .get(0);
    }

    /** Runs retention once when it is told to, says so after the first batch and waits to be told to go on, and says how it ended. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream said = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        StorageListener listener = new StorageListener() {

            private boolean isFirst = true;

            @Override
            public void operationEnded(OperationEnded ended) {
                if (ended.operation().equals("deleteInBatches") && isFirst) {
                    isFirst = false;
                    said.println("batch");
                    read(told);
                }
            }
        };
        StorageOptions options = StorageOptions.builder().listener(listener).build();
        try (Storage storage = Storage.open(arguments[0], options, CachedPage.PLAIN, Leases.COLLECTION)) {
            read(told);
            RetentionEnded ended = run(storage, Duration.parse(arguments[1]));
            said.println(ended.outcome() + " " + ended.documents());
        }
    }

    private static String read(BufferedReader from) {
        try {
            return String.valueOf(from.readLine());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A process that runs {@link #main}. */
    private final class Child implements AutoCloseable {

        private final Process process;
        private final BufferedReader output;
        private final PrintStream input;

        private Child(Duration lease) {
            try {
                process = new ProcessBuilder(List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                                "-cp",
                                System.getProperty("java.class.path"),
                                RetentionProcesses.class.getName(),
                                url,
                                lease.toString()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            output = process.inputReader(StandardCharsets.UTF_8);
            input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        }

        private void say(String line) {
            input.println(line);
        }

        private String line() {
            return read(output);
        }

        private void kill() {
            process.destroyForcibly();
            process.onExit().join();
        }

        @Override
        public void close() {
            kill();
        }
    }
}
