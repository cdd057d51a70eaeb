// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.MultiValueIndex;
import dev.storageport.SearchIndex;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagsAndSearchTest {

    // tag::declare[]
    record Recipe(String title, List<String> tags, List<String> steps) {}

    static final Index<Recipe, String> TITLE = Index.of("title", String.class, Recipe::title);
    static final MultiValueIndex<Recipe, String> TAGS = MultiValueIndex.of("tags", String.class, Recipe::tags);
    static final SearchIndex<Recipe> TEXT = SearchIndex.<Recipe>of("text")
            .field(Recipe::title) // found here, it comes first
            .fields(Recipe::steps)
            .thenBy(TITLE); // the order of those that rank alike

    static final CollectionSpec<Recipe> RECIPES = CollectionSpec.of("recipes", Recipe.class)
            .index(TITLE)
            .index(TAGS)
            .index(TEXT)
            .build();
    // end::declare[]

    @Test
    void recipes_askedForByTagAndWord_areFoundInOrder() {
        try (Storage storage = Storage.open("sqlite::memory:", RECIPES)) {
            DocumentCollection<Recipe> recipes = storage.collection(RECIPES);
            recipes.put("1", new Recipe("Tomato soup", List.of("soup", "vegan"), List.of("Chop onions")));
            recipes.put("2", new Recipe("Onion bread", List.of("bread", "vegan"), List.of("Knead")));
            recipes.put("3", new Recipe("Cheese bread", List.of("bread"), List.of("Knead")));
            // tag::queries[]
            List<Stored<Recipe>> vegan = recipes.find(TAGS.contains("vegan").by(TITLE));
            List<Stored<Recipe>> either = recipes.find(TAGS.containsAny(List.of("soup", "bread")));
            List<Stored<Recipe>> onion = recipes.find(TEXT.contains("onion").limit(20)); // parts of words count too
            List<Stored<Recipe>> veganOnion =
                    recipes.find(TEXT.contains("onion").and(TAGS.contains("vegan")));
            Map<String, Long> cloud = recipes.countBy(TAGS);
            // end::queries[]
            assertThat(vegan).extracting(Stored::key).containsExactly("2", "1");
            assertThat(either).hasSize(3);
            assertThat(onion).extracting(Stored::key).containsExactly("2", "1");
            assertThat(veganOnion).extracting(Stored::key).containsExactly("2", "1");
            assertThat(cloud).containsExactly(Map.entry("bread", 2L), Map.entry("soup", 1L), Map.entry("vegan", 2L));
        }
    }
}
