// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.TransactionConflictException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collections and writes that the tests use. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");

    /** Called like a reserved word, with one index of each type. */
    static final CollectionDefinition USERS = new CollectionDefinition(
            "user",
            List.of(
                    new IndexDefinition("tag", IndexKind.UNIQUE, IndexType.TEXT, 1),
                    new IndexDefinition("group", IndexKind.SINGLE, IndexType.TEXT, 1),
                    new IndexDefinition("whole", IndexKind.SINGLE, IndexType.INTEGER, 1),
                    new IndexDefinition("real", IndexKind.SINGLE, IndexType.REAL, 1),
                    new IndexDefinition("bool", IndexKind.SINGLE, IndexType.BOOLEAN, 1),
                    new IndexDefinition("moment", IndexKind.SINGLE, IndexType.INSTANT, 1),
                    new IndexDefinition("day", IndexKind.SINGLE, IndexType.DATE, 1),
                    new IndexDefinition("uuid", IndexKind.SINGLE, IndexType.UUID, 1)));

    static final CollectionDefinition PLAIN = new CollectionDefinition("order", List.of());

    static final Catalog CATALOG = new Catalog(List.of(USERS, PLAIN));

    private Samples() {}

    static Write.Put put(CollectionDefinition collection, String key, String body) {
        return put(collection, key, body, new Precondition.None(), Map.of(), new ContentChange.Keep());
    }

    static Write.Put put(String key, Map<String, IndexValue> values) {
        return put(USERS, key, "{}", new Precondition.None(), values, new ContentChange.Keep());
    }

    static Write.Put put(
            CollectionDefinition collection,
            String key,
            String body,
            Precondition precondition,
            Map<String, IndexValue> values,
            ContentChange content) {
        return new Write.Put(
                collection,
                key,
                precondition,
                body,
                body.getBytes(StandardCharsets.UTF_8).length,
                1,
                values,
                content,
                100,
                NOON);
    }

    static ContentChange.Replace content(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new ContentChange.Replace(new ContentFrame(bytes, bytes.length));
    }

    static Map<String, IndexValue> tag(String tag) {
        return Map.of("tag", new IndexValue.TextValue(tag));
    }

    /** Repeats after conflicts, as the library above the port does. */
    static <R> R repeated(Supplier<R> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (TransactionConflictException conflict) {
                if (attempt == 100) {
                    throw conflict;
                }
            }
        }
    }
}
