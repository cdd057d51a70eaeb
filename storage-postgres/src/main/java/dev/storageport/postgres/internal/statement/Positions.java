// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.Field;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.postgres.internal.schema.StoredCollection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads where a record stands in the order of its scan. */
final class Positions {

    private final Order order;
    private final int valueAt;
    private final Optional<IndexType> type;

    Positions(Scan scan, StoredCollection table) {
        this.order = scan.order();
        this.valueAt = ReadSql.width(scan.projection()) + 2;
        this.type = order.by() instanceof Field.Indexed indexed
                ? Optional.of(table.index(indexed.index()).definition().type())
                : Optional.empty();
    }

    /** Reads what a row holds behind the columns of its record. */
    Position read(ResultSet row, StoredRecord record) throws SQLException {
        Optional<IndexValue> indexed = type.isPresent() ? Values.value(row, valueAt, type.get()) : Optional.empty();
        int rankAt = valueAt + (type.isPresent() ? 1 : 0);
        OptionalInt rank = order.ranking().isPresent() ? OptionalInt.of(row.getInt(rankAt)) : OptionalInt.empty();
        return Position.of(order, record, rank, indexed);
    }
}
