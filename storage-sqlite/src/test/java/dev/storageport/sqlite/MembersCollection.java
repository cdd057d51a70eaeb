// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.single;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import java.util.List;
import java.util.Map;

/** A collection that tests grow, with an index of each kind. */
final class MembersCollection {

    static final IndexDefinition AGE = single("age", IndexType.INTEGER);
    static final IndexDefinition NAME = single("name", IndexType.TEXT);
    static final IndexDefinition MAIL = new IndexDefinition("mail", IndexKind.UNIQUE, IndexType.TEXT, 1);
    static final IndexDefinition TAGS = new IndexDefinition("tags", IndexKind.MULTI_VALUE, IndexType.TEXT, 1);
    static final IndexDefinition FIND = new IndexDefinition("find", IndexKind.SEARCH, IndexType.TEXT, 1);
    static final CollectionDefinition BARE = user();
    static final CollectionDefinition FULL = user(AGE, NAME, MAIL, TAGS, FIND);
    static final Map<String, IndexValue> VALUES = Map.of(
            "age", new IndexValue.IntegerValue(7),
            "name", new IndexValue.TextValue("n"),
            "mail", new IndexValue.TextValue("m"),
            "tags", new IndexValue.MultiValue(List.of(new IndexValue.TextValue("t"), new IndexValue.TextValue("u"))),
            "find", new IndexValue.TextValue("some words"));
    static final Filter ALL = new Filter.All();

    private MembersCollection() {}

    static CollectionDefinition user(IndexDefinition... indexes) {
        return new CollectionDefinition("user", List.of(indexes));
    }

    static Write put(CollectionDefinition collection, String key, Map<String, IndexValue> values) {
        return new Write.Put(
                collection,
                key,
                new Precondition.None(),
                "{}",
                2,
                1,
                values,
                new ContentChange.Keep(),
                1,
                SqliteFiles.NOON);
    }

    static Filter is(String index, IndexValue value) {
        return new Filter.In(new Field.Indexed(index), List.of(value));
    }

    /** Asks each index of {@link #FULL} for {@link #VALUES}. */
    static void assertFound(SqlitePort port, int expected) {
        assertThat(port.count(FULL, is("age", new IndexValue.IntegerValue(7)))).isEqualTo(expected);
        assertThat(port.count(FULL, is("name", new IndexValue.TextValue("n")))).isEqualTo(expected);
        assertThat(port.count(FULL, is("mail", new IndexValue.TextValue("m")))).isEqualTo(expected);
        assertThat(port.count(FULL, is("tags", new IndexValue.TextValue("u")))).isEqualTo(expected);
        assertThat(port.count(FULL, new Filter.Search("find", List.of("words", "so"))))
                .isEqualTo(expected);
    }
}
