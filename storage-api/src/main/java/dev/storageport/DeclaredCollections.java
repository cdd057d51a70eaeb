// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The declared collections of a storage and the codec of each. */
final class DeclaredCollections {

    private record Declared(CollectionSpec<?> spec, JsonCodec<?> codec) {}

    private final Catalog catalog;
    private final PageTokens pageTokens;
    private final Map<String, Declared> byName = new HashMap<>();

    DeclaredCollections(List<CollectionSpec<?>> specs, ObjectMapper mapper, PageTokens pageTokens) {
        this.pageTokens = pageTokens;
        catalog = new Catalog(specs.stream().map(CollectionSpec::definition).toList());
        for (CollectionSpec<?> spec : specs) {
            byName.put(spec.name(), new Declared(spec, new JsonCodec<>(spec.name(), spec.type(), mapper)));
        }
    }

    /** Returns the declaration of that name, if there is one. */
    Optional<CollectionSpec<?>> declared(String name) {
        return Optional.ofNullable(byName.get(name)).map(Declared::spec);
    }

    boolean declares(IndexRepair.Needed index) {
        return declared(index.collection()).stream()
                .flatMap(spec -> spec.definition().indexes().stream())
                .anyMatch(definition -> definition.name().equals(index.index()));
    }

    CollectionDefinition definition(String name) {
        return declared(name).orElseThrow().definition();
    }

    /** Returns what reindexes the records of a declared collection. */
    Reindexer<?> reindexer(String name) {
        Declared declared = byName.get(name);
        if (declared == null) {
            throw new IllegalArgumentException("collection " + name + " is not declared");
        }
        return reindexer(declared.spec(), declared.codec());
    }

    private static <T> Reindexer<T> reindexer(CollectionSpec<T> spec, JsonCodec<?> itsCodec) {
        @SuppressWarnings("unchecked") // the codec was made from this very spec
        JsonCodec<T> codec = (JsonCodec<T>) itsCodec;
        return new Reindexer<>(spec, new RecordCodec<>(spec, codec));
    }

    Catalog catalog() {
        return catalog;
    }

    /** Returns a declared collection. */
    DocumentCollection<?> open(String name, Session session) {
        return open(declared(name).orElseThrow(), session);
    }

    <T> DocumentCollection<T> open(CollectionSpec<T> spec, Session session) {
        Declared declared = byName.get(spec.name());
        if (declared == null || declared.spec() != spec) {
            throw new UsageException(spec
                    + (declared == null
                            ? ": was not declared when the storage was opened"
                            : ": was declared by another CollectionSpec when the storage was opened; use that one"));
        }
        @SuppressWarnings("unchecked") // the codec was made from this very spec
        JsonCodec<T> codec = (JsonCodec<T>) declared.codec();
        return new DocumentCollection<>(spec, new RecordCodec<>(spec, codec), session, pageTokens);
    }
}
