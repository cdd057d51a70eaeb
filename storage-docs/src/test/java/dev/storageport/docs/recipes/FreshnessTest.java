// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.fake.ManualClock;
import dev.storageport.lease.Lease;
import dev.storageport.lease.Leases;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.LoadRequest;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.Served;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FreshnessTest {

    record Player(String name, String etag) {}

    /** Another service. */
    static final class Upstream {

        private final List<String> asked = new ArrayList<>();
        private String etag = "1";

        record Answer(int status, Player player) {}

        Answer get(String id, String ifNoneMatch) {
            asked.add(id);
            boolean known = !id.equals("nobody");
            int status = known ? (etag.equals(ifNoneMatch) ? 304 : 200) : 404;
            return new Answer(status, new Player("name of " + id, etag));
        }

        Map<String, Player> getAll(List<String> ids) {
            asked.addAll(ids);
            return ids.stream().collect(Collectors.toMap(id -> id, id -> new Player("name of " + id, etag)));
        }
    }

    // tag::declare[]
    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).build();

    /** Served below an hour, refreshed from half an hour on; for a day more if the source is away. */
    static final FreshnessPolicy PROFILES = FreshnessPolicy.refreshAfter(Duration.ofMinutes(30))
            .expireAfter(Duration.ofHours(1))
            .staleOnError(Duration.ofDays(1))
            .negatives(Duration.ofMinutes(5));

    /** Refreshed once a day, and served for ever. */
    static final FreshnessPolicy STATIC_DATA = FreshnessPolicy.refreshAfter(Duration.ofDays(1));
    // end::declare[]

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-03-01T12:00:00Z"));
    private final Upstream upstream = new Upstream();

    private Storage open() {
        return FakeStorage.open(
                new FakeDatabase(),
                StorageOptions.builder().clock(clock).build(),
                PLAYERS,
                ReadThrough.ABSENCES,
                Leases.COLLECTION);
    }

    // tag::load[]
    static Loaded<Player> load(Upstream upstream, LoadRequest<Player> request) {
        String etag = request.stored().map(stored -> stored.value().etag()).orElse("");
        Upstream.Answer answer = upstream.get(request.key(), etag);
        return switch (answer.status()) {
            case 200 -> Loaded.of(answer.player());
            case 304 -> Loaded.notChanged(); // a touch
            case 404 -> Loaded.absent();
            default -> throw new IllegalStateException("status " + answer.status());
        };
    }
    // end::load[]

    // tag::serve[]
    static String page(ReadThrough<Player> players, String id) {
        Optional<Served<Player>> found = players.get(id);
        return found.map(player -> "Age: " + player.age().toSeconds() + (player.stale() ? " (stale)\n" : "\n")
                        + player.value().name())
                .orElse("404");
    }
    // end::serve[]

    @Test
    void readThrough_servesWhatIsFreshEnough() {
        try (Storage storage = open()) {
            // tag::build[]
            ReadThrough<Player> players = ReadThrough.builder(storage, PLAYERS, request -> load(upstream, request))
                    .policy(PROFILES)
                    .build();
            // end::build[]
            assertThat(page(players, "ada")).isEqualTo("Age: 0\nname of ada");
            clock.advance(Duration.ofMinutes(29));
            assertThat(page(players, "ada")).isEqualTo("Age: 1740\nname of ada");
            assertThat(upstream.asked).containsExactly("ada");
            clock.advance(Duration.ofMinutes(31)); // 304
            assertThat(page(players, "ada")).isEqualTo("Age: 0\nname of ada");
            assertThat(page(players, "nobody")).isEqualTo("404");
            assertThat(page(players, "nobody")).isEqualTo("404");
            assertThat(upstream.asked).containsExactly("ada", "ada", "nobody");
        }
    }

    @Test
    void severalKeys_areOneBatch() {
        try (Storage storage = open()) {
            // tag::batch[]
            ReadThrough<Player> players = ReadThrough.builder(storage, PLAYERS, request -> load(upstream, request))
                    .policy(STATIC_DATA)
                    .batchLoader(requests ->
                            upstream
                                    .getAll(requests.stream()
                                            .map(LoadRequest::key)
                                            .toList())
                                    .entrySet()
                                    .stream()
                                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> Loaded.of(entry.getValue()))))
                    .build();
            Map<String, Served<Player>> team = players.getAll(List.of("ada", "bob"));
            // end::batch[]
            assertThat(team).containsOnlyKeys("ada", "bob");
            assertThat(upstream.asked).hasSize(2);
        }
    }

    @Test
    void processes_agreeOnWhoLoads() {
        try (Storage storage = open()) {
            // tag::leases[]
            Leases leases = Leases.of(storage);
            ReadThrough<Player> players = ReadThrough.builder(storage, PLAYERS, request -> load(upstream, request))
                    .policy(PROFILES)
                    .leases(leases, Duration.ofSeconds(30)) // longer than a load takes
                    .build();
            // end::leases[]
            assertThat(players.get("ada")).isPresent();
        }
    }

    @Test
    void lease_isForOneProcessAtATime() {
        try (Storage storage = open()) {
            Leases leases = Leases.of(storage);
            DocumentCollection<Player> players = storage.collection(PLAYERS);
            // tag::lease[]
            Optional<Lease> lease = leases.tryAcquire("nightly report", Duration.ofMinutes(10));
            if (lease.isPresent()) {
                try (Lease held = lease.get()) {
                    report(players);
                    held.renew(); // ten minutes more
                    report(players);
                }
            }
            // end::lease[]
            assertThat(leases.tryAcquire("nightly report", Duration.ofMinutes(10)))
                    .isPresent();
        }
    }

    private static void report(DocumentCollection<Player> players) {
        assertThat(players.count()).isZero();
    }
}
