// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.SchemaStatus.CollectionStatus;
import dev.storageport.SchemaStatus.IndexStatus;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.StoragePort;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a record for current in every index of the database once it is put, whichever of them the program knows. */
final class OvermarkingPort extends ForwardingPort {

    OvermarkingPort(StoragePort port) {
        super(port, right -> new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                List<WriteOutcome> outcomes = super.write(writes);
                List<Write> stamps = new ArrayList<>();
                for (int i = 0; i < writes.size(); i++) {
                    if (writes.get(i) instanceof Write.Put put
                            && outcomes.get(i) instanceof WriteOutcome.Written written) {
                        stamps.add(new Write.Reindex(
                                others(port, put.collection()),
                                put.key(),
                                written.revision(),
                                Optional.empty(),
                                Map.of()));
                    }
                }
                super.write(stamps);
                return outcomes;
            }
        });
    }

    /** Returns the collection with the indexes that the program does not know. */
    private static CollectionDefinition others(StoragePort port, CollectionDefinition known) {
        List<IndexDefinition> others = ItemPrograms.collection(port.schema(), known.name()).stream()
                .map(CollectionStatus::indexes)
                .flatMap(List::stream)
                .map(IndexStatus::definition)
                .filter(index -> !known.indexes().contains(index))
                .toList();
        return new CollectionDefinition(known.name(), others);
    }
}
