// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static dev.storageport.tck.fixture.ItemPrograms.items;
import static dev.storageport.tck.fixture.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.IndexBuildMode;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageOptions;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.StoragePort;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MODE: what opening may do to the schema. */
abstract class SchemaModeRules extends Topic {

    static final CollectionSpec<Item> DECLARED = items(Item.GROUP, ItemPrograms.NUMBER);
    static final CollectionSpec<Item> LESS_DECLARED = items(Item.GROUP);
    static final CollectionSpec<Item> ELSEWHERE =
            CollectionSpec.of("elsewhere", Item.class).index(Item.GROUP).build();

    static final IndexDefinition GROUPING = new IndexDefinition("grouping", IndexKind.SINGLE, IndexType.TEXT, 1);

    /** What {@link #LESS_DECLARED} tells a port. */
    static final Catalog LESS_CATALOG = new Catalog(List.of(new CollectionDefinition("items", List.of(GROUPING))));

    /** What {@link #DECLARED} and {@link #ELSEWHERE} together tell a port. */
    static final Catalog CATALOG = new Catalog(List.of(
            new CollectionDefinition(
                    "items", List.of(GROUPING, new IndexDefinition("number", IndexKind.SINGLE, IndexType.INTEGER, 1))),
            new CollectionDefinition("elsewhere", List.of(GROUPING))));

    private StorageOptions in(SchemaMode mode) {
        return bench().options().toBuilder().schemaMode(mode).build();
    }

    /** Returns options with which nothing but the validation itself can notice what is missing. */
    private StorageOptions onlyValidating() {
        return in(SchemaMode.VALIDATE).toBuilder()
                .indexBuildMode(IndexBuildMode.ON_REQUEST)
                .build();
    }

    @Test
    @Rule("MODE-1")
    void validate_completeDatabase_opens() {
        try (Storage first = bench().open(DECLARED, ELSEWHERE)) {
            ItemPrograms.fill(bench(), first.collection(DECLARED));
        }
        Storage storage = bench().open(in(SchemaMode.VALIDATE), DECLARED);
        DocumentCollection<Item> items = storage.collection(DECLARED);
        items.put("a", Item.grouped(35, "red"));
        ItemPrograms.BY_GROUP.assertExact("of a storage that was only validated", items);
        ItemPrograms.BY_NUMBER.assertExact("of a storage that was only validated", items);
    }

    @Test
    @Rule("MODE-1")
    void validate_whatIsMissing_isRefusedByNameAndNotCreated() {
        Storage first = bench().open(LESS_DECLARED);
        ItemPrograms.fill(bench(), first.collection(LESS_DECLARED));
        SchemaStatus before = first.schema().status();

        SchemaException index = refusal(
                SchemaException.class,
                "validating a database that lacks an index",
                () -> bench().open(onlyValidating(), DECLARED));
        SchemaException collection = refusal(
                SchemaException.class,
                "validating a database that lacks a collection",
                () -> bench().open(onlyValidating(), LESS_DECLARED, ELSEWHERE));
        SchemaException version = refusal(
                SchemaException.class,
                "validating a database that has an index in another version",
                () -> bench().open(onlyValidating(), items(Item.GROUP.version(2))));

        assertThat(index.getMessage()).as("the message of the index").contains("items", "number");
        assertThat(collection.getMessage()).as("the message of the collection").contains("elsewhere");
        assertThat(version.getMessage()).as("the message of the version").contains("items", "grouping");
        assertThat(first.schema().status())
                .as("the schema after three refusals")
                .isEqualTo(before);
        ItemPrograms.BY_GROUP.assertExact("after three refusals", first.collection(LESS_DECLARED));
    }

    @Test
    @Rule("MODE-1")
    void validate_emptyDatabase_isRefusedAndMigratedLater() {
        SchemaException refused = refusal(
                SchemaException.class,
                "validating an empty database",
                () -> bench().open(onlyValidating(), LESS_DECLARED));
        assertThat(refused.getMessage()).as("the message").isNotBlank();
        DocumentCollection<Item> items = ItemPrograms.open(bench(), LESS_DECLARED);
        items.put("a", Item.grouped(1, "red"));
        ItemPrograms.BY_GROUP.assertExact("created after a refusal", items);
    }

