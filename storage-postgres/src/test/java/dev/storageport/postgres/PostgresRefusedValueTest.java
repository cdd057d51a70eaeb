// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.storageport.SchemaMode;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a write whose value of a unique index has another owner: its key, alone and in a batch, and never the value. */
class PostgresRefusedValueTest {

    private final TestDatabase database = TestDatabase.create();
    private final PostgresPort port = database.port();

    @BeforeEach
    void prepare() {
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
    }

    @AfterEach
    void close() {
        port.close();
        database.close();
    }

    private void write(Write write) {
        port.write(List.of(write));
    }

    private static List<IndexValue> values() {
        return List.of(
                new IndexValue.TextValue("x) y"),
                new IndexValue.TextValue(""),
                new IndexValue.TextValue("a\n\"'\\ )=(ä🎉"),
                new IndexValue.IntegerValue(Long.MIN_VALUE),
                new IndexValue.RealValue(0.1),
                new IndexValue.RealValue(-1.5e300),
                new IndexValue.BooleanValue(true),
                new IndexValue.InstantValue(Samples.NOON),
                new IndexValue.InstantValue(Instant.parse("0001-02-03T00:00:00Z")),
                new IndexValue.InstantValue(Instant.parse("1800-01-01T00:00:00.5Z")),
                new IndexValue.DateValue(LocalDate.of(2024, 2, 29)),
                new IndexValue.DateValue(LocalDate.of(1, 1, 1)),
                new IndexValue.DateValue(LocalDate.of(9999, 12, 31)),
                new IndexValue.UuidValue(new UUID(1, -1)));
    }

    @Test
    void uniqueViolation_inABatch_namesTheKeyThatWasRefusedWhateverTheType() {
        List<CollectionDefinition> collections = new ArrayList<>();
        for (IndexValue value : values()) {
            collections.add(new CollectionDefinition(
                    "owner" + collections.size(),
                    List.of(new IndexDefinition("value", IndexKind.UNIQUE, value.type(), 1))));
        }
        port.prepare(new Catalog(collections), SchemaMode.MIGRATE);
        for (int i = 0; i < collections.size(); i++) {
            CollectionDefinition owners = collections.get(i);
            IndexValue value = values().get(i);
            write(owned(owners, "z", Map.of("value", value)));
            List<Write> batch = new ArrayList<>();
            batch.add(owned(owners, "a", Map.of()));
            if (value instanceof IndexValue.TextValue) {
                batch.add(owned(owners, "b", Map.of("value", new IndexValue.TextValue("x"))));
            }
            batch.add(owned(owners, "c", Map.of("value", value)));
            batch.add(owned(owners, "d", Map.of()));
            assertThat(refusedKey(batch)).as("refused because of %s", value).contains("c");
            assertThat(port.count(owners, new Filter.All())).isEqualTo(1);
        }
    }

    @Test
    void uniqueViolation_ofAValueThatABatchBringsTwice_namesTheOneThatIsLateOrNotTheOwner() {
        List<Write> batch = List.of(
                Samples.put("a", Samples.tag("x")), Samples.put("b", Map.of()), Samples.put("c", Samples.tag("x")));
        assertThat(refusedKey(batch)).contains("c");
        write(Samples.put("z", Samples.tag("x")));
        assertThat(refusedKey(batch)).contains("a");
        assertThat(port.count(Samples.USERS, new Filter.All())).isEqualTo(1);
    }

    private static Write owned(CollectionDefinition collection, String key, Map<String, IndexValue> values) {
        return Samples.put(collection, key, "{}", new Precondition.None(), values, new ContentChange.Keep());
    }

    private Optional<String> refusedKey(List<Write> batch) {
        return catchThrowableOfType(UniqueViolationException.class, () -> port.write(batch))
                .key();
    }

    @Test
    void uniqueViolation_namesCollectionIndexAndKeyAndNoValue() {
        write(Samples.put("a", Samples.tag("se-cret")));
        assertThatThrownBy(() -> write(Samples.put("b", Samples.tag("se-cret"))))
                .isInstanceOfSatisfying(UniqueViolationException.class, violation -> {
                    assertThat(violation.collection()).isEqualTo("user");
                    assertThat(violation.index()).isEqualTo("tag");
                })
                .hasMessageContaining("key \"b\"")
                .satisfies(violation -> Secrets.assertAbsent(violation, "se-cret"));
        List<Write> batch = List.of(Samples.put("b", Map.of()), Samples.put("c", Samples.tag("se-cret")));
        assertThatThrownBy(() -> port.write(batch))
                .isInstanceOfSatisfying(
                        UniqueViolationException.class,
                        violation -> assertThat(violation.key()).contains("c"))
                .satisfies(violation -> Secrets.assertAbsent(violation, "se-cret"));
        assertThat(port.count(Samples.USERS, new Filter.All())).isEqualTo(1);
    }
}
