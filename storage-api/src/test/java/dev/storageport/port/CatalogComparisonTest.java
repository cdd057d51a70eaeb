// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CatalogComparisonTest {

    private static final IndexDefinition NAME = new IndexDefinition("name", IndexKind.SINGLE, IndexType.TEXT, 1);
    private static final IndexDefinition NAME_2 = new IndexDefinition("name", IndexKind.SINGLE, IndexType.TEXT, 2);
    private static final IndexDefinition MAIL = new IndexDefinition("mail", IndexKind.UNIQUE, IndexType.TEXT, 1);
    private static final CollectionDefinition USERS = new CollectionDefinition("users", List.of(NAME, MAIL));
    private static final CollectionDefinition NOTES = new CollectionDefinition("notes", List.of());
    private static final Catalog DECLARED = new Catalog(List.of(USERS, NOTES));

    @Test
    void everything_missing_isNew() {
        CatalogComparison comparison = CatalogComparison.of(DECLARED, Map.of());
        assertThat(comparison.missing()).isEqualTo(DECLARED);
        assertThat(comparison.isNew(USERS)).isTrue();
        assertThat(comparison.inWords())
                .containsExactly(
                        "collection users",
                        "index users.name as TEXT",
                        "index users.mail as unique TEXT",
                        "collection notes");
    }

    @Test
    void indexes_ofAnotherDefinition_areMissingWithoutTheirCollection() {
        CatalogComparison comparison =
                CatalogComparison.of(DECLARED, Map.of("users", List.of(NAME_2, MAIL), "notes", List.of(NAME)));
        assertThat(comparison.missing().collections())
                .containsExactly(new CollectionDefinition("users", List.of(NAME)));
        assertThat(comparison.isNew(USERS)).isFalse();
        assertThatThrownBy(comparison::requireComplete)
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("lacks index users.name as TEXT; open");
    }

    @Test
    void nothing_missing_isComplete() {
        CatalogComparison comparison = CatalogComparison.of(
                DECLARED, Map.of("users", List.of(NAME_2, MAIL, NAME), "notes", List.of(), "other", List.of()));
        assertThat(comparison.missing().collections()).isEmpty();
        assertThat(comparison.inWords()).isEmpty();
        comparison.requireComplete();
    }
}