    @Test
    @Rule("MODE-1")
    void validate_indexThatIsIncomplete_isCompleted() {
        ItemPrograms.fill(bench(), ItemPrograms.open(bench(), LESS_DECLARED));
        bench().open(
                        in(SchemaMode.MIGRATE).toBuilder()
                                .indexBuildMode(IndexBuildMode.ON_REQUEST)
                                .build(),
                        DECLARED);
        Storage storage = bench().open(in(SchemaMode.VALIDATE), DECLARED);
        assertThat(ItemPrograms.isReadable(storage, "number"))
                .as("whether the index is readable after opening")
                .isTrue();
        ItemPrograms.BY_NUMBER.assertExact("that was created beforehand", storage.collection(DECLARED));
    }

    @Test
    @Rule("MODE-2")
    void none_opensWhatIsThere() {
        try (Storage first = bench().open(DECLARED)) {
            ItemPrograms.fill(bench(), first.collection(DECLARED));
        }
        Storage storage = bench().open(in(SchemaMode.NONE), DECLARED);
        DocumentCollection<Item> items = storage.collection(DECLARED);
        items.put("a", Item.grouped(35, "red"));
        items.delete(Item.key(1));
        ItemPrograms.BY_GROUP.assertExact("of a storage that compared nothing", items);
        ItemPrograms.BY_NUMBER.assertExact("of a storage that compared nothing", items);
    }

    @Test
    @Rule("MODE-2")
    void none_whatIsMissing_showsWhenItIsUsed() {
        Storage first = bench().open(LESS_DECLARED);
        first.collection(LESS_DECLARED).put("a", Item.grouped(1, "red"));
        SchemaStatus before = first.schema().status();

        Storage storage = bench().open(in(SchemaMode.NONE), DECLARED, ELSEWHERE);

        refusal(
                StorageException.class,
                "use of a collection that is not there",
                () -> storage.collection(ELSEWHERE).count());
        refusal(
                StorageException.class,
                "use of an index that is not there",
                () -> storage.collection(DECLARED).find(ItemPrograms.NUMBER.is(1)));
        assertThat(storage.collection(DECLARED).contains("a"))
                .as("whether a document that is there is read")
                .isTrue();
        assertThat(first.schema().status()).as("the schema afterwards").isEqualTo(before);
    }

    @Test
    @Rule("MODE-3")
    void ddl_showsWhatIsMissing_andChangesNothing() {
        List<String> everything = ddl(CATALOG);
        assertThat(everything)
                .as("statements for an empty database")
                .isNotEmpty()
                .anySatisfy(statement -> assertThat(statement).contains("elsewhere"));
        assertThat(ddl(CATALOG))
                .as("statements for the database, which is still empty")
                .isEqualTo(everything);

        Storage first = bench().open(LESS_DECLARED);
        SchemaStatus before = first.schema().status();
        List<String> rest = ddl(CATALOG);

        assertThat(rest)
                .as("statements for an index and a collection more")
                .isNotEmpty()
                .anySatisfy(statement -> assertThat(statement).contains("number"))
                .anySatisfy(statement -> assertThat(statement).contains("elsewhere"));
        assertThat(ddl(LESS_CATALOG)).as("statements for what is there").isEmpty();
        assertThat(first.schema().status())
                .as("the schema after its statements were shown")
                .isEqualTo(before);
    }

    @Test
    @Rule("MODE-3")
    void ddl_afterMigration_isEmpty() {
        bench().open(DECLARED, ELSEWHERE);
        assertThat(ddl(CATALOG)).as("statements for a complete database").isEmpty();
        assertThat(ddl(LESS_CATALOG))
                .as("statements for a program that declares less")
                .isEmpty();
    }

    private List<String> ddl(Catalog catalog) {
        try (StoragePort port = bench().harness().port()) {
            return port.ddl(catalog);
        }
    }
}
