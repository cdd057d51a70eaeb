// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static dev.storageport.Condition.all;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.ReadPreference;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.event.StandbyReadEnded;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class StandbyReadsTest {

    record Player(String name, int level) {}

    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).build();

    private final FakeDatabase database = new FakeDatabase();

    // tag::per-call[]
    static List<String> names(Storage storage) {
        DocumentCollection<Player> players =
                storage.collection(PLAYERS).reading(ReadPreference.STANDBY); // keep it, it costs nothing
        return players.find(all().limit(100)).stream()
                .map(stored -> stored.value().name())
                .toList();
    }
    // end::per-call[]

    static StorageOptions options() {
        // tag::per-storage[]
        StorageOptions options = StorageOptions.builder()
                .readPreference(ReadPreference.STANDBY)
                .standbyWait(Duration.ofMillis(50)) // then the primary is read
                .build();
        // end::per-storage[]
        return options;
    }

    // tag::token[]
    /** Answers a request that changes something, with a header or cookie for the client to send back. */
    static String levelUp(Storage storage, String name) {
        storage.collection(PLAYERS).update(name, player -> new Player(player.name(), player.level() + 1));
        return storage.position();
    }

    /** Answers a later request, in whichever process it arrives. */
    static int level(Storage storage, String name, String position) {
        try {
            storage.advanceTo(position);
        } catch (InvalidValueException foreign) {
            // made up, or of a database that was restored since: as if there were none
        }
        return storage.collection(PLAYERS).get(name).orElseThrow().value().level();
    }
    // end::token[]

    @Test
    void names_ofAStandby_areThoseThatTheStorageHasWritten() {
        database.standby().start();
        try (Storage storage = FakeStorage.open(database, PLAYERS)) {
            database.standby().pause();
            storage.collection(PLAYERS).put("ada", new Player("Ada", 1));
            assertThat(names(storage)).containsExactly("Ada");
        }
    }

    @Test
    void level_inAnotherProcess_isTheOneThatTheClientHasSeen() {
        database.standby().start();
        try (Storage first = FakeStorage.open(database, options(), PLAYERS);
                Storage second = FakeStorage.open(database, options(), PLAYERS)) {
            first.collection(PLAYERS).put("ada", new Player("Ada", 1));
            assertThat(level(second, "ada", "made up")).isEqualTo(1);
            database.standby().pause();
            String position = levelUp(first, "ada");
            assertThat(second.collection(PLAYERS)
                            .get("ada")
                            .orElseThrow()
                            .value()
                            .level())
                    .isEqualTo(1);
            assertThat(level(second, "ada", position)).isEqualTo(2);
        }
    }

    // tag::lagging[]
    @Test
    void page_besideAStandbyThatIsBehind_showsWhatOthersHaveWrittenLater() {
        FakeDatabase database = new FakeDatabase();
        database.standby().start();
        try (Storage ours = FakeStorage.open(database, options(), PLAYERS);
                Storage others = FakeStorage.open(database, PLAYERS)) {
            assertThat(names(ours)).isEmpty();
            database.standby().pause();
            others.collection(PLAYERS).put("bea", new Player("Bea", 1));
            assertThat(names(ours)).as("before the standby has it").isEmpty();
            database.standby().apply(1);
            assertThat(names(ours)).containsExactly("Bea");
        }
    }
    // end::lagging[]

    // tag::counting[]
    /** How many reads ended in which way: a rising share of BEHIND is a standby that does not keep up. */
    static final class StandbyCounter implements StorageListener {

        final Map<StandbyReadEnded.End, Long> counts = new ConcurrentHashMap<>();

        @Override
        public void standbyReadEnded(StandbyReadEnded ended) {
            counts.merge(ended.end(), 1L, Long::sum);
        }
    }
    // end::counting[]

    @Test
    void counter_ofReads_tellsWhereTheyWent() {
        StandbyCounter counter = new StandbyCounter();
        StorageOptions counted = options().toBuilder()
                .standbyWait(Duration.ZERO)
                .listener(counter)
                .build();
        try (Storage storage = FakeStorage.open(database, counted, PLAYERS)) {
            names(storage);
            database.standby().start();
            names(storage);
            database.standby().pause();
            storage.collection(PLAYERS).put("ada", new Player("Ada", 1));
            names(storage);
        }
        assertThat(counter.counts)
                .isEqualTo(Map.of(
                        StandbyReadEnded.End.ABSENT, 1L,
                        StandbyReadEnded.End.SERVED, 1L,
                        StandbyReadEnded.End.BEHIND, 1L));
    }
}
