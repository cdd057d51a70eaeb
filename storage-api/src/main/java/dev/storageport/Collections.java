// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.storageport.port.Catalog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The declared collections of a storage and the codec of each. */
final class Collections {

    private record Declared(CollectionSpec<?> spec, JsonCodec<?> codec) {}

    private final Catalog catalog;
    private final Map<String, Declared> byName = new HashMap<>();

    Collections(List<CollectionSpec<?>> specs, ObjectMapper mapper) {
        catalog = new Catalog(specs.stream().map(CollectionSpec::definition).toList());
        for (CollectionSpec<?> spec : specs) {
            byName.put(spec.name(), new Declared(spec, new JsonCodec<>(spec.name(), spec.type(), mapper)));
        }
    }

    Catalog catalog() {
        return catalog;
    }

    <T> DocumentCollection<T> open(CollectionSpec<T> spec, Session session) {
        Declared declared = byName.get(spec.name());
        if (declared == null || declared.spec() != spec) {
            throw new UsageException(spec
                    + (declared == null
                            ? " was not declared when the storage was opened"
                            : " was declared by another CollectionSpec when the storage was opened; use that one"));
        }
        @SuppressWarnings("unchecked") // the codec was made from this very spec
        JsonCodec<T> codec = (JsonCodec<T>) declared.codec();
        return new DocumentCollection<>(spec, new Records<>(spec, codec), session);
    }
}
