// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.Field;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Position;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the positions of a scan's records from the rows of its statements. */
final class Positions {

    private final Scan scan;
    private final Optional<IndexType> type;
    private final int valueColumn;

    Positions(CollectionSql collection, Scan scan) {
        this.scan = scan;
        type = scan.order().by() instanceof Field.Indexed indexed
                ? Optional.of(collection.index(indexed.index()).definition().type())
                : Optional.empty();
        valueColumn = CollectionSql.columns(scan.projection()) + 1;
    }

    /** Returns the position of the record that stands in the row. */
    Position read(ResultSet row, StoredRecord record) throws SQLException {
        OptionalInt rank = scan.order().ranking().isPresent()
                ? OptionalInt.of(Math.toIntExact(row.getLong(type.isPresent() ? valueColumn + 1 : valueColumn)))
                : OptionalInt.empty();
        Optional<IndexValue> indexed = type.isPresent() ? Values.value(row, valueColumn, type.get()) : Optional.empty();
        return Position.of(scan.order(), record, rank, indexed);
    }
}
