// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.ConfigurationException;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus.IndexState;
import dev.storageport.SchemaStatus.IndexStatus;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.StoredWithContent;
import dev.storageport.port.Field;
import dev.storageport.port.IndexDefinition;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** GROW: indexes on times that are added to collections and taken away. */
abstract class TimeIndexGrowthRules extends Topic {

    private static final CollectionSpec<Item> WITHOUT = ItemPrograms.items(Item.GROUP);
    private static final CollectionSpec<Item> WITH = CollectionSpec.of("items", Item.class)
            .index(Item.GROUP)
            .indexUpdatedAt()
            .indexCreatedAt()
            .build();

    @Test
    @Rule("GROW-15")
    void timeIndex_addedToACollectionWithDocuments_isThereAtOnceAndChangesNothing() {
        List<StoredWithContent<Item>> before;
        List<String> newest;
        try (Storage first = bench().open(WITHOUT)) {
            ItemPrograms.fill(bench(), first.collection(WITHOUT));
            before = ItemPrograms.everything(first.collection(WITHOUT));
            newest = first.collection(WITHOUT).keys(Condition.all().newestFirst());
            assertThat(ItemPrograms.indexNames(first)).as("indexes at first").containsExactly("grouping");
        }
        Storage storage = bench().open(WITH);
        DocumentCollection<Item> items = storage.collection(WITH);

        assertShown(storage);
        assertThat(storage.schema().build())
                .as("documents that were brought in")
                .isZero();
        assertThat(ItemPrograms.everything(items)).as("documents").isEqualTo(before);
        assertThat(items.keys(Condition.all().newestFirst())).as("newest first").isEqualTo(newest);

        DocumentCollection<Item> others = bench().open(WITHOUT).collection(WITHOUT);
        others.put("by another program", Item.of(1));
        assertThat(items.keys(Condition.all().newestFirst().limit(1)))
                .as("the newest, which a program wrote that does not declare the index")
                .containsExactly("by another program");
        assertShown(storage);
    }

    private static void assertShown(Storage storage) {
        for (Field.Attribute time : List.of(Field.Attribute.CREATED_AT, Field.Attribute.UPDATED_AT)) {
            assertThat(ItemPrograms.indexes(storage))
                    .as("the index on a time, as the status shows it")
                    .filteredOn(IndexStatus::definition, IndexDefinition.ofTime(time))
                    .singleElement()
                    .extracting(IndexStatus::state)
                    .isEqualTo(IndexState.READABLE);
        }
    }

    @Test
    @Rule("GROW-15")
    void timeIndex_isPruned_andDeclaredAgain() {
        try (Storage first = bench().open(WITH)) {
            ItemPrograms.fill(bench(), first.collection(WITH));
        }
        Storage storage = bench().open(WITHOUT);
        DocumentCollection<Item> items = storage.collection(WITHOUT);
        List<String> newest = items.keys(Condition.all().newestFirst());

        assertThat(storage.schema().prune())
                .as("what was dropped")
                .containsExactly("items.created_at", "items.updated_at");
        assertThat(ItemPrograms.indexNames(storage)).as("indexes left").containsExactly("grouping");
        assertThat(items.keys(Condition.all().newestFirst())).as("newest first").isEqualTo(newest);
        ItemPrograms.BY_GROUP.assertExact("that was kept", items);

        Storage again = bench().open(WITH);
        assertShown(again);
        assertThat(again.collection(WITH).keys(Condition.all().newestFirst()))
                .as("newest first, with the index again")
                .isEqualTo(newest);
    }

    @Test
    @Rule("GROW-15")
    void timeIndex_thatIsMissing_isNamed() {
        try (Storage first = bench().open(WITHOUT)) {
            first.collection(WITHOUT).put("a", Item.of(1));
        }
        StorageOptions validating =
                StorageOptions.builder().schemaMode(SchemaMode.VALIDATE).build();
        SchemaException refused = refusal(
                SchemaException.class,
                "validating a database without the index on a time",
                () -> bench().open(validating, WITH));
        assertThat(refused.getMessage())
                .as("the message")
                .contains("updated_at")
                .contains("created_at");
    }

    @Test
    @Rule("GROW-15")
    void timeIndex_leavesItsNameToAnIndexOfValues_whereItIsNotDeclared() {
        Index<Item, Instant> own = Index.of("updated_at", Instant.class, item -> Instant.ofEpochSecond(item.number()));
        refusal(
                ConfigurationException.class,
                "an index of the name of a declared time",
                () -> CollectionSpec.of("items", Item.class)
                        .index(own)
                        .indexUpdatedAt()
                        .build());
        CollectionSpec<Item> spec = CollectionSpec.of("items", Item.class)
                .index(own)
                .indexCreatedAt()
                .build();
        DocumentCollection<Item> items = ItemPrograms.open(bench(), spec);
        items.put("a", Item.of(2));
        items.put("b", Item.of(1));
        assertThat(items.keys(Condition.all().by(own)))
                .as("by the index of values")
                .containsExactly("b", "a");
        assertThat(items.keys(Condition.all().oldestFirst())).as("by the time").containsExactly("a", "b");
        try (Storage both = bench().open(WITH)) {
            assertThat(both.collection(WITH).keys(Condition.all().oldestFirst()))
                    .as("by the time, with an index beside that of values")
                    .containsExactly("a", "b");
        }
    }
}
