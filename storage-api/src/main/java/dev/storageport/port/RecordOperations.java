// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operations on records, the same inside and outside a transaction. All are shaped for batches, because one round trip for
 * a thousand keys is what makes a storage fast; a single key is a batch of one. Arguments are valid and canonical. What is
 * expected (absent, precondition not met) is a value, a failure is an exception.
 */
public interface RecordOperations {

    /**
     * Returns the records of those keys that exist, from one snapshot. The order of the result has no meaning.
     *
     * @param keys distinct keys, any number
     */
    Map<String, StoredRecord> read(CollectionDefinition collection, Collection<String> keys, Projection projection);

    /**
     * Applies the writes in their order, all or nothing. A write whose precondition does not hold changes nothing, is reported as
     * {@link WriteOutcome.NotApplied} and does not disturb the others. No key of a collection comes twice; the writes of one
     * collection come in key order.
     *
     * @return one outcome for each write, in the same order
     * @throws dev.storageport.UniqueViolationException if a value of a unique index has another owner
     */
    List<WriteOutcome> write(List<Write> writes);

    /**
     * Deletes the records that match, with their contents, and returns their exact number.
     *
     * @throws dev.storageport.IndexNotReadyException as for {@link #scan}
     */
    long delete(CollectionDefinition collection, Filter filter);

    /**
     * Returns the number of records that match.
     *
     * @throws dev.storageport.IndexNotReadyException as for {@link #scan}
     */
    long count(CollectionDefinition collection, Filter filter);

    /**
     * Returns how many of the records that match have each value of an index, in the order of the values. A record counts once for
     * each of its values, and not at all if it has none.
     *
     * @param index the name of an index that is not a search index
     * @throws dev.storageport.IndexNotReadyException as for {@link #scan}
     */
    List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index);

    /**
     * Opens a cursor over the records that match, in order, from one snapshot taken at this call: writes made while it is open,
     * also by the same transaction, do not show. Memory stays bounded however many records match, except inside a transaction,
     * where a backend may hold the result.
     *
     * @throws dev.storageport.IndexNotReadyException if filter or order use an index in which a record of the collection is stale
     *     in that snapshot, so that the answer might be short; see {@link #staleRecords}
     */
    RecordCursor scan(Scan scan);

    /**
     * Returns how the database would run a scan, line by line, in its own words, for people. Reads no record and changes nothing.
     */
    List<String> explain(Scan scan);

    /**
     * Returns figures over all records of the collection, from one snapshot.
     *
     * @param percentiles the wanted percentiles of age, from 1 to 100
     */
    RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles);

    /**
     * Returns records that are stale in an index: they were last written by a program that did not declare this very index,
     * or before it was declared, so their values in it are missing or out of date. With their bodies, in key order.
     *
     * @param index the name of a declared index with values
     * @param after the key behind which to begin; empty: with the first
     * @param limit at most how many
     */
    List<StoredRecord> staleRecords(CollectionDefinition collection, String index, Optional<String> after, int limit);
}
