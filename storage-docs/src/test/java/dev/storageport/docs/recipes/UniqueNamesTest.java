// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.UniqueViolationException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class UniqueNamesTest {

    // tag::declare[]
    record User(String name, String email) {}

    static final Index<User, String> NAME = // "Ada" and "ADA" are one name
            Index.unique("name", String.class, user -> user.name().toLowerCase(Locale.ROOT));
    static final CollectionSpec<User> USERS =
            CollectionSpec.of("users", User.class).index(NAME).build();
    // end::declare[]

    // tag::register[]
    enum Registration {
        DONE,
        NAME_TAKEN,
        ID_TAKEN
    }

    static Registration register(DocumentCollection<User> users, String id, User user) {
        try {
            return users.insert(id, user).isPresent() ? Registration.DONE : Registration.ID_TAKEN;
        } catch (UniqueViolationException taken) {
            return Registration.NAME_TAKEN; // taken.index() says which, where there are several
        }
    }
    // end::register[]

    @Test
    void register_nameInAnotherCase_isTaken() {
        try (Storage storage = Storage.open("sqlite::memory:", USERS)) {
            DocumentCollection<User> users = storage.collection(USERS);
            assertThat(register(users, "1", new User("Ada", "ada@example.org"))).isEqualTo(Registration.DONE);
            assertThat(register(users, "2", new User("ADA", "other@example.org")))
                    .isEqualTo(Registration.NAME_TAKEN);
            assertThat(register(users, "1", new User("Bob", "bob@example.org"))).isEqualTo(Registration.ID_TAKEN);
            assertThat(users.find(NAME.is("ada"))).hasSize(1);
        }
    }
}
