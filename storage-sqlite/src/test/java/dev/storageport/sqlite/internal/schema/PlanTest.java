// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where the plan puts the values of an index that is added. */
class PlanTest {

    private static final Set<String> OBJECTS = Set.of("notes", "notes$content", "notes$readable");

    @Test
    void column_ofADroppedDefinition_isNotGivenToAnother() {
        assertThat(addingName(0)).contains("ADD COLUMN \"ix_name\" TEXT");
        // A program that was opened before the drop would write values of the old definition into a column of that
        // name.
        assertThat(addingName(1)).contains("ADD COLUMN \"ix_name$1\" TEXT");
    }

    private static String addingName(int nextSlot) {
        StoredCatalog stored = new StoredCatalog(
                Layout.CURRENT.number(), List.of(new StoredCatalog.Collection("notes", nextSlot, List.of())), OBJECTS);
        IndexDefinition name = new IndexDefinition("name", IndexKind.SINGLE, IndexType.TEXT, 2);
        Catalog declared = new Catalog(List.of(new CollectionDefinition("notes", List.of(name))));
        return Plan.of(Layout.CURRENT, stored, declared)
                .steps()
                .get(0)
                .statements()
                .get(0);
    }
}
