// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Player;
import dev.storageport.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** H2's MVStore by itself, documents as text. */
final class MvStoreContestant extends PartialContestant {

    private final MVStore store;
    private final MVMap<String, String> documents;
    private final boolean durable;

    /**
     * Opens a file.
     *
     * @param durable whether a put waits until it is on the disk; if not, it is written within about a second and not forced to the disk
     */
    MvStoreContestant(Path file, boolean durable) {
        super(
                durable ? "MVStore, commit + sync" : "MVStore, no fsync",
                durable ? Set.of(Workload.PUT) : Set.of(Workload.GET, Workload.PUT));
        this.durable = durable;
        store = MVStore.open(file.toString());
        documents = store.openMap("docs");
    }

    @Override
    public void load(Data data) {
        for (int i = 0; i < data.documents(); i++) {
            documents.put(Data.key(i), Json.text(data.player(i)));
        }
        store.commit();
        store.sync();
    }

    @Override
    public int get(String key) {
        String found = documents.get(key);
        return found == null ? -1 : Json.player(found).visits();
    }

    @Override
    public void put(String key, Player player) {
        documents.put(key, Json.text(player));
        if (durable) {
            store.commit();
            store.sync();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
