// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexValue;
import dev.storageport.port.IndexValue.InstantValue;
import dev.storageport.port.IndexValue.IntegerValue;
import dev.storageport.port.IndexValue.TextValue;
import dev.storageport.port.Write;
import dev.storageport.postgres.internal.schema.StoredIndex;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of the rows that a statement writes from.
 *
 * @param name its name, that of the table's column if there is one
 * @param type its type on the server
 * @param arrayCast what follows a parameter that is an array of texts, so that its elements have the type that they travel as
 * @param elementCast what follows an element of that array, so that it is of the column's type
 * @param value what a write has in it; {@code null} stands for none
 */
record WriteColumn(
        String name, String type, String arrayCast, String elementCast, Function<Write, @Nullable IndexValue> value) {

    static final WriteColumn KEY = new WriteColumn("key", "text", "", "", write -> new TextValue(write.key()));

    static final WriteColumn BODY = new WriteColumn(
            "body",
            "jsonb",
            "",
            "::jsonb",
            write -> new TextValue(WriteBatch.body(write).json()));

    /** Of a single document; the server counts those of many. */
    static final WriteColumn BODY_BYTES = new WriteColumn(
            "body_bytes",
            "integer",
            "::integer[]",
            "",
            write -> new IntegerValue(WriteBatch.body(write).bytes()));

    /** The revision that the stored record must have; none if any will do. */
    static final WriteColumn EXPECTED =
            new WriteColumn("expected", "bigint", "::bigint[]", "", WriteColumn::expectedRevision);

    /** Returns the column of an index. Arrays of arrays do not exist, so many values travel as the text of an array. */
    static WriteColumn of(StoredIndex index) {
        String declared = index.definition().name();
        boolean many = index.kind() == IndexKind.MULTI_VALUE;
        return new WriteColumn(
                index.quoted(),
                index.type(),
                many || index.type().equals("text") ? "" : "::" + index.type() + "[]",
                many ? "::" + index.type() : "",
                write -> indexValues(write).get(declared));
    }

    /** Returns what the only write of a batch has in it. */
    Function<WriteBatch, @Nullable IndexValue> ofBatch() {
        return batch -> value.apply(batch.writes().get(0));
    }

    static IndexValue dataVersion(WriteBatch batch) {
        return new IntegerValue(batch.dataVersion());
    }

    static IndexValue firstRevision(WriteBatch batch) {
        return new IntegerValue(((Write.Put) batch.writes().get(0)).firstRevision());
    }

    static IndexValue now(WriteBatch batch) {
        return new InstantValue(batch.now());
    }

    private static @Nullable IndexValue expectedRevision(Write write) {
        return WriteBatch.expected(write).isPresent()
                ? new IntegerValue(WriteBatch.expected(write).getAsLong())
                : null;
    }

    private static Map<String, IndexValue> indexValues(Write write) {
        return write instanceof Write.Put put ? put.indexValues() : ((Write.Reindex) write).indexValues();
    }
}
