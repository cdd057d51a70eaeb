// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.IndexValue;
import dev.storageport.port.IndexValue.InstantValue;
import dev.storageport.port.IndexValue.IntegerValue;
import dev.storageport.port.IndexValue.TextValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of the rows that a statement writes from.
 *
 * @param name its name, that of the table's column if there is one
 * @param type its type on the server
 * @param value what a write has in it; {@code null} stands for none
 */
record WriteColumn(String name, String type, Function<Write, @Nullable IndexValue> value) {

    static final WriteColumn KEY = new WriteColumn("key", "text", write -> new TextValue(write.key()));
    static final WriteColumn BODY =
            new WriteColumn("body", "jsonb", write -> new TextValue(body(write).json()));
    static final WriteColumn BODY_BYTES = new WriteColumn(
            "body_bytes", "integer", write -> new IntegerValue(body(write).bytes()));
    static final WriteColumn DATA_VERSION = new WriteColumn(
            "data_version", "integer", write -> new IntegerValue(body(write).dataVersion()));
    private static final WriteColumn FIRST_REVISION =
            new WriteColumn("revision", "bigint", write -> new IntegerValue(((Write.Put) write).firstRevision()));
    private static final WriteColumn UPDATED_AT =
            new WriteColumn("updated_at", "timestamptz", write -> new InstantValue(now(write)));

    /** The revision that the stored record must have; none if any will do. */
    private static final WriteColumn EXPECTED = new WriteColumn("expected", "bigint", WriteColumn::expected);

    /** Returns the columns of a kind of write, in the order of the statement's parameters. */
    static List<WriteColumn> of(WriteKind kind, List<StoredIndex> indexes) {
        List<WriteColumn> columns = new ArrayList<>();
        columns.add(KEY);
        if (kind == WriteKind.UPDATE || kind == WriteKind.DELETE || kind.isReindex()) {
            columns.add(EXPECTED);
        }
        if (kind.isPut() || kind == WriteKind.REINDEX_WITH_BODY) {
            columns.addAll(List.of(BODY, BODY_BYTES, DATA_VERSION));
        }
        if (kind.isPut()) {
            columns.add(FIRST_REVISION);
        }
        if (kind.isPut() || kind == WriteKind.TOUCH) {
            columns.add(UPDATED_AT);
        }
        if (kind.isPut() || kind.isReindex()) {
            indexes.forEach(index -> columns.add(of(index)));
        }
        return columns;
    }

    private static WriteColumn of(StoredIndex index) {
        String declared = index.definition().name();
        return new WriteColumn(
                index.quoted(), index.type(), write -> indexValues(write).get(declared));
    }

    private static Map<String, IndexValue> indexValues(Write write) {
        return write instanceof Write.Put put ? put.indexValues() : ((Write.Reindex) write).indexValues();
    }

    private static Write.Body body(Write write) {
        return write instanceof Write.Put put
                ? new Write.Body(put.body(), put.bodyBytes(), put.dataVersion())
                : ((Write.Reindex) write).body().orElseThrow();
    }

    private static Instant now(Write write) {
        return write instanceof Write.Put put ? put.now() : ((Write.Touch) write).now();
    }

    private static @Nullable IndexValue expected(Write write) {
        if (write instanceof Write.Reindex reindex) {
            return new IntegerValue(reindex.revision());
        }
        Precondition precondition =
                write instanceof Write.Put put ? put.precondition() : ((Write.Delete) write).precondition();
        return precondition instanceof Precondition.AtRevision at ? new IntegerValue(at.revision()) : null;
    }
}
