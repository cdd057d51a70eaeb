// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance.warriors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.InvalidValueException;
import dev.storageport.LimitExceededException;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.conformance.Backend;
import dev.storageport.conformance.TestDatabase;
import dev.storageport.quickstart.warriors.FoundWarrior;
import dev.storageport.quickstart.warriors.GeneratedWarriors;
import dev.storageport.quickstart.warriors.Warrior;
import dev.storageport.quickstart.warriors.WarriorStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The requests of a stress test, all at once: creating and looking up at once what was created, searching, and terms that are refused. */
class BusyWarriorsTest {

    private static final int CALLERS = 100;
    private static final int REQUESTS = 3_000;
    private static final long SEED = 19;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void requests_ofAHundredCallers_allSucceed(Backend backend) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (TestDatabase database = backend.empty();
                Storage storage = database.open(StorageOptions.defaults(), WarriorStorage.COLLECTION)) {
            WarriorStorage warriors = new WarriorStorage(storage);
            List<Future<?>> answers = new ArrayList<>();
            int created = 0;
            for (Warrior warrior : new GeneratedWarriors(SEED).next(REQUESTS)) {
                int kind = answers.size() % 23;
                created += kind < 10 ? 1 : 0;
                answers.add(callers.submit(() -> request(kind, warriors, warrior)));
            }
            for (Future<?> answer : answers) {
                answer.get();
            }
            assertThat(warriors.count()).isEqualTo(created);
        } finally {
            callers.shutdownNow();
        }
    }

    /** Ten of 23 create, eight search, five are refused. */
    private static void request(int kind, WarriorStorage warriors, Warrior warrior) {
        if (kind < 10) {
            UUID id = warriors.create(warrior);
            assertThat(warriors.get(id.toString())).map(FoundWarrior::warrior).contains(warrior);
        } else if (kind < 18) {
            String term = warrior.name().strip().split(" ", -1)[0];
            assertThat(warriors.search(term)).hasSizeLessThanOrEqualTo(50);
        } else if (kind < 20) {
            assertThatThrownBy(() -> warriors.search(" ")).isInstanceOf(InvalidValueException.class);
        } else {
            assertThatThrownBy(() -> warriors.search("x".repeat(101))).isInstanceOf(LimitExceededException.class);
        }
    }
}
