// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart.warriors;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.SearchIndex;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The four functions of the application: create, get, search and count. Any number of threads may use it. */
public final class WarriorStorage {

    /** How many warriors a search finds at most if nothing else is asked for. */
    public static final int DEFAULT_LIMIT = 50;

    private static final Pattern UUID_TEXT =
            Pattern.compile("\\p{XDigit}{8}-(\\p{XDigit}{4}-){3}\\p{XDigit}{12}", Pattern.CASE_INSENSITIVE);

    private static final Index<Warrior, String> NAME = Index.of("name", String.class, Warrior::name);

    /** A match in the name comes first, then one in the date, then one in a skill; within each by name, then by id. */
    private static final SearchIndex<Warrior> TEXT = SearchIndex.<Warrior>of("text")
            .field(Warrior::name)
            .field(warrior -> warrior.dob().toString())
            .fields(Warrior::fightSkills)
            .thenBy(NAME);

    /** The collection, to be declared when the storage is opened. */
    public static final CollectionSpec<Warrior> COLLECTION =
            CollectionSpec.of("warriors", Warrior.class).index(NAME).index(TEXT).build();

    private final DocumentCollection<Warrior> warriors;

    /**
     * Uses a storage.
     *
     * @param storage an open storage that declares {@link #COLLECTION}; closed by its owner
     */
    public WarriorStorage(Storage storage) {
        warriors = storage.collection(COLLECTION);
    }

    /** Creates a warrior under a new id and returns the id. */
    public UUID create(Warrior warrior) {
        while (true) {
            UUID id = UUID.randomUUID();
            if (create(id, warrior)) {
                return id;
            }
        }
    }

    /** Creates a warrior. Returns whether the id was free; if not, nothing is changed. */
    public boolean create(UUID id, Warrior warrior) {
        return warriors.insert(id.toString(), warrior).isPresent();
    }

    /** Returns the warrior of that id; empty if there is none, or if the text is not a UUID. */
    public Optional<FoundWarrior> get(String id) {
        return UUID_TEXT.matcher(id).matches()
                ? warriors.get(UUID.fromString(id).toString()).map(WarriorStorage::found)
                : Optional.empty();
    }

    /** Returns the first {@value #DEFAULT_LIMIT} warriors that the term is found in; see {@link #search(String, int)}. */
    public List<FoundWarrior> search(String term) {
        return search(term, DEFAULT_LIMIT);
    }

    /**
     * Returns the warriors in whose name, date of birth or skills every word of the term is found, whatever its case.
     *
     * @param term up to 100 characters, one of them no blank
     * @param limit how many at most; positive
     * @throws dev.storageport.InvalidValueException if the term is blank or the limit not positive
     * @throws dev.storageport.LimitExceededException if the term is too long
     */
    public List<FoundWarrior> search(String term, int limit) {
        return warriors.find(TEXT.contains(term).limit(limit)).stream()
                .map(WarriorStorage::found)
                .toList();
    }

    /** Returns the number of warriors. */
    public long count() {
        return warriors.count();
    }

    private static FoundWarrior found(Stored<Warrior> stored) {
        return new FoundWarrior(UUID.fromString(stored.key()), stored.value(), stored.createdAt());
    }
}
