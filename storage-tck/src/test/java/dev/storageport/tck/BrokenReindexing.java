// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.IndexValue;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Operations that reindex records wrongly, made of ones that are right. */
final class BrokenReindexing {

    private BrokenReindexing() {}

    /** What reindexing does is not what was asked. */
    static UnaryOperator<RecordOperations> altered(UnaryOperator<Write.Reindex> wrong) {
        return AlteredOperations.write(write -> write instanceof Write.Reindex reindex ? wrong.apply(reindex) : write);
    }

    /** Nothing comes into an index by reindexing. */
    static UnaryOperator<RecordOperations> without(String index) {
        return altered(reindex -> {
            Map<String, IndexValue> values = new HashMap<>(reindex.indexValues());
            values.remove(index);
            return with(reindex, reindex.revision(), reindex.body(), values);
        });
    }

    static RecordOperations ofAnyRevision(RecordOperations right) {
        return altered(reindex -> with(
                        reindex,
                        stored(right, reindex).map(StoredRecord::revision).orElse(reindex.revision()),
                        reindex.body(),
                        reindex.indexValues()))
                .apply(right);
    }

    static RecordOperations keepingTheBody(RecordOperations right) {
        return altered(reindex -> with(reindex, reindex.revision(), Optional.empty(), reindex.indexValues()))
                .apply(right);
    }

    /** Writes the data version of the new body beside the JSON of the old one. */
    static RecordOperations keepingTheJson(RecordOperations right) {
        return altered(reindex -> with(
                        reindex,
                        reindex.revision(),
                        reindex.body()
                                .map(body -> new Write.Body(
                                        stored(right, reindex)
                                                .orElseThrow()
                                                .body()
                                                .orElseThrow(),
                                        body.bytes(),
                                        body.dataVersion())),
                        reindex.indexValues()))
                .apply(right);
    }

    /** Does something after each record that was reindexed. */
    static RecordOperations after(RecordOperations right, Consumer<Write.Reindex> more) {
        return new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                List<WriteOutcome> outcomes = super.write(writes);
                for (int i = 0; i < writes.size(); i++) {
                    if (writes.get(i) instanceof Write.Reindex reindex
                            && outcomes.get(i) instanceof WriteOutcome.Written) {
                        more.accept(reindex);
                    }
                }
                return outcomes;
            }
        };
    }

    private static Optional<StoredRecord> stored(RecordOperations operations, Write.Reindex reindex) {
        return Optional.ofNullable(operations
                .read(reindex.collection(), List.of(reindex.key()), Projection.BODY)
                .get(reindex.key()));
    }

    private static Write.Reindex with(
            Write.Reindex reindex, long revision, Optional<Write.Body> body, Map<String, IndexValue> values) {
        return new Write.Reindex(reindex.collection(), reindex.key(), revision, body, values);
    }
}
