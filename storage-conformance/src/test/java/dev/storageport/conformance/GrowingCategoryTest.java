// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.MappingException;
import dev.storageport.SchemaMode;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A program whose set of categories is closed, and the next version of it, which knows one more. */
@ParameterizedClass
@EnumSource(Backend.class)
class GrowingCategoryTest {

    /** The categories of the first version. */
    enum Category {
        HEROES,
        MAPS
    }

    /** Those of the second one. */
    enum GrownCategory {
        HEROES,
        SEASONS,
        MAPS
    }

    record Entry(Category category) {}

    record GrownEntry(GrownCategory category) {}

    private static final Index<Entry, Category> CATEGORY = Index.of("category", Category.class, Entry::category);
    private static final Index<GrownEntry, GrownCategory> GROWN =
            Index.of("category", GrownCategory.class, GrownEntry::category);

    private static final CollectionSpec<Entry> FIRST =
            CollectionSpec.of("entries", Entry.class).index(CATEGORY).build();
    private static final CollectionSpec<GrownEntry> SECOND =
            CollectionSpec.of("entries", GrownEntry.class).index(GROWN).build();

    private final TestDatabase database;

    GrowingCategoryTest(Backend backend) {
        database = backend.empty();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Storage open(SchemaMode mode, CollectionSpec<?> spec) {
        return database.open(StorageOptions.builder().schemaMode(mode).build(), spec);
    }

    @Test
    void category_addedLater_needsNoStatement() {
        try (Storage first = open(SchemaMode.MIGRATE, FIRST);
                Storage second = open(SchemaMode.VALIDATE, SECOND)) {
            DocumentCollection<GrownEntry> entries = second.collection(SECOND);
            first.collection(FIRST).put("maps", new Entry(Category.MAPS));
            entries.put("seasons", new GrownEntry(GrownCategory.SEASONS));
            assertThat(entries.keys(GROWN.is(GrownCategory.SEASONS))).containsExactly("seasons");
            assertThat(entries.countBy(GROWN)).containsOnlyKeys(GrownCategory.MAPS, GrownCategory.SEASONS);
            assertThat(first.collection(FIRST).keys(CATEGORY.is(Category.MAPS))).containsExactly("maps");
        }
    }

    /** A caller cannot even name one; this is what another version of the program stored. */
    @Test
    void category_unknown_isRefused() {
        try (Storage second = open(SchemaMode.MIGRATE, SECOND);
                Storage first = open(SchemaMode.VALIDATE, FIRST)) {
            second.collection(SECOND).put("seasons", new GrownEntry(GrownCategory.SEASONS));
            second.collection(SECOND).put("maps", new GrownEntry(GrownCategory.MAPS));
            assertThatThrownBy(() -> first.collection(FIRST).get("seasons"))
                    .isInstanceOf(MappingException.class)
                    .hasMessageContainingAll("entries", "seasons", "category")
                    .hasMessageNotContaining("SEASONS");
            assertThat(first.collection(FIRST).get("maps").orElseThrow().value())
                    .isEqualTo(new Entry(Category.MAPS));
        }
    }
}
