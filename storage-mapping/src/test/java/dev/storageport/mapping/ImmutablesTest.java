// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Document classes that Immutables writes, declared by their interface. */
class ImmutablesTest {

    @Test
    void value_isPutFoundAndUpdated() {
        try (Storage storage = Storage.open("memory:", Team.TEAMS)) {
            DocumentCollection<Team> teams = storage.collection(Team.TEAMS);
            Team analysts = ImmutableTeam.builder()
                    .name("analysts")
                    .size(1)
                    .addMembers("ada")
                    .build();
            teams.put("a", analysts);
            assertThat(teams.get("a").orElseThrow().value()).isEqualTo(analysts);

            teams.update(
                    "a",
                    team -> ImmutableTeam.builder()
                            .from(team)
                            .size(2)
                            .addMembers("charles")
                            .motto("compute")
                            .build());

            List<Stored<Team>> found = teams.find(Team.SIZE.atLeast(2));
            assertThat(found).singleElement().satisfies(stored -> {
                assertThat(stored.value().members()).containsExactly("ada", "charles");
                assertThat(stored.value().motto()).contains("compute");
            });
        }
    }
}
