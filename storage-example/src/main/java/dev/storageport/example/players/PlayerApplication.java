// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.CollectionSpec;
import dev.storageport.LoadFailedException;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageOptions;
import dev.storageport.example.players.storage.OpeningRetry;
import dev.storageport.example.players.storage.PlayerStorage;
import dev.storageport.example.players.storage.PlayerStorageStats;
import dev.storageport.example.players.storage.StaticCategory;
import dev.storageport.lease.Leases;
import dev.storageport.retention.Retention;
import dev.storageport.retention.RetentionReport;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service, without its web server: careers of players and static data, fetched from an {@link Upstream}, kept on the database that a URL
 * names. It goes on while its storage is away, by asking the upstream each time, and while the upstream is away, by
 * what it has. Several processes may share a database; what one fetches serves all. Any number of threads may use it.
 *
 * <p>What is wrong with a call, for instance an empty battletag, is thrown as the library throws it.
 */
public final class PlayerApplication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlayerApplication.class);

    private final PlayerStorage storage;
    private final PlayerMetrics metrics;
    private final ProfileService profiles;
    private final StaticDataService staticData;
    private final Retention retention;

    private PlayerApplication(
            PlayerStorage storage, Upstream upstream, PlayerSettings settings, PlayerMetrics metrics) {
        this.storage = storage;
        this.metrics = metrics;
        Storage library = storage.library();
        UnknownPlayers unknown = new UnknownPlayers(library);
        PlayerDirectory directory = new PlayerDirectory(storage, upstream, settings, unknown, metrics);
        profiles = new ProfileService(storage, upstream, settings, directory, unknown);
        staticData = new StaticDataService(library, upstream, settings);
        retention = PlayerRetention.of(library, settings);
    }

    /**
     * Opens the database.
     *
     * @param url the database
     * @param options how it is opened; the meters are added
     * @param upstream whom to ask; stays the caller's
     * @param settings how old things may become
     * @param registry where the meters are; stays the caller's
     * @throws StorageException if the database cannot be opened, after the third attempt if that may pass; or for settings that make no sense,
     *     as a negative time to keep
     */
    public static PlayerApplication open(
            String url, StorageOptions options, Upstream upstream, PlayerSettings settings, MeterRegistry registry) {
        PlayerMetrics metrics = new PlayerMetrics(registry);
        StorageOptions metered =
                options.toBuilder().listener(metrics.listener()).build();
        PlayerStorage storage =
                new PlayerStorage(() -> Storage.open(url, metered, collections()), OpeningRetry.DEFAULT);
        try {
            storage.initialize();
            PlayerApplication application = new PlayerApplication(storage, upstream, settings, metrics);
            application.retention.start(); // until the storage is closed
            return application;
        } catch (RuntimeException | Error failed) {
            storage.close();
            throw failed;
        }
    }

    /** Returns what it stores, in a new array. */
    public static CollectionSpec<?>[] collections() {
        return new CollectionSpec<?>[] {
            PlayerStorage.PROFILES,
            PlayerStorage.STATIC_DATA,
            FoundPlayer.FOUND_PLAYERS,
            UnknownPlayers.UNKNOWN_PLAYERS,
            Leases.COLLECTION
        };
    }

    /**
     * Returns the career of a player; empty if nobody knows the player.
     *
     * @param player an id or a battletag
     * @throws LoadFailedException if the upstream fails and nothing that is stored is good enough
     */
    public Optional<Answer<Career>> career(String player) {
        return profiles.career(player);
    }

    /** Fetches a player, however fresh the stored profile is; otherwise as {@link #career}. */
    public Optional<Answer<Career>> refresh(String player) {
        return profiles.refresh(player);
    }

    /**
     * Returns data that belong to no player.
     *
     * @param category their kind
     * @param name which of them, for instance a language
     * @throws LoadFailedException if there are none yet and the upstream fails
     */
    public Answer<JsonNode> staticData(StaticCategory category, String name) {
        return staticData.get(category, name);
    }

    /**
     * Removes now what is not kept any more, as is done in the background every so often.
     *
     * @return what was removed, and what failed
     */
    public RetentionReport clean() {
        return retention.runOnce();
    }

    /** Returns the figures of what is stored; empty if the storage cannot say, which the log tells, and nothing else fails of. */
    public Optional<PlayerStorageStats> statistics() {
        try {
            return Optional.of(storage.stats());
        } catch (StorageException failed) {
            LOG.warn("No statistics: {}", failed.getMessage());
            return Optional.empty();
        }
    }

    /** Finds out now what the gauges of the storage say, which is otherwise found out after they were read; for who pushes them. */
    public void refreshMetrics() {
        metrics.refresh();
    }

    /** Ends what goes on in the background, and closes the database. Safe to call twice. */
    @Override
    public void close() {
        storage.close();
    }
}
