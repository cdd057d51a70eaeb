// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.Stored;
import dev.storageport.TransactionOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Threads that write, read and note what they were told, while somebody breaks the connections; and the audit that compares what they
 * were told with what is stored. Each write carries a token of its own.
 */
final class AuditedWorkload {

    /** How many documents a batch writes, and a transaction besides the list. */
    private static final int MANY = 4;

    private static final int LISTS = 8;

    /** So many writes go to the same lists; then to new ones, so that none grows long. */
    private static final int PER_LISTS = 400;

    private record Entry(String kind, String token, ReportedOutcome told) {

        @Override
        public String toString() {
            return kind + " " + token;
        }
    }

    private final Storage storage;
    private final DocumentCollection<Tokens> tokens;
    private final AtomicLong next = new AtomicLong();
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    private final Map<ReportedOutcome, LongAdder> figures = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    AuditedWorkload(Storage storage) {
        this.storage = storage;
        this.tokens = storage.collection(Tokens.SPEC);
    }

    void start(int threadCount) {
        stopped = false;
        for (int i = 0; i < threadCount; i++) {
            Thread thread = new Thread(this::run, "traffic-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** Lets each thread end what it does. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
    }

    private void run() {
        try {
            while (!stopped) {
                long number = next.incrementAndGet();
                String token = "t" + number;
                switch ((int) (number % 8)) {
                    case 0 -> write("put", token, () -> tokens.put("put-" + token, Tokens.of(token)));
                    case 1 -> write("insert", token, () -> insert(token));
                    case 2 -> write("batch", token, () -> tokens.putAll(documents("batch-", token)));
                    case 3, 4 -> write("update", token, () -> append(tokens, list(number), token));
                    case 5, 6 -> write("transaction", token, () -> transaction(number, token));
                    default -> delete(token);
                }
            }
        } catch (Throwable failure) {
            unexpected.add(failure);
        }
    }

    private void insert(String token) {
        assertThat(tokens.insert("insert-" + token, Tokens.of(token)))
                .as("insert of a new key")
                .isPresent();
    }

    private static List<Document<Tokens>> documents(String prefix, String token) {
        return keys(prefix, token)
                .map(key -> Document.of(key, Tokens.of(token)))
                .toList();
    }

    private static Stream<String> keys(String prefix, String token) {
        return IntStream.range(0, MANY).mapToObj(i -> prefix + token + "-" + i);
    }

    private static String list(long number) {
        return "list-" + number / PER_LISTS + "-" + number % LISTS;
    }

    private static void append(DocumentCollection<Tokens> to, String list, String token) {
        if (to.update(list, old -> old.and(token)).isEmpty()) {
            // Two may find it absent; the one that comes second appends.
            if (to.insert(list, Tokens.of(token)).isEmpty()) {
                assertThat(to.update(list, old -> old.and(token))).isPresent();
            }
        }
    }

    private void transaction(long number, String token) {
        storage.transactWithoutResult(open -> {
            DocumentCollection<Tokens> inside = open.collection(Tokens.SPEC);
            append(inside, list(number), token);
            documents("tx-", token).forEach(document -> inside.insert(document.key(), document.value()));
        });
    }

    /** Writes a document, reads it again in both ways, and deletes it. */
    private void delete(String token) {
        String key = "doomed-" + token;
        if (attempt(() -> tokens.put(key, Tokens.of(token))) != ReportedOutcome.DONE) {
            return;
        }
        assertThat(attempt(() -> assertThat(tokens.get(key)).as("own write").isPresent()))
                .as("reading")
                .isNotEqualTo(ReportedOutcome.UNKNOWN);
        assertThat(attempt(() -> storage.transact(
                        TransactionOptions.snapshot(),
                        open -> assertThat(open.collection(Tokens.SPEC).contains(key))
                                .as("own write")
                                .isTrue())))
                .as("reading in a transaction")
                .isNotEqualTo(ReportedOutcome.UNKNOWN);
        write("delete", token, () -> assertThat(tokens.delete(key)).isTrue());
    }

    private void write(String kind, String token, Runnable write) {
        ReportedOutcome told = attempt(write);
        entries.add(new Entry(kind, token, told));
    }

    private ReportedOutcome attempt(Runnable operation) {
        ReportedOutcome told = ReportedOutcome.DONE;
        try {
            operation.run();
        } catch (StorageException failure) {
            told = ReportedOutcome.of(failure);
            boolean documented =
                    failure instanceof StorageUnavailableException || failure instanceof StorageTimeoutException;
            if (!documented) {
                unexpected.add(failure);
            }
            pause();
        }
        figures.computeIfAbsent(told, any -> new LongAdder()).increment();
        return told;
    }

    /** A server that is away answers at once; asking it in a tight loop would only take the processor from its start. */
    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    long told(ReportedOutcome kind) {
        return figures.getOrDefault(kind, new LongAdder()).sum();
    }

    /** Asserts that what is stored is what was told, from the start. */
    void audit(Storage seenBy, String when) {
        assertThat(unexpected).as(when + ": errors of other kinds").isEmpty();
        Map<String, Tokens> stored = new HashMap<>();
        try (Stream<Stored<Tokens>> all = seenBy.collection(Tokens.SPEC).stream()) {
            all.forEach(document -> stored.put(document.key(), document.value()));
        }
        Map<String, Integer> listed = new HashMap<>();
        stored.entrySet().stream()
                .filter(each -> each.getKey().startsWith("list-"))
                .map(each -> each.getValue().tokens())
                .flatMap(Collection::stream)
                .forEach(token -> listed.merge(token, 1, Integer::sum));
        Set<String> known = new HashSet<>();
        for (Entry entry : entries) {
            known.add(entry.token());
            entry.told().assertTrue(when + ": " + entry, found(entry, stored, listed), whole(entry));
        }
        assertThat(listed.keySet()).as(when + ": tokens in lists").allMatch(known::contains);
        assertThat(stored.keySet())
                .as(when + ": documents")
                .filteredOn(Predicate.not(key -> key.startsWith("list-") || key.startsWith("doomed-")))
                .allMatch(key -> known.contains(token(key)));
    }

    /** Keys are a kind, the token and perhaps a number. */
    private static String token(String key) {
        int from = key.indexOf('-') + 1;
        int to = key.indexOf('-', from);
        return key.substring(from, to < 0 ? key.length() : to);
    }

    private static int whole(Entry entry) {
        return switch (entry.kind()) {
            case "batch" -> MANY;
            case "transaction" -> MANY + 1;
            default -> 1;
        };
    }

    private static int found(Entry entry, Map<String, Tokens> stored, Map<String, Integer> listed) {
        String token = entry.token();
        return switch (entry.kind()) {
            case "put", "insert" -> count(stored, Stream.of(entry.kind() + "-" + token));
            case "batch" -> count(stored, keys("batch-", token));
            case "update" -> listed.getOrDefault(token, 0);
            case "transaction" -> count(stored, keys("tx-", token)) + listed.getOrDefault(token, 0);
            case "delete" -> 1 - count(stored, Stream.of("doomed-" + token));
            default -> throw new AssertionError(entry.kind());
        };
    }

    private static int count(Map<String, Tokens> stored, Stream<String> keys) {
        return (int) keys.filter(stored::containsKey).count();
    }
}
