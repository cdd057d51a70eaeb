// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.StorageException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.postgres.internal.connection.HandleExecutor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks in which indexes a document is stale, of many indexes in one statement. Each statement is a transaction of its own and its number of
 * indexes is bounded, because a transaction holds a lock for each table that it reads and for each index of that table.
 */
final class StaleIndexes {

    private static final int AT_ONCE = 32;

    /** An index of a collection. */
    record Place(String collection, StoredIndex index) {

        String text() {
            return "collection " + collection + ", index " + index.definition().name();
        }
    }

    private final HandleExecutor handles;
    private final String schema;

    StaleIndexes(HandleExecutor handles, String schema) {
        this.handles = handles;
        this.schema = schema;
    }

    /** Returns those of the indexes in which a document is stale; in one without values of its own none is. */
    Set<Place> among(List<Place> all) {
        List<Place> places =
                all.stream().filter(place -> place.index().hasValues()).toList();
        Set<Place> stale = new HashSet<>();
        for (int from = 0; from < places.size(); from += AT_ONCE) {
            List<Place> some = places.subList(from, Math.min(from + AT_ONCE, places.size()));
            ask(some).forEach(number -> stale.add(some.get(number)));
        }
        return stale;
    }

    private List<Integer> ask(List<Place> some) {
        try {
            return ask(some.get(0).text(), some);
        } catch (StorageUnavailableException lost) {
            throw lost;
        } catch (StorageException ofOne) {
            // One by one, so that the failure names the index that it is of.
            some.forEach(place -> ask(place.text(), List.of(place)));
            throw ofOne;
        }
    }

    private List<Integer> ask(String place, List<Place> some) {
        String sql = IntStream.range(0, some.size())
                .mapToObj(number -> question(number, some.get(number)))
                .collect(Collectors.joining(" UNION ALL "));
        return handles.readingLatest(
                place, handle -> handle.createQuery(sql).mapTo(Integer.class).list());
    }

    /** In the order of the index of stale documents, so that the server has no reason to read the table. */
    private String question(int number, Place place) {
        return "SELECT " + number + " FROM (SELECT 1 FROM " + StoredCollection.documents(schema, place.collection())
                + " AS t WHERE " + place.index().stale("t.") + " ORDER BY t.key LIMIT 1) AS s" + number;
    }
}
