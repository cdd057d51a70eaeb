// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.TransactionConflictException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Several threads that write until the process is killed, and what must hold of the file then.
 *
 * <pre>
 *   put        put-P-T-I                            a document, with a content
 *   batch      batch-P-T-I/0 ... batch-P-T-I/4      all or none
 *   transfer   transfer-P-T-I                       with one less on one account and one more on another
 * </pre>
 *
 * P is the process, T the thread, I a number. What is said on standard output has been acknowledged.
 */
final class KilledWriters {

    static final CollectionDefinition DOCUMENTS = new CollectionDefinition(
            "document", List.of(new IndexDefinition("kind", IndexKind.MULTI_VALUE, IndexType.TEXT, 1)));

    private static final int THREADS = 9;
    private static final int BATCH = 5;
    private static final List<String> ACCOUNTS =
            IntStream.range(0, 6).mapToObj(i -> "account" + i).toList();

    private KilledWriters() {}

    /** Writes until killed. */
    static void run(Path file, Consumer<String> say) {
        SqlitePort port = SqliteFiles.open(SqliteOptions.file(file), DOCUMENTS);
        port.write(ACCOUNTS.stream()
                .<Write>map(account -> put(account, "0", new Precondition.Absent()))
                .toList());
        say.accept("ready");
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            new Thread(() -> write(port, thread, say)).start();
        }
    }

    private static void write(SqlitePort port, int thread, Consumer<String> say) {
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; ; i++) {
            String name = ProcessHandle.current().pid() + "-" + thread + "-" + i;
            switch (thread % 3) {
                case 0 -> {
                    name = "put-" + name;
                    port.write(List.of(put(name, "1", new Precondition.None())));
                }
                case 1 -> {
                    name = "batch-" + name;
                    String batch = name;
                    port.write(IntStream.range(0, BATCH)
                            .<Write>mapToObj(part -> put(batch + "/" + part, "1", new Precondition.None()))
                            .toList());
                }
                default -> {
                    name = "transfer-" + name;
                    transfer(port, name, random);
                }
            }
            say.accept(name + ";"); // a line that was cut lacks this
        }
    }

    private static void transfer(SqlitePort port, String name, SplittableRandom random) {
        int from = random.nextInt(ACCOUNTS.size());
        int to = (from + 1 + random.nextInt(ACCOUNTS.size() - 1)) % ACCOUNTS.size();
        while (true) {
            try {
                port.transact(TransactionAttempt.FIRST, operations -> {
                    add(operations, ACCOUNTS.get(from), -1);
                    add(operations, ACCOUNTS.get(to), 1);
                    return operations.write(List.of(put(name, "1", new Precondition.Absent())));
                });
                return;
            } catch (TransactionConflictException again) {
                Thread.onSpinWait();
            }
        }
    }

    private static void add(RecordOperations operations, String account, int amount) {
        StoredRecord stored =
                operations.read(DOCUMENTS, List.of(account), Projection.BODY).get(account);
        if (stored == null) {
            throw new IllegalStateException("no " + account);
        }
        String body = String.valueOf(Integer.parseInt(stored.body().orElseThrow()) + amount);
        operations.write(List.of(put(account, body, new Precondition.None())));
    }

    private static Write.Put put(String key, String body, Precondition precondition) {
        String kind = key.replaceAll("[^a-z].*", "");
        byte[] frame = (key + "x".repeat(500)).getBytes(StandardCharsets.UTF_8);
        IndexValue kinds =
                new IndexValue.MultiValue(List.of(new IndexValue.TextValue(kind), new IndexValue.TextValue("any")));
        ContentChange content = new ContentChange.Replace(new ContentFrame(frame, frame.length));
        return new Write.Put(
                DOCUMENTS, key, precondition, body, body.length(), 1, Map.of("kind", kinds), content, 1, NOON);
    }

    /** Checks that what was acknowledged is there, and nothing by halves. */
    static void check(Path file, List<String> said) throws Exception {
        assertThat(SqliteFiles.query(file, "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(SqliteFiles.query(file, "PRAGMA foreign_key_check")).isEmpty();
        try (SqlitePort port = SqliteFiles.open(SqliteOptions.file(file), DOCUMENTS)) {
            List<String> keys = keys(said);
            Map<String, StoredRecord> found = port.read(DOCUMENTS, keys, Projection.CONTENT);
            assertThat(keys).allMatch(found::containsKey); // AssertJ's own looks through all for each
            assertThat(found.values()).allMatch(entry -> entry.content().isPresent());
            long all = port.count(DOCUMENTS, new Filter.All());
            assertThat(count(port, "any")).isEqualTo(all);
            checkBatches(file);
            checkAccounts(port);
        }
    }

    private static List<String> keys(List<String> said) {
        List<String> keys = new ArrayList<>();
        for (String line : said) {
            if (line.endsWith(";")) {
                String key = line.substring(0, line.length() - 1);
                if (key.startsWith("batch-")) {
                    IntStream.range(0, BATCH).forEach(part -> keys.add(key + "/" + part));
                } else {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private static void checkBatches(Path file) throws Exception {
        Map<String, Integer> parts = new HashMap<>();
        for (String key : SqliteFiles.query(file, "SELECT key FROM document WHERE key LIKE 'batch-%'")) {
            parts.merge(key.substring(0, key.indexOf('/')), 1, Integer::sum);
        }
        assertThat(parts.values()).allMatch(count -> count == BATCH);
    }

    private static void checkAccounts(SqlitePort port) {
        Map<String, StoredRecord> accounts = port.read(DOCUMENTS, ACCOUNTS, Projection.BODY);
        long sum = 0;
        long moves = 0;
        for (StoredRecord account : accounts.values()) {
            sum += Integer.parseInt(account.body().orElseThrow());
            moves += account.revision() - 1;
        }
        assertThat(sum).isZero();
        assertThat(moves).isEqualTo(2 * count(port, "transfer"));
    }

    private static long count(SqlitePort port, String kind) {
        return port.count(DOCUMENTS, new Filter.In(new Field.Indexed("kind"), List.of(new IndexValue.TextValue(kind))));
    }
}
