// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageException.Remedy;
import dev.storageport.StorageUnavailableException;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RetryTest {

    record Order(String article, int number) {}

    record Account(long cents, List<String> payments) {

        Account paid(String payment, long amount) {
            List<String> all = new ArrayList<>(payments);
            all.add(payment);
            return new Account(cents - amount, all);
        }
    }

    static final CollectionSpec<Order> ORDERS =
            CollectionSpec.of("orders", Order.class).build();
    static final CollectionSpec<Account> ACCOUNTS =
            CollectionSpec.of("accounts", Account.class).build();

    // tag::repeat[]
    /** Repeats work that does the same when it is done twice. */
    static <R> R repeated(Supplier<R> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (StorageException failed) {
                if (failed.remedy() != Remedy.RETRY || attempt == 3) {
                    throw failed;
                }
            }
        }
    }
    // end::repeat[]

    // tag::insert-once[]
    /** Places an order once: whoever calls chooses the key, and calls again with the same one. */
    static boolean place(DocumentCollection<Order> orders, String key, Order order) {
        boolean inserted = repeated(() -> orders.insert(key, order)).isPresent();
        return inserted
                || orders.get(key).map(stored -> stored.value().equals(order)).orElse(false);
    }
    // end::insert-once[]

    // tag::pay-once[]
    /** Takes a payment once: the document remembers it, so a second time changes nothing. */
    static void pay(DocumentCollection<Account> accounts, String account, String payment, long cents) {
        repeated(() -> accounts.update(account, a -> a.payments().contains(payment) ? a : a.paid(payment, cents)));
    }
    // end::pay-once[]

    private final FakeDatabase database = new FakeDatabase();

    @Test
    void insert_replyLost_isAppliedOnce() {
        try (Storage storage = FakeStorage.open(database, ORDERS)) {
            DocumentCollection<Order> orders = storage.collection(ORDERS);
            database.faults().loseReplies(1);
            assertThat(place(orders, "o-1", new Order("book", 1))).isTrue();
            assertThat(place(orders, "o-1", new Order("pen", 1)))
                    .as("another order of that key")
                    .isFalse();
            assertThat(orders.count()).isEqualTo(1);
        }
    }

    @Test
    void update_replyLost_isAppliedOnce() {
        try (Storage storage = FakeStorage.open(database, ACCOUNTS)) {
            DocumentCollection<Account> accounts = storage.collection(ACCOUNTS);
            accounts.put("ada", new Account(1000, List.of()));
            database.faults().loseReplies(1);
            pay(accounts, "ada", "p-1", 300);
            assertThat(accounts.get("ada").orElseThrow().value()).isEqualTo(new Account(700, List.of("p-1")));
        }
    }

    @Test
    void write_replyLost_saysThatItsOutcomeIsUnknown() {
        try (Storage storage = FakeStorage.open(database, ORDERS)) {
            database.faults().loseReplies(1);
            assertThatThrownBy(() -> storage.collection(ORDERS).put("o-1", new Order("book", 1)))
                    .isInstanceOfSatisfying(StorageUnavailableException.class, failed -> {
                        assertThat(failed.outcomeUnknown()).isTrue();
                        assertThat(failed.remedy()).isEqualTo(Remedy.RETRY);
                    });
        }
    }
}
