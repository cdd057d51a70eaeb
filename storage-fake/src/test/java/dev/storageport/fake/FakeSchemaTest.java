// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeSchemaTest {

    private static final IndexDefinition NAME = new IndexDefinition("name", IndexKind.SINGLE, IndexType.TEXT, 1);
    private static final IndexDefinition ALIAS = new IndexDefinition("alias", IndexKind.UNIQUE, IndexType.TEXT, 1);
    private static final CollectionDefinition BARE = new CollectionDefinition("notes", List.of());
    private static final CollectionDefinition NAMED = new CollectionDefinition("notes", List.of(NAME, ALIAS));

    private final FakeDatabase database = new FakeDatabase();
    private final StoragePort port = FakeStorage.port(database);

    @Test
    void prepare_returnsWhatItAdded_andDdlWhatItWouldAdd() {
        assertThat(port.ddl(new Catalog(List.of(NAMED))))
                .containsExactly(
                        "create collection notes",
                        "create index notes.name as TEXT",
                        "create index notes.alias as unique TEXT");
        assertThat(prepare(BARE)).isEqualTo(new Catalog(List.of(BARE)));
        assertThat(prepare(NAMED)).isEqualTo(new Catalog(List.of(NAMED)));
        assertThat(prepare(NAMED)).isEqualTo(new Catalog(List.of()));
        assertThat(port.ddl(new Catalog(List.of(NAMED)))).isEmpty();
    }

    @Test
    void prepare_thatMayChangeNothing_changesNothing() {
        Catalog catalog = new Catalog(List.of(NAMED));
        assertThatThrownBy(() -> port.prepare(catalog, SchemaMode.VALIDATE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("notes");
        assertThat(port.prepare(catalog, SchemaMode.NONE)).isEqualTo(new Catalog(List.of()));
        assertThat(port.schema().collections()).isEmpty();
        assertThatThrownBy(() -> port.count(NAMED, new Filter.All())).isInstanceOf(SchemaException.class);

        prepare(BARE);
        assertThatThrownBy(() -> port.prepare(catalog, SchemaMode.VALIDATE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContainingAll("notes", "name");
    }

    @Test
    void put_byAProgramThatDoesNotDeclareAnIndex_leavesItOutOfDate() {
        prepare(NAMED);
        put(NAMED, "a", Map.of("alias", text("x")));
        put(BARE, "a", Map.of());

        assertThatThrownBy(() -> port.count(NAMED, new Filter.Not(new Filter.Present("alias"))))
                .isInstanceOf(IndexNotReadyException.class)
                .hasMessageContainingAll("notes", "alias");
        assertThatThrownBy(() -> put(NAMED, "b", Map.of("alias", text("x"))))
                .as("the value that is out of date still has its owner")
                .isInstanceOf(UniqueViolationException.class);

        StoredRecord found =
                port.staleRecords(NAMED, "alias", Optional.empty(), 10).get(0);
        port.write(List.of(new Write.Reindex(NAMED, "a", found.revision(), Optional.empty(), Map.of())));
        assertThat(port.staleRecords(NAMED, "alias", Optional.empty(), 10)).isEmpty();
        put(NAMED, "b", Map.of("alias", text("x")));
        assertThat(port.count(NAMED, new Filter.Present("alias"))).isEqualTo(1);
    }

    @Test
    void dropIndex_failsProgramsThatDeclareIt() {
        prepare(NAMED);
        put(NAMED, "a", Map.of("name", text("n"), "alias", text("x")));
        port.dropIndex("notes", ALIAS);
        port.dropIndex("notes", ALIAS);

        assertThatThrownBy(() -> put(NAMED, "b", Map.of()))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("alias");
        assertThatThrownBy(() -> port.count(NAMED, new Filter.Present("alias"))).isInstanceOf(SchemaException.class);
        assertThat(port.count(NAMED, new Filter.Present("name"))).isEqualTo(1);
    }

    @Test
    void indexes_moreThanACollectionCanHave_areRefused() {
        for (int version = 1; version <= 62; version++) {
            IndexDefinition index = new IndexDefinition("name", IndexKind.SINGLE, IndexType.TEXT, version);
            prepare(new CollectionDefinition("notes", List.of(index)));
            port.dropIndex("notes", index);
        }
        assertThatThrownBy(() -> prepare(NAMED))
                .isInstanceOf(SchemaException.class)
                .hasMessageContainingAll("notes", "62");
        port.dropCollection("notes");
        assertThat(prepare(NAMED).collections()).containsExactly(NAMED);
    }

    private Catalog prepare(CollectionDefinition collection) {
        return port.prepare(new Catalog(List.of(collection)), SchemaMode.MIGRATE);
    }

    private void put(CollectionDefinition collection, String key, Map<String, IndexValue> values) {
        port.write(List.of(new Write.Put(
                collection,
                key,
                new Precondition.None(),
                "{}",
                2,
                1,
                values,
                new ContentChange.Remove(),
                1,
                Instant.EPOCH)));
    }

    private static IndexValue text(String value) {
        return new IndexValue.TextValue(value);
    }
}
