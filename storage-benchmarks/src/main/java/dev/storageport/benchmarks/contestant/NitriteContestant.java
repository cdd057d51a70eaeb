// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import static org.dizitart.no2.filters.FluentFilter.where;

import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Player;
import dev.storageport.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.util.Set;
import org.dizitart.no2.Nitrite;
import org.dizitart.no2.collection.Document;
import org.dizitart.no2.collection.NitriteCollection;
import org.dizitart.no2.collection.UpdateOptions;
import org.dizitart.no2.index.IndexOptions;
import org.dizitart.no2.index.IndexType;
import org.dizitart.no2.mvstore.MVStoreModule;

/** Nitrite on MVStore, the key in a unique index. What is put is written within about a second and not forced to the disk. */
final class NitriteContestant extends PartialContestant {

    private final Nitrite nitrite;
    private final NitriteCollection documents;

    /** Opens a file. */
    NitriteContestant(Path file) {
        super("Nitrite, no fsync", Set.of(Workload.GET, Workload.PUT));
        nitrite = Nitrite.builder()
                .loadModule(MVStoreModule.withConfig().filePath(file.toString()).build())
                .openOrCreate();
        documents = nitrite.getCollection("docs");
        documents.createIndex(IndexOptions.indexOptions(IndexType.UNIQUE), "key");
    }

    @Override
    public void load(Data data) {
        for (int i = 0; i < data.documents(); i++) {
            documents.insert(document(Data.key(i), data.player(i)));
        }
        nitrite.commit();
    }

    private static Document document(String key, Player player) {
        return Document.createDocument("key", key).put("body", Json.text(player));
    }

    @Override
    public int get(String key) {
        Document found = documents.find(where("key").eq(key)).firstOrNull();
        return found == null ? -1 : Json.player(found.get("body", String.class)).visits();
    }

    @Override
    public void put(String key, Player player) {
        documents.update(where("key").eq(key), document(key, player), UpdateOptions.updateOptions(true));
    }

    @Override
    public void close() {
        nitrite.close();
    }
}
