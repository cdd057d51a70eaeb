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

/** Operations that restate records wrongly, made of ones that are right. */
final class Restates {

    private Restates() {}

    /** What restating does is not what was asked. */
    static UnaryOperator<RecordOperations> altered(UnaryOperator<Write.Restate> wrong) {
        return Alterations.write(write -> write instanceof Write.Restate restate ? wrong.apply(restate) : write);
    }

    /** Nothing comes into an index by restating. */
    static UnaryOperator<RecordOperations> without(String index) {
        return altered(restate -> {
            Map<String, IndexValue> values = new HashMap<>(restate.indexValues());
            values.remove(index);
            return with(restate, restate.revision(), restate.body(), values);
        });
    }

    static RecordOperations ofAnyRevision(RecordOperations right) {
        return altered(restate -> with(
                        restate,
                        stored(right, restate).map(StoredRecord::revision).orElse(restate.revision()),
                        restate.body(),
                        restate.indexValues()))
                .apply(right);
    }

    static RecordOperations keepingTheBody(RecordOperations right) {
        return altered(restate -> with(restate, restate.revision(), Optional.empty(), restate.indexValues()))
                .apply(right);
    }

    /** Writes the data version of the new body beside the JSON of the old one. */
    static RecordOperations keepingTheJson(RecordOperations right) {
        return altered(restate -> with(
                        restate,
                        restate.revision(),
                        restate.body()
                                .map(body -> new Write.Body(
                                        stored(right, restate)
                                                .orElseThrow()
                                                .body()
                                                .orElseThrow(),
                                        body.bytes(),
                                        body.dataVersion())),
                        restate.indexValues()))
                .apply(right);
    }

    /** Does something after each record that was restated. */
    static RecordOperations after(RecordOperations right, Consumer<Write.Restate> more) {
        return new ForwardingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                List<WriteOutcome> outcomes = super.write(writes);
                for (int i = 0; i < writes.size(); i++) {
                    if (writes.get(i) instanceof Write.Restate restate
                            && outcomes.get(i) instanceof WriteOutcome.Written) {
                        more.accept(restate);
                    }
                }
                return outcomes;
            }
        };
    }

    private static Optional<StoredRecord> stored(RecordOperations operations, Write.Restate restate) {
        return Optional.ofNullable(operations
                .read(restate.collection(), List.of(restate.key()), Projection.BODY)
                .get(restate.key()));
    }

    private static Write.Restate with(
            Write.Restate restate, long revision, Optional<Write.Body> body, Map<String, IndexValue> values) {
        return new Write.Restate(restate.collection(), restate.key(), revision, body, values);
    }
}
