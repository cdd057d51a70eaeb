// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.lease.Leases;
import dev.storageport.retention.Retention;
import dev.storageport.retention.RetentionPolicy;
import dev.storageport.retention.RetentionReport;
import dev.storageport.retention.Unexpired;
import java.time.Duration;

/** Whose retention the chapter asks: the library's, or one that the kit's own tests have broken. */
public interface Retentions {

    /** Returns the policy of that age. */
    default RetentionPolicy<Object> maxAge(Duration age) {
        return RetentionPolicy.maxAge(age);
    }

    /** Returns the policy of that number. */
    default RetentionPolicy<Object> maxDocuments(long documents) {
        return RetentionPolicy.maxDocuments(documents);
    }

    /** Returns the policy of that size. */
    default RetentionPolicy<Object> maxBytes(long bytes) {
        return RetentionPolicy.maxBytes(bytes);
    }

    /** Returns the retention that is described. */
    default Retention build(Retention.Builder builder) {
        return builder.build();
    }

    /** Has a retention done by one process at a time. */
    default Retention.Builder lease(Retention.Builder builder, Leases leases, Duration duration) {
        return builder.lease(leases, duration);
    }

    /** Runs a retention once. */
    default RetentionReport run(Retention retention) {
        return retention.runOnce();
    }

    /** Returns what a policy has not expired. */
    default <T> Unexpired<T> unexpired(Storage storage, CollectionSpec<T> spec, RetentionPolicy<? super T> policy) {
        return Unexpired.of(storage, spec, policy);
    }
}
