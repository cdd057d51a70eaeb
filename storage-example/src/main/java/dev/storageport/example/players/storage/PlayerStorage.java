// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import static dev.storageport.Condition.updatedBefore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Static data and player profiles on any database. Any number of threads may use it. Errors of the library pass through unchanged.
 */
public final class PlayerStorage implements AutoCloseable {

    /** Not unique: a battletag may change hands before the former owner's profile is read again; the newest profile counts. */
    private static final Index<ProfileDocument, String> BATTLETAG =
            Index.of("battletag", String.class, ProfileDocument::battletag);

    /** The profiles by player; each has its career page as content. */
    public static final CollectionSpec<ProfileDocument> PROFILES = CollectionSpec.of(
                    "player_profiles", ProfileDocument.class)
            .index(BATTLETAG)
            .indexUpdatedAt() // old profiles are deleted by it
            .build();

    /** The data that belong to no player. */
    public static final CollectionSpec<StaticDocument> STATIC_DATA =
            CollectionSpec.of("static_data", StaticDocument.class).build();

    private final Supplier<Storage> opening;
    private final OpeningRetry retry;
    private volatile @Nullable Storage storage;
    private volatile boolean closed;

    /**
     * Creates a storage that is not open yet.
     *
     * @param opening opens the library's storage with {@link #collections()}; closed by this one
     * @param retry what to do when the database is not there yet
     */
    public PlayerStorage(Supplier<Storage> opening, OpeningRetry retry) {
        this.opening = opening;
        this.retry = retry;
    }

    /** Returns the collections it stores in, in a new array. */
    public static CollectionSpec<?>[] collections() {
        return new CollectionSpec<?>[] {PROFILES, STATIC_DATA};
    }

    /**
     * Opens the database and creates what it lacks. Does nothing if that was done before; of concurrent calls one does it and the
     * others wait. A call that fails leaves nothing behind and may be repeated.
     *
     * @throws IllegalStateException if it is closed
     */
    public synchronized void initialize() {
        if (closed) {
            throw new IllegalStateException("the storage is closed");
        }
        if (storage == null) {
            storage = retry.open(opening);
        }
    }

    /**
     * Returns the library's storage, for what is built on it: read-throughs and retention. This one closes it.
     *
     * @throws IllegalStateException if it is not open
     */
    public Storage library() {
        return open();
    }

    /** Returns the static data of that key; empty if there is none. */
    public Optional<StaticData> staticData(String key) {
        return open().collection(STATIC_DATA).get(key).map(StaticData::of);
    }

    /** Stores static data of version 1; see {@link #putStaticData(String, JsonNode, StaticCategory, int)}. */
    public void putStaticData(String key, JsonNode data, StaticCategory category) {
        putStaticData(key, data, category, 1);
    }

    /** Stores static data, in place of any that the key had. */
    public void putStaticData(String key, JsonNode data, StaticCategory category, int dataVersion) {
        open().collection(STATIC_DATA).put(key, new StaticDocument(category, data, dataVersion));
    }

    /** Returns the profile of a player; empty if there is none. */
    public Optional<PlayerProfile> profile(String playerId) {
        return open().collection(PROFILES).getWithContent(playerId).map(PlayerProfile::of);
    }

    /** Returns the player whose profile with this battletag was written last; empty if there is none. */
    public Optional<String> playerIdByBattletag(String battletag) {
        return open().collection(PROFILES)
                .findFirst(BATTLETAG.is(battletag).newestFirst())
                .map(Stored::key);
    }

    /** Stores a profile; {@link ProfileWrite} says what becomes of one that the player had. */
    public void putProfile(String playerId, ProfileWrite write) {
        open().collection(PROFILES)
                .upsert(playerId, before -> ProfileDocument.merged(before, write), Content.text(write.html()));
    }

    /**
     * Deletes the profiles that were last written longer ago than the age and returns their exact number.
     *
     * @throws dev.storageport.InvalidValueException if the age is not positive
     */
    public long deleteOldProfiles(Duration age) {
        return open().collection(PROFILES).delete(updatedBefore(age));
    }

    /** Deletes everything. */
    public void clear() {
        open().transactWithoutResult(transaction -> {
            transaction.collection(PROFILES).clear();
            transaction.collection(STATIC_DATA).clear();
        });
    }

    /** Returns figures for monitoring. */
    public PlayerStorageStats stats() {
        return open().transact(transaction -> PlayerStorageStats.of(
                transaction.collection(STATIC_DATA).summary(),
                transaction.collection(PROFILES).summary()));
    }

    /** Closes the database; safe to call twice and before {@link #initialize}. */
    @Override
    public synchronized void close() {
        closed = true;
        if (storage != null) {
            storage.close();
        }
    }

    private Storage open() {
        Storage opened = storage;
        if (opened == null) {
            throw new IllegalStateException(closed ? "the storage is closed" : "initialize() was not called");
        }
        return opened;
    }
}
