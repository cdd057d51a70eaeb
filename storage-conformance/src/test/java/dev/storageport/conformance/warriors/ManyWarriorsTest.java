// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance.warriors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Document;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.conformance.Backend;
import dev.storageport.conformance.TestDatabase;
import dev.storageport.quickstart.warriors.FoundWarrior;
import dev.storageport.quickstart.warriors.GeneratedWarriors;
import dev.storageport.quickstart.warriors.Warrior;
import dev.storageport.quickstart.warriors.WarriorStorage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hundred thousand warriors, searched by the storage and by plain Java. */
class ManyWarriorsTest {

    private static final long SEED = 4;

    /** Where only the collation differs from a database that holds them all, fewer are enough to sort differently. */
    private static int warriors(Backend backend) {
        return backend == Backend.POSTGRES_ICU ? 10_000 : 100_000;
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void search_amongAHundredThousand_findsWhatPlainJavaFinds(Backend backend) {
        int count = warriors(backend);
        List<FoundWarrior> all = new ArrayList<>(count);
        List<Document<Warrior>> documents = new ArrayList<>(count);
        long number = 0;
        for (Warrior warrior : new GeneratedWarriors(SEED).next(count)) {
            UUID id = new UUID(0x4000L + number * 0x9E3779B97F4A7C15L, number++);
            documents.add(Document.of(id.toString(), warrior));
            all.add(new FoundWarrior(id, warrior, Instant.EPOCH));
        }
        try (TestDatabase database = backend.empty();
                Storage storage = database.open(StorageOptions.defaults(), WarriorStorage.COLLECTION)) {
            for (int from = 0; from < count; from += 10_000) {
                storage.collection(WarriorStorage.COLLECTION).putAll(documents.subList(from, from + 10_000));
            }
            WarriorStorage warriors = new WarriorStorage(storage);
            assertThat(warriors.count()).isEqualTo(count);
            for (String term : List.of(
                    "yoda", "sky", "1985", "85-0", "épée", "%", "_", "z", "di", "lightsaber", "yoda zen", "nobody")) {
                assertThat(warriors.search(term, 70).stream().map(FoundWarrior::id))
                        .as("search for %s", term)
                        .containsExactlyElementsOf(expected(all, term, 70));
            }
        }
    }

    private static List<UUID> expected(List<FoundWarrior> all, String term, int limit) {
        List<String> words = List.of(term.split(" "));
        return all.stream()
                .filter(found -> rank(found.warrior(), words) < 3)
                .sorted(Comparator.comparing((FoundWarrior found) -> rank(found.warrior(), words))
                        .thenComparing(found -> found.warrior().name())
                        .thenComparing(found -> found.id().toString()))
                .limit(limit)
                .map(FoundWarrior::id)
                .toList();
    }

    private static int rank(Warrior warrior, List<String> words) {
        return words.stream().mapToInt(word -> rank(warrior, word)).max().orElseThrow();
    }

    private static int rank(Warrior warrior, String word) {
        if (warrior.name().toLowerCase(Locale.ROOT).contains(word)) {
            return 0;
        } else if (warrior.dob().toString().contains(word)) {
            return 1;
        }
        boolean known = warrior.fightSkills().stream()
                .anyMatch(skill -> skill.toLowerCase(Locale.ROOT).contains(word));
        return known ? 2 : 3;
    }
}
