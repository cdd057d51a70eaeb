// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storageport.CollectionSpec;
import dev.storageport.DeclaredIndex;
import dev.storageport.Index;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One collection in the shapes that three versions of a program give its documents. */
final class PlayerVersions {

    /** The first shape. */
    record First(String nick) {}

    /** The second shape: a member has another name. */
    record Second(String name) {}

    /** The third shape: there is a level, and the name is kept in capitals. */
    record Third(String name, int level) {}

    static final Index<Third, String> NAME = Index.of("name", String.class, Third::name);
    static final Index<Third, Integer> LEVEL = Index.of("level", Integer.class, Third::level);

    static final CollectionSpec<First> FIRST =
            CollectionSpec.of("players", First.class).build();
    static final CollectionSpec<Second> SECOND = CollectionSpec.of("players", Second.class)
            .version(2)
            .upcast(1, PlayerVersions::firstStep)
            .build();
    static final CollectionSpec<Third> THIRD = third(PlayerVersions::firstStep, NAME);

    /** The third shape without the steps that lead to it. */
    static final CollectionSpec<JsonNode> AS_STORED =
            CollectionSpec.of("players", JsonNode.class).version(3).build();

    private PlayerVersions() {}

    /** Returns how the third program declares the collection, with another first step or other indexes. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    static CollectionSpec<Third> third(UnaryOperator<@Nullable JsonNode> firstStep, DeclaredIndex<Third>... indexes) {
        CollectionSpec.Builder<Third> spec = CollectionSpec.of("players", Third.class)
                .version(3)
                .upcast(1, firstStep::apply)
                .upcast(2, PlayerVersions::secondStep);
        List.of(indexes).forEach(spec::index);
        return spec.build();
    }

    static JsonNode firstStep(JsonNode json) {
        ObjectNode player = (ObjectNode) json;
        player.set("name", player.remove("nick"));
        return player;
    }

    private static JsonNode secondStep(JsonNode json) {
        String name = json.get("name").textValue();
        return ((ObjectNode) json).put("name", name.toUpperCase(Locale.ROOT)).put("level", name.length());
    }
}
