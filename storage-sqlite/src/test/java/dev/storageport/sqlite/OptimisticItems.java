// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.TransactionConflictException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Documents without a unique index, and transactions on them that begin while the writer is taken. */
final class OptimisticItems {

    static final CollectionDefinition ITEMS = new CollectionDefinition(
            "item",
            List.of(
                    new IndexDefinition("rank", IndexKind.SINGLE, IndexType.INTEGER, 1),
                    new IndexDefinition("tags", IndexKind.MULTI_VALUE, IndexType.TEXT, 1)));

    static final Precondition NONE = new Precondition.None();

    private OptimisticItems() {}

    static Write.Put item(String key, String body, Precondition precondition, ContentChange content, Instant now) {
        Map<String, IndexValue> values = Map.of(
                "rank",
                new IndexValue.IntegerValue(body.length()),
                "tags",
                new IndexValue.MultiValue(List.of(new IndexValue.TextValue(body), new IndexValue.TextValue("all"))));
        return new Write.Put(ITEMS, key, precondition, body, body.length(), 1, values, content, 1000, now);
    }

    static Write.Put item(String key, String body) {
        return item(key, body, NONE, new ContentChange.Keep(), NOON);
    }

    static Optional<String> body(RecordOperations operations, String key) {
        return Optional.ofNullable(
                        operations.read(ITEMS, List.of(key), Projection.BODY).get(key))
                .flatMap(StoredRecord::body);
    }

    /** Runs work in a transaction that begins while the writer is taken, and lets the writer go when the work says so, or at its end. */
    static <R> R beside(SqlitePort port, Work<R> work) {
        try (HeldWriter hold = new HeldWriter(port)) {
            return port.transact(TransactionAttempt.FIRST, operations -> {
                R result = work.apply(operations, hold);
                hold.release();
                return result;
            });
        }
    }

    interface Work<R> {
        R apply(RecordOperations operations, HeldWriter hold);
    }

    static ContentChange content(String text) {
        return new ContentChange.Replace(new ContentFrame(text.getBytes(StandardCharsets.UTF_8), 1));
    }

    /** Runs what must conflict with a write of the item a, on a thread that had no conflict before. */
    static void assertConflict(SqlitePort port, Consumer<RecordOperations> work) {
        FutureTask<String> task = new FutureTask<>(() -> conflict(port, work), "");
        new Thread(task).start();
        assertThatCode(task::get).doesNotThrowAnyException();
    }

    static void conflict(SqlitePort port, Consumer<RecordOperations> work) {
        assertThatThrownBy(() -> beside(port, (operations, hold) -> {
                    work.accept(operations);
                    hold.release();
                    port.write(List.of(item("a", "other")));
                    return "";
                }))
                .isInstanceOf(TransactionConflictException.class);
        assertThat(body(port, "a")).hasValue("other");
    }
}
