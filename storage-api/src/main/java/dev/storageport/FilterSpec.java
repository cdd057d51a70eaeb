// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import java.time.Instant;

/** A condition before it is asked: it becomes a filter when collection and time of the call are known. */
@FunctionalInterface
interface FilterSpec {

    /**
     * Returns the filter for one call.
     *
     * @throws UsageException if the collection does not have the index that is meant
     */
    Filter filter(CollectionDefinition collection, Instant now);
}
