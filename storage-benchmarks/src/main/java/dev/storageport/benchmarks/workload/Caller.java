// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One calling thread: its random numbers, and what it remembers. For that thread only. */
public final class Caller {

    private static final int OWN_KEYS = 20;

    private final Data data;
    private final MixedLoad mixed;
    private final int number;
    private final long seed;
    private final Random random;
    private final Map<Integer, Long> revisions = new HashMap<>();
    private int fresh;
    private int attempts = 1;

    /**
     * Creates a caller.
     *
     * @param number its number among those that call at once, from 0
     * @param seed of its random numbers; another one for each caller and round
     */
    public Caller(Data data, MixedLoad mixed, int number, long seed) {
        this.data = data;
        this.mixed = mixed;
        this.number = number;
        this.seed = seed;
        random = new Random(seed);
    }

    Random random() {
        return random;
    }

    Data data() {
        return data;
    }

    MixedLoad mixed() {
        return mixed;
    }

    int documents() {
        return data.documents();
    }

    int index(int bound) {
        return random.nextInt(bound);
    }

    String anyKey() {
        return data.anyKey(random);
    }

    Player anyPlayer() {
        return data.anyPlayer(random);
    }

    String anyPage() {
        return data.page(random.nextInt());
    }

    String namePart() {
        return data.namePart(random);
    }

    /** Returns a key that nobody else makes; keys of one caller do not follow one another. */
    String freshKey() {
        return "new-" + Long.toHexString(random.nextLong()) + '-' + Long.toHexString(seed) + '-' + number + '-'
                + fresh++;
    }

    List<Player> players(int number) {
        List<Player> players = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            players.add(data.player(i));
        }
        return players;
    }

    /** Replaces a document that no other caller writes, so that the revision it remembers is right. */
    void replaceOwn(Contestant contestant) throws Exception {
        int index = number * OWN_KEYS + random.nextInt(OWN_KEYS);
        String key = Data.key(index);
        Long known = revisions.get(index);
        long revision = known == null ? contestant.revision(key) : known;
        long next = contestant.replaceIf(key, revision, anyPlayer());
        require(next >= 0);
        revisions.put(index, next);
    }

    /** Notes how often a transaction was run until it was committed. */
    void attempted(int times) {
        attempts = times;
    }

    /** Returns how many attempts the last operation took, 1 if nothing was noted. */
    public int takeAttempts() {
        int taken = attempts;
        attempts = 1;
        return taken;
    }

    /** Counts as a failed operation what has another result than it must have. */
    void require(boolean expected) {
        if (!expected) {
            throw new IllegalStateException("wrong result");
        }
    }
}
