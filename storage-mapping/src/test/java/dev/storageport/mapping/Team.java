// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.mapping;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.storageport.CollectionSpec;
import dev.storageport.Index;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

// tag::immutables[]
@Value.Immutable
@JsonSerialize(as = ImmutableTeam.class)
@JsonDeserialize(as = ImmutableTeam.class)
interface Team {
    String name();

    int size();

    List<String> members();

    Optional<String> motto();

    Index<Team, Integer> SIZE = Index.of("size", int.class, Team::size);
    CollectionSpec<Team> TEAMS =
            CollectionSpec.of("teams", Team.class).index(SIZE).build();
}
// end::immutables[]
