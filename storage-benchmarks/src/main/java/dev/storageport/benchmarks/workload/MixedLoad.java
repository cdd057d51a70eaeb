// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.workload;

import dev.storageport.quickstart.warriors.Warrior;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The load of the fifth application's stress test: warriors are created, each is looked up right after, and terms are searched for.
 * Of a hundred requests 36 create, 36 look up one of those just created, 27 search and one counts. Half of the terms are 1 to 50 letters and blanks, as
 * there, and half are pieces of names. Its invalid requests are refused by the application and never reach a storage, so they are left out.
 * For any number of threads; one for each contestant, because each knows its own warriors only.
 */
public final class MixedLoad {

    private static final int REMEMBERED = 64;

    private final AtomicReferenceArray<@Nullable String> created = new AtomicReferenceArray<>(REMEMBERED);
    private final AtomicInteger creations = new AtomicInteger();

    /** Does what the caller's random numbers say. */
    void request(Contestant contestant, Caller caller) throws Exception {
        int kind = caller.index(100);
        if (kind < 36) {
            create(contestant, caller);
        } else if (kind < 72) {
            lookUp(contestant, caller);
        } else if (kind < 99) {
            contestant.searchWarriors(term(caller));
        } else {
            caller.require(contestant.countWarriors() > 0);
        }
    }

    private void create(Contestant contestant, Caller caller) throws Exception {
        Warrior warrior = caller.data()
                .warriors()
                .get(caller.index(caller.data().warriors().size()));
        String id = new UUID(caller.random().nextLong(), caller.random().nextLong()).toString();
        caller.require(contestant.createWarrior(id, warrior));
        created.set(Math.floorMod(creations.getAndIncrement(), REMEMBERED), id);
    }

    private void lookUp(Contestant contestant, Caller caller) throws Exception {
        int last = Math.floorMod(creations.get() - 1, REMEMBERED);
        String id = created.get(last);
        if (id == null) {
            create(contestant, caller);
        } else {
            caller.require(contestant.findWarrior(id));
        }
    }

    private static String term(Caller caller) {
        return caller.random().nextBoolean() ? caller.namePart() : Data.anyTerm(caller.random());
    }
}
