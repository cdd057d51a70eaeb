// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static dev.storageport.Condition.updatedBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first example of the README. */
class FirstScreenTest {

    @TempDir
    private Path folder;

    // tag::first[]
    record Player(String battletag, String name, int level) {}

    static final Index<Player, String> BATTLETAG = Index.unique("battletag", String.class, Player::battletag);
    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).index(BATTLETAG).build();

    // end::first[]
    @Test
    void example_onFileAndInMemory_doesWhatItsCommentsSay() {
        example("memory:");
        example("sqlite:" + folder.resolve("players.db"));
    }

    private static void example(String url) {
        String html = "<html>TeKrop</html>";
        // tag::first[]
        try (Storage storage = Storage.open(url, PLAYERS)) { // sqlite:players.db, postgres://host/db or memory:
            DocumentCollection<Player> players = storage.collection(PLAYERS);
            players.put("tekrop-2217", new Player("TeKrop#2217", "TeKrop", 1), Content.text(html));
            players.update("tekrop-2217", p -> new Player(p.battletag(), p.name(), p.level() + 1)); // no lost update
            List<Stored<Player>> found = players.find(BATTLETAG.is("TeKrop#2217"));
            long removed = players.delete(updatedBefore(Duration.ofDays(7))); // retention, with the exact count
            // end::first[]
            assertThat(found).extracting(Stored::value).containsExactly(new Player("TeKrop#2217", "TeKrop", 2));
            assertThat(removed).isZero();
            assertThat(players.content("tekrop-2217")).contains(Content.text(html));
            // tag::first[]
        }
        // end::first[]
    }
}
