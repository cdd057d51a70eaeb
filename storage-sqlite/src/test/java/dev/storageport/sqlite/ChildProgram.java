// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;

import dev.storageport.CollectionSpec;
import dev.storageport.OutOfSpaceException;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageOptions;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.schema.Layout;
import dev.storageport.sqlite.internal.transaction.WritePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** What the tests run in a process of its own. Answers on standard output, a line for each step. */
final class ChildProgram {

    private ChildProgram() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "open" -> open();
            case "write" -> write(file);
            case "busy" -> KilledWriters.run(file, ChildProgram::say);
            case "shared" -> {
                KilledWriters.run(file, ChildProgram::say);
                new Thread(() -> intrude(file)).start();
            }
            case "hold" -> hold(file);
            case "explain" -> explain(file);
            case "look" -> LookingProgram.run(input(), ChildProgram::say);
            case "stream" -> stream(file);
            case "grow" -> grow(file);
            case "exit" -> exit(file);
            case "fill" -> fill(file);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Opens each file named on standard input, writes to it and closes it. */
    private static void open() throws IOException {
        say("ready");
        try (BufferedReader input = input()) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                try (SqlitePort port = SqliteFiles.open(Path.of(line))) {
                    port.write(
                            List.of(put(String.valueOf(ProcessHandle.current().pid()))));
                }
                say("opened");
            }
        }
    }

    /** Writes until killed and says which key has been acknowledged. */
    private static void write(Path file) {
        try (SqlitePort port = SqliteFiles.open(file)) {
            for (int i = 0; ; i++) {
                String key = ProcessHandle.current().pid() + "-" + i;
                port.write(List.of(put(key)));
                say(key);
            }
        }
    }

    /** Tries to open the file with another copy of the library until killed, and says what came of it. */
    private static void intrude(Path file) {
        try (OtherCopy copy = new OtherCopy()) {
            while (true) {
                try {
                    copy.open(file).close();
                    say("opened");
                } catch (RuntimeException refused) {
                    boolean inUse = String.valueOf(refused.getMessage()).contains("another copy of this library");
                    say(inUse ? "refused" : "failed: " + refused);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)); // the lines of the writers are what is read
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Keeps the write lock until standard input ends. */
    private static void hold(Path file) {
        try (SqlitePort port = SqliteFiles.open(file)) {
            port.transact(TransactionAttempt.FIRST, operations -> {
                say("holding");
                try (BufferedReader input = input()) {
                    return String.valueOf(input.readLine());
                } catch (IOException failed) {
                    throw new IllegalStateException(failed);
                }
            });
        }
    }

    /** Says twice why the file cannot be opened; the second failure of a native library is of another kind than the first. */
    private static void explain(Path file) {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                SqliteFiles.open(file).close();
                say("opened");
            } catch (StorageException failed) {
                say(failed.getClass().getSimpleName() + ": " + failed.getMessage());
            }
        }
    }

    /** Writes 100,000 documents of 1 KB and reads them all in one scan. */
    private static void stream(Path file) {
        SqliteOptions options = SqliteOptions.builder(file)
                .durability(SqliteOptions.Durability.NORMAL)
                .build();
        String body = "{\"text\":\"" + "x".repeat(1000) + "\"}";
        try (SqlitePort port = SqliteFiles.open(options)) {
            for (int batch = 0; batch < 100; batch++) {
                int from = batch * 1000;
                port.write(IntStream.range(from, from + 1000)
                        .<Write>mapToObj(i -> put("key" + i, body))
                        .toList());
            }
            long read = 0;
            Scan scan = new Scan(
                    USERS,
                    new Filter.All(),
                    new Order(Field.Attribute.UPDATED_AT, true),
                    Optional.empty(),
                    OptionalInt.empty(),
                    Projection.BODY_AND_CONTENT);
            try (RecordCursor cursor = port.scan(scan)) {
                while (cursor.hasNext()) {
                    read += cursor.next().body().orElseThrow().length() == body.length() ? 1 : 0;
                }
            }
            say("read " + read);
        }
    }

    /** Adds indexes and says each statement of it, and then brings the documents into them and says each batch. */
    private static void grow(Path file) {
        say("growing");
        Database database = new Database(SqliteOptions.file(file).forDatabase());
        try (SqlitePort port =
                new SqlitePort(database, WritePath.USUAL, Layout.CURRENT, statement -> say("statement"))) {
            GrowingCollection.open(port);
            while (GrowingCollection.reindex(port)) {
                say("batch");
            }
        }
        say("grown");
    }

    /** Ends the process inside a transaction, with a storage that is closed when the process ends. */
    private static void exit(Path file) {
        record Note(String text) {}
        CollectionSpec<Note> notes = CollectionSpec.of("notes", Note.class).build();
        Storage storage = SqliteStorage.open(
                SqliteOptions.file(file),
                StorageOptions.builder().closeGrace(Duration.ofSeconds(1)).build(),
                notes);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            storage.close();
            say("closed");
        }));
        storage.transactWithoutResult(open -> {
            open.collection(notes).put("a", new Note("never seen"));
            say("exiting");
            System.exit(3);
        });
    }

    /** Fills the disk, deletes, and goes on; says how far it came. */
    private static void fill(Path file) {
        try (SqlitePort port = SqliteFiles.open(file)) {
            int documents = fillUp(port);
            say("full");
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 5; i++) {
                    documents--;
                    port.write(List.of(new Write.Delete(USERS, "key" + documents, new Precondition.None())));
                }
                say("deleted");
            }
            String place = port.transact(TransactionAttempt.FIRST, operations -> {
                operations.write(List.of(new Write.Delete(USERS, "key0", new Precondition.None())));
                return "deleted in a transaction";
            });
            say(place);
            say("left " + (documents - 1 - port.count(USERS, new Filter.All())));
            for (long deleted = 1; deleted > 0; ) {
                deleted = deleteSome(port);
            }
            port.write(List.of(put("again")));
            say("again " + port.count(USERS, new Filter.All()));
            fillUp(port);
            port.delete(USERS, new Filter.All());
            port.write(List.of(put("once more")));
            say("once more " + port.count(USERS, new Filter.All()));
        }
    }

    /** Deletes as {@code deleteInBatches} does. */
    private static long deleteSome(SqlitePort port) {
        return port.transact(TransactionAttempt.FIRST, operations -> {
            List<Write> deletions = new ArrayList<>();
            try (RecordCursor cursor = operations.scan(new Scan(
                    USERS, new Filter.All(), Order.KEY, Optional.empty(), OptionalInt.of(20), Projection.METADATA))) {
                while (cursor.hasNext()) {
                    deletions.add(new Write.Delete(USERS, cursor.next().key(), new Precondition.None()));
                }
            }
            operations.write(deletions);
            return (long) deletions.size();
        });
    }

    /** Writes documents until not even the smallest has room; returns how many. */
    private static int fillUp(SqlitePort port) {
        int documents = 0;
        for (int size = 100_000; size > 10; size /= 10) {
            documents += fill(port, documents, "{\"text\":\"" + "x".repeat(size) + "\"}");
        }
        return documents;
    }

    private static int fill(SqlitePort port, int from, String body) {
        for (int i = from; ; i++) {
            try {
                port.write(List.of(put("key" + i, body)));
            } catch (OutOfSpaceException full) {
                return i - from;
            }
        }
    }

    private static BufferedReader input() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
