// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.UniqueViolationException;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What opening does when documents do not allow a unique index. */
class CollisionsTest {

    private static final int DOCUMENTS = 2_000;

    private static final CollectionSpec<Item> BARE =
            CollectionSpec.of("items", Item.class).build();
    private static final CollectionSpec<Item> UNIQUE = CollectionSpec.of("items", Item.class)
            .index(Index.unique("alias", String.class, Item::alias))
            .build();

    private final FakeDatabase database = new FakeDatabase();

    @Test
    void refusal_namesAllOfThem_inFewTransactions() {
        try (Storage storage = Storage.open(FakeStorage.port(database), StorageOptions.defaults(), BARE)) {
            DocumentCollection<Item> items = storage.collection(BARE);
            for (int i = 0; i < DOCUMENTS; i++) {
                boolean second = i == 3 || i == 4 || i == DOCUMENTS / 2 || i == DOCUMENTS - 1;
                items.put(Item.key(i), Item.aliased(i, second ? "alias-0" : "alias-" + i));
            }
        }
        AtomicInteger transactions = new AtomicInteger();
        StoragePort counting = new ForwardingPort(FakeStorage.port(database)) {
            @Override
            public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                transactions.incrementAndGet();
                return super.transact(attempt, work);
            }
        };

        assertThatThrownBy(() -> Storage.open(counting, StorageOptions.defaults(), UNIQUE))
                .isInstanceOf(UniqueViolationException.class)
                .hasMessageContainingAll(Item.key(3), Item.key(4), Item.key(DOCUMENTS / 2), Item.key(DOCUMENTS - 1));

        assertThat(transactions).hasValueLessThan(DOCUMENTS / 10);
    }
}
