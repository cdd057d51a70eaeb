// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StoredMetadata;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import dev.storageport.retention.Retention;
import dev.storageport.retention.RetentionPolicy;
import dev.storageport.retention.RetentionReport;
import dev.storageport.tck.harness.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A topic of this chapter. */
abstract class RetentionTopic extends Topic {

    static final Duration WEEK = Duration.ofDays(7);
    static final Duration MICROSECOND = Duration.ofNanos(1_000);

    /** Returns whose retention is asked. */
    abstract Retentions retentions();

    /** Begins to describe a retention without pauses. */
    final Retention.Builder retention(Storage storage) {
        return Retention.builder(storage).pause(Duration.ZERO).batchSize(10);
    }

    /** Runs one policy of one collection, and returns what came of it. */
    final <T> RetentionEnded run(Storage storage, CollectionSpec<T> spec, RetentionPolicy<? super T> policy) {
        return run(retention(storage).policy(spec, policy));
    }

    /** Runs a retention of one collection, and returns what came of it. */
    final RetentionEnded run(Retention.Builder builder) {
        return only(retentions().run(retentions().build(builder)));
    }

    static RetentionEnded only(RetentionReport report) {
        assertThat(report.collections()).as("collections of a report").hasSize(1);
        return report.collections().get(0);
    }

    static void assertRemoved(RetentionEnded ended, long documents) {
        assertThat(ended.outcome()).as("outcome, by %s", ended).isEqualTo(Outcome.COMPLETE);
        assertThat(ended.documents()).as("number of removed documents").isEqualTo(documents);
    }

    static void assertLeft(DocumentCollection<?> collection, String... keys) {
        assertThat(collection.keys(Condition.all()))
                .as("keys of the documents left")
                .isEqualTo(Arrays.stream(keys).sorted().toList());
    }

    static List<StoredMetadata> metadata(DocumentCollection<?> collection) {
        try (Stream<StoredMetadata> all = collection.metadata(Condition.all().newestFirst())) {
            return all.toList();
        }
    }
}
