// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import org.junit.jupiter.api.Test;

class GrowingTest {

    record Nick(String nick) {}

    record Player(String name, int level) {}

    static final CollectionSpec<Nick> FIRST =
            CollectionSpec.of("players", Nick.class).build();

    static final CollectionSpec<Player> THIRD =
            // tag::upcast[]
            CollectionSpec.of("players", Player.class)
                    .version(3)
                    .upcast(1, json -> ((ObjectNode) json).put("level", 1)) // 1 to 2
                    .upcast(2, json -> rename((ObjectNode) json, "nick", "name")) // 2 to 3
                    .build();
    // end::upcast[]

    private static ObjectNode rename(ObjectNode json, String from, String to) {
        return json.set(to, json.remove(from));
    }

    @Test
    void document_ofFirstVersion_isReadAsThird() {
        FakeDatabase database = new FakeDatabase();
        try (Storage storage = FakeStorage.open(database, FIRST)) {
            storage.collection(FIRST).put("ada", new Nick("Ada"));
        }
        try (Storage storage = FakeStorage.open(database, THIRD)) {
            assertThat(storage.collection(THIRD).get("ada").orElseThrow().value())
                    .isEqualTo(new Player("Ada", 1));
            assertThat(storage.collection(THIRD).upgradeAll()).isEqualTo(1);
        }
    }
}
