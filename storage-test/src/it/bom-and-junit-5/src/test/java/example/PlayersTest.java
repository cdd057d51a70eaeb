// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestBackend;
import dev.storageport.test.TestDatabase;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PlayersTest {

    record Player(String name) {}

    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).build();

    @RegisterExtension
    static final StorageExtension STORAGE = StorageExtension.of(PLAYERS);

    @RepeatedTest(2)
    void player_isFoundInAnEmptyDatabase(Storage storage, TestDatabase database) {
        assertEquals(TestBackend.SQLITE, database.backend());
        assertEquals(0, storage.collection(PLAYERS).count());
        storage.collection(PLAYERS).put("a", new Player("a"));
        assertEquals(1, storage.collection(PLAYERS).count());
    }

    @Test
    void libraries_haveTheVersionsOfTheBom() {
        String path = System.getProperty("java.class.path");
        for (String jar : System.getProperty("expected").split(" ")) {
            assertTrue(path.contains("/" + jar), () -> jar + " is not in " + path);
        }
    }
}
