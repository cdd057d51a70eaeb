// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static dev.storageport.Condition.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.TransactionOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    record Account(long cents) {}

    record Transfer(String from, String to, long cents) {}

    static final CollectionSpec<Account> ACCOUNTS =
            CollectionSpec.of("accounts", Account.class).build();
    static final CollectionSpec<Transfer> TRANSFERS =
            CollectionSpec.of("transfers", Transfer.class).build();

    // tag::transfer[]
    static final class NotEnough extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Both accounts and the note of it, or nothing. What the work throws undoes it and arrives unchanged. */
    static long transfer(Storage storage, String id, Transfer transfer) throws NotEnough {
        return storage.transact(tx -> {
            DocumentCollection<Account> accounts = tx.collection(ACCOUNTS);
            long left = accounts.get(transfer.from()).orElseThrow().value().cents() - transfer.cents();
            if (left < 0) {
                throw new NotEnough();
            }
            accounts.put(transfer.from(), new Account(left));
            accounts.update(transfer.to(), to -> new Account(to.cents() + transfer.cents()));
            tx.collection(TRANSFERS).put(id, transfer);
            return left;
        });
    }
    // end::transfer[]

    @Test
    void transfer_thatCannotBePaid_changesNothing() throws NotEnough {
        try (Storage storage = Storage.open("sqlite::memory:", ACCOUNTS, TRANSFERS)) {
            storage.collection(ACCOUNTS).put("ada", new Account(100));
            storage.collection(ACCOUNTS).put("bob", new Account(0));
            List<String> mails = new ArrayList<>();
            // tag::after-commit[]
            long left = transfer(storage, "t-1", new Transfer("ada", "bob", 60));
            mails.add("you have " + left + " left"); // after the commit: the work itself may run several times
            // end::after-commit[]
            assertThat(mails).containsExactly("you have 40 left");
            assertThatThrownBy(() -> transfer(storage, "t-2", new Transfer("ada", "bob", 60)))
                    .isInstanceOf(NotEnough.class);
            // tag::snapshot[]
            long sum = storage.transact(
                    TransactionOptions.snapshot(), // reads only, all from one moment, and holds nobody up
                    tx -> tx.collection(ACCOUNTS).find(all()).stream()
                            .mapToLong(account -> account.value().cents())
                            .sum());
            // end::snapshot[]
            assertThat(sum).isEqualTo(100);
            assertThat(storage.collection(TRANSFERS).keys(all())).containsExactly("t-1");
        }
    }
}
