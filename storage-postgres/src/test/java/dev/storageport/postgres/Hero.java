// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.CollectionSpec;
import dev.storageport.Index;
import dev.storageport.MultiValueIndex;
import dev.storageport.SearchIndex;
import java.util.List;

/** A document as an application has it, and the indexes that a later version of the application adds. */
record Hero(String name, int age, List<String> skills) {

    static final Index<Hero, String> NAME = Index.unique("name", String.class, Hero::name);
    static final Index<Hero, Integer> AGE = Index.of("age", Integer.class, Hero::age);
    static final MultiValueIndex<Hero, String> SKILL = MultiValueIndex.of("skill", String.class, Hero::skills);
    static final SearchIndex<Hero> TEXT =
            SearchIndex.<Hero>of("text").field(Hero::name).fields(Hero::skills);

    static final CollectionSpec<Hero> BARE =
            CollectionSpec.of("hero", Hero.class).build();

    static final CollectionSpec<Hero> INDEXED = CollectionSpec.of("hero", Hero.class)
            .index(NAME)
            .index(AGE)
            .index(SKILL)
            .index(TEXT)
            .build();

    static Hero of(int i) {
        return new Hero("Hero " + i, i % 90, List.of("skill" + i % 7, "skill" + i % 11));
    }
}
