// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.Field;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.postgres.internal.schema.StoredCollection;
import dev.storageport.postgres.internal.schema.StoredIndex;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a scan: the record of each, whether the indexes were ready, and where it stands in the order. */
final class RowReader {

    /** A record, and what its row tells of where it stands. */
    static final class Row {

        private final StoredRecord record;
        private final OptionalInt rank;

        /** The value that the order compares, if it is not text. */
        private final Optional<IndexValue> value;

        /** The text that the order compares, as it was sent: few rows are ever asked for their position. */
        private final byte @Nullable [] text;

        private Row(StoredRecord record, OptionalInt rank, Optional<IndexValue> value, byte @Nullable [] text) {
            this.record = record;
            this.rank = rank;
            this.value = value;
            this.text = text;
        }

        StoredRecord record() {
            return record;
        }
    }

    private final StoredCollection table;
    private final Projection projection;
    private final Order order;
    private final int notReadyAt;
    private final int valueAt;
    private final Optional<IndexType> type;

    RowReader(Scan scan, StoredCollection table) {
        this.table = table;
        this.projection = scan.projection();
        this.order = scan.order();
        this.notReadyAt = ReadSql.width(projection) + 1;
        this.valueAt = notReadyAt + 1;
        this.type = order.by() instanceof Field.Indexed indexed
                ? Optional.of(table.index(indexed.index()).definition().type())
                : Optional.empty();
    }

    /** Refuses the answer that a row is of, if an index was not ready. */
    void requireReady(ResultSet row, Collection<StoredIndex> columns) throws SQLException {
        ReadableIndexes.require(row, notReadyAt, table, columns);
    }

    Row read(ResultSet row) throws SQLException {
        StoredRecord record = Values.record(row, projection);
        int rankAt = valueAt + (type.isPresent() ? 1 : 0);
        OptionalInt rank = order.ranking().isPresent() ? OptionalInt.of(row.getInt(rankAt)) : OptionalInt.empty();
        if (type.isEmpty()) {
            return new Row(record, rank, Optional.empty(), null);
        }
        return type.get() == IndexType.TEXT
                ? new Row(record, rank, Optional.empty(), row.getBytes(valueAt))
                : new Row(record, rank, Values.value(row, valueAt, type.get()), null);
    }

    Position position(Row row) {
        Optional<IndexValue> value = row.text == null
                ? row.value
                : Optional.of(new IndexValue.TextValue(new String(row.text, StandardCharsets.UTF_8)));
        return Position.of(order, row.record, row.rank, value);
    }
}
