// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import static dev.storageport.example.players.storage.PlayerBench.START;
import static dev.storageport.example.players.storage.PlayerBench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlayerProfileTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerStorage.collections());

    private static final String PLAYER = "abc123|def456";
    private static final Instant CHANGED = Instant.ofEpochSecond(1_771_900_000);
    private static final JsonNode SUMMARY =
            json("{'url': 'abc123|def456', 'isPublic': true, 'lastUpdated': 1771900000}");
    private static final ProfileWrite TEKROP =
            ProfileWrite.of("<html>TeKrop</html>").withNames("TeKrop-2217", "TeKrop");

    private final PlayerBench bench;
    private final PlayerStorage storage;

    PlayerProfileTest(TestDatabase database) {
        bench = new PlayerBench(database);
        storage = bench.initialized();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void profile_written_comesBackWhole() {
        storage.putProfile(
                PLAYER, TEKROP.withSummary(SUMMARY).withLastUpdated(CHANGED).withDataVersion(2));
        assertThat(storage.profile(PLAYER))
                .contains(new PlayerProfile(
                        "<html>TeKrop</html>",
                        SUMMARY,
                        Optional.of("TeKrop-2217"),
                        Optional.of("TeKrop"),
                        Optional.of(CHANGED),
                        2,
                        START));
    }

    @Test
    void profile_withoutSummary_getsAMinimalOne() {
        storage.putProfile(PLAYER, TEKROP.withLastUpdated(CHANGED));
        assertThat(profile().summary()).hasToString("{\"url\":\"abc123|def456\",\"lastUpdated\":1771900000}");

        storage.putProfile(PLAYER, TEKROP.withSummary(json("{}")));
        assertThat(profile().summary()).hasToString("{\"url\":\"abc123|def456\",\"lastUpdated\":null}");
    }

    @Test
    void profile_unknownPlayer_isEmpty() {
        assertThat(storage.profile("nobody")).isEmpty();
    }

    @Test
    void profile_writtenAgainWithoutNames_keepsThem() {
        storage.putProfile(PLAYER, TEKROP);
        storage.putProfile(PLAYER, ProfileWrite.of("<html>2</html>"));
        assertThat(profile().battletag()).contains("TeKrop-2217");
        assertThat(profile().name()).contains("TeKrop");
        assertThat(profile().html()).isEqualTo("<html>2</html>");
        assertThat(storage.playerIdByBattletag("TeKrop-2217")).contains(PLAYER);
    }

    @Test
    void profile_writtenAgainWithEmptyNames_replacesThem() {
        storage.putProfile(PLAYER, TEKROP);
        storage.putProfile(PLAYER, TEKROP.withNames("", ""));
        assertThat(profile().battletag()).contains("");
        assertThat(profile().name()).contains("");
        assertThat(storage.playerIdByBattletag("TeKrop-2217")).isEmpty();
    }

    @Test
    void profile_writtenAgainWithoutSummary_losesItAndTheTimeOfChange() {
        storage.putProfile(PLAYER, TEKROP.withSummary(SUMMARY));
        storage.putProfile(PLAYER, TEKROP);
        assertThat(profile().lastUpdated()).isEmpty();
        assertThat(profile().summary().has("isPublic")).isFalse();
    }

    @Test
    void profile_timeOfChangeNotGiven_isTakenFromTheSummary() {
        storage.putProfile(PLAYER, TEKROP.withSummary(SUMMARY));
        assertThat(profile().lastUpdated()).contains(CHANGED);

        storage.putProfile(PLAYER, TEKROP.withSummary(SUMMARY).withLastUpdated(CHANGED.plusSeconds(1)));
        assertThat(profile().lastUpdated()).contains(CHANGED.plusSeconds(1));
    }

    @Test
    void profile_writtenAgainUnchanged_movesTheTimeOfWriting() {
        storage.putProfile(PLAYER, TEKROP);
        bench.clock().advance(Duration.ofHours(1));
        storage.putProfile(PLAYER, TEKROP);
        assertThat(profile().updatedAt()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void playerIdByBattletag_known_isFound() {
        storage.putProfile(PLAYER, TEKROP);
        storage.putProfile("other", TEKROP.withNames("Other-1", "Other"));
        assertThat(storage.playerIdByBattletag("TeKrop-2217")).contains(PLAYER);
    }

    @Test
    void playerIdByBattletag_unknown_isEmpty() {
        storage.putProfile(PLAYER, ProfileWrite.of("<html></html>"));
        assertThat(storage.playerIdByBattletag("TeKrop-2217")).isEmpty();
        assertThat(storage.playerIdByBattletag("")).isEmpty();
    }

    @Test
    void playerIdByBattletag_twoPlayers_newestWriteWins() {
        storage.putProfile("first", TEKROP);
        bench.clock().advance(Duration.ofSeconds(1));
        storage.putProfile("another", TEKROP);
        assertThat(storage.playerIdByBattletag("TeKrop-2217")).contains("another");

        bench.clock().advance(Duration.ofSeconds(1));
        storage.putProfile("first", TEKROP);
        assertThat(storage.playerIdByBattletag("TeKrop-2217")).contains("first");
    }

    @Test
    void playerIdByBattletag_changedOrDeleted_forgetsTheOldOne() {
        storage.putProfile(PLAYER, TEKROP);
        storage.putProfile(PLAYER, TEKROP.withNames("New-1", "New"));
        assertThat(storage.playerIdByBattletag("TeKrop-2217")).isEmpty();
        assertThat(storage.playerIdByBattletag("New-1")).contains(PLAYER);

        storage.clear();
        assertThat(storage.playerIdByBattletag("New-1")).isEmpty();
    }

    private PlayerProfile profile() {
        return storage.profile(PLAYER).orElseThrow();
    }
}
