// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static dev.storageport.Condition.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.InvalidValueException;
import dev.storageport.Page;
import dev.storageport.PageTokenKey;
import dev.storageport.Query;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.Stored;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestPagingTest {

    record Player(String name, int level) {}

    static final Index<Player, Integer> LEVEL = Index.of("level", Integer.class, Player::level);
    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).index(LEVEL).build();

    // tag::rest-paging[]
    record PlayerPage(List<Player> players, Optional<String> next) {}

    /** GET /players?after=TOKEN: the strongest first, 20 a page, until there is no next one. */
    static PlayerPage list(DocumentCollection<Player> players, Optional<String> after) {
        Query<Player> query = all().byDescending(LEVEL).limit(20);
        Page<Player> page = after.map(token -> players.page(query, token)).orElseGet(() -> players.page(query));
        return new PlayerPage(page.documents().stream().map(Stored::value).toList(), page.next());
    }
    // end::rest-paging[]

    static StorageOptions options(String secret) {
        // tag::token-key[]
        StorageOptions options = StorageOptions.builder()
                .pageTokenKey(PageTokenKey.of(secret.getBytes(StandardCharsets.UTF_8))) // the same in every instance
                .build();
        // end::token-key[]
        return options;
    }

    @Test
    void pages_followedWhileDocumentsCome_haveEachDocumentOnce() {
        StorageOptions options = options("sixteen bytes or more");
        try (Storage storage = Storage.open("sqlite::memory:", options, PLAYERS)) {
            DocumentCollection<Player> players = storage.collection(PLAYERS);
            IntStream.range(0, 50).forEach(level -> players.put("p" + level, new Player("P" + level, level)));

            List<Integer> levels = new ArrayList<>();
            Optional<String> after = Optional.empty();
            do {
                PlayerPage page = list(players, after);
                page.players().forEach(player -> levels.add(player.level()));
                after = page.next();
                players.put("new" + levels.size(), new Player("newcomer", 1000)); // belongs to the first page
            } while (after.isPresent());

            assertThat(levels)
                    .hasSize(50)
                    .doesNotHaveDuplicates()
                    .startsWith(49)
                    .endsWith(0);
        }
    }

    @Test
    void token_altered_isRefused() {
        try (Storage storage = Storage.open("memory:", PLAYERS)) {
            DocumentCollection<Player> players = storage.collection(PLAYERS);
            assertThatThrownBy(() -> list(players, Optional.of("made-up"))).isInstanceOf(InvalidValueException.class);
        }
    }
}
