// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.port.BoundedKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the source does not have, of one collection: documents of {@link ReadThrough#ABSENCES}, of which the age counts. */
final class Absences {

    private final DocumentCollection<JsonNode> absences;
    private final String collection;

    Absences(Storage storage, String collection) {
        this.absences = declared(storage);
        this.collection = collection;
    }

    private static DocumentCollection<JsonNode> declared(Storage storage) {
        try {
            return storage.collection(ReadThrough.ABSENCES);
        } catch (UsageException notDeclared) {
            throw new UsageException(
                    "negatives: ReadThrough.ABSENCES is not among the collections that the storage was opened with; declare it there, and"
                            + " none of your own of that name");
        }
    }

    Optional<Stored<JsonNode>> find(String key) {
        return absences.get(id(key));
    }

    /** Returns those there are, by the keys they are of. */
    Map<String, Stored<JsonNode>> findAll(Collection<String> keys) {
        List<String> ids = new ArrayList<>();
        keys.forEach(key -> ids.add(id(key)));
        Map<String, Stored<JsonNode>> found = absences.getAll(ids);
        Map<String, Stored<JsonNode>> byKey = new HashMap<>();
        for (String key : keys) {
            Stored<JsonNode> absence = found.get(id(key));
            if (absence != null) {
                byKey.put(key, absence);
            }
        }
        return byKey;
    }

    void add(String key) {
        ObjectNode absence = JsonNodeFactory.instance.objectNode();
        absence.put("collection", collection);
        absence.put("key", key);
        absences.put(id(key), absence);
    }

    void remove(String key) {
        absences.delete(id(key));
    }

    private String id(String key) {
        return BoundedKey.of(collection + "/" + key);
    }
}
