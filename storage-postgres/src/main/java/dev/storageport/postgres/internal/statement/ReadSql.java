// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.Projection;
import dev.storageport.postgres.internal.schema.StoredCollection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The statements that read by key, and the summary. */
final class ReadSql {

    private final StoredCollection table;
    private final Map<Projection, String> readOne;
    private final Map<Projection, String> readMany;

    ReadSql(StoredCollection table) {
        this.table = table;
        this.readOne = each(Projection.class, projection -> select(projection) + " WHERE t.key = ?");
        this.readMany = each(Projection.class, projection -> select(projection) + " WHERE t.key = ANY (?)");
    }

    /** Builds a statement for each case once, because the driver finds a prepared statement by its text. */
    private static <E extends Enum<E>> Map<E, String> each(Class<E> type, Function<E, String> statement) {
        Map<E, String> statements = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            statements.put(value, statement.apply(value));
        }
        return statements;
    }

    private String select(Projection projection) {
        return "SELECT " + columns(projection) + " FROM " + table.documents() + " AS t";
    }

    /** The columns that every record is read from. */
    static String columns(Projection projection) {
        return "t.key, t.revision, t.data_version, t.created_at, t.updated_at"
                + (projection.size() ? ", t.body_bytes + coalesce(octet_length(t.frame), 0)" : "")
                + (projection.body() ? ", t.body" : "")
                + (projection.content() ? ", t.frame, t.raw_bytes" : "");
    }

    /** Returns how many columns that is. */
    static int width(Projection projection) {
        return 5 + (projection.size() ? 1 : 0) + (projection.body() ? 1 : 0) + (projection.content() ? 2 : 0);
    }

    String readOne(Projection projection) {
        return Objects.requireNonNull(readOne.get(projection));
    }

    String readMany(Projection projection) {
        return Objects.requireNonNull(readMany.get(projection));
    }

    String summarize() {
        return "SELECT count(*), coalesce(sum(t.body_bytes), 0), min(t.updated_at), max(t.updated_at),"
                + " percentile_disc(?::double precision[]) WITHIN GROUP (ORDER BY t.updated_at DESC),"
                + " coalesce(sum(t.raw_bytes), 0), coalesce(sum(octet_length(t.frame)), 0)"
                + " FROM " + table.documents() + " AS t";
    }
}
