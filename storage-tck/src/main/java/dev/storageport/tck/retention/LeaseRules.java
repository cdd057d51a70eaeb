// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import dev.storageport.lease.Leases;
import dev.storageport.retention.Retention;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** KEEP: one of several processes, for which storages stand here. */
abstract class LeaseRules extends RetentionTopic {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    @Rule("KEEP-8")
    void run_besideThatOfAnotherProcess_findsItHeld() {
        List<RetentionEnded> others = new ArrayList<>();
        Retention other = leased(open(() -> {}));
        RetentionEnded ended = only(retentions()
                .run(leased(open(() -> others.add(only(retentions().run(other)))))));

        assertThat(others).as("what another process found meanwhile").hasSize(1);
        assertThat(others.get(0).outcome()).as("its outcome").isEqualTo(Outcome.HELD);
        assertThat(others.get(0).documents()).as("documents that it removed").isZero();
        assertRemoved(ended, 30);
        assertThat(only(retentions().run(other)).outcome())
                .as("outcome of the other process when the first one has done")
                .isEqualTo(Outcome.COMPLETE);
    }

    @Test
    @Rule("KEEP-8")
    void run_whoseLeaseAnotherProcessTook_ends() {
        List<RetentionEnded> others = new ArrayList<>();
        Retention other = leased(open(() -> {}));
        RetentionEnded ended = only(retentions().run(leased(open(() -> {
            bench().clock().advance(MINUTE); // this process slept in its first batch
            others.add(only(retentions().run(other)));
        }))));

        assertThat(others).as("what another process found meanwhile").hasSize(1);
        assertRemoved(others.get(0), 20);
        assertThat(ended.outcome()).as("outcome of the process that slept").isEqualTo(Outcome.LEASE_LOST);
        assertThat(ended.documents()).as("documents that it removed").isEqualTo(10);
    }

    private Retention leased(Storage storage) {
        Retention.Builder builder =
                retention(storage).policy(CachedPage.PLAIN, retentions().maxAge(WEEK));
        return retentions().build(retentions().lease(builder, Leases.of(storage), MINUTE));
    }

    /** Opens a storage that has something done after its first batch; the first one finds thirty documents that are to go. */
    private Storage open(Runnable afterFirstBatch) {
        AtomicBoolean isDone = new AtomicBoolean();
        StorageListener listener = new StorageListener() {
            @Override
            public void operationEnded(OperationEnded ended) {
                if (ended.operation().equals("deleteInBatches") && isDone.compareAndSet(false, true)) {
                    afterFirstBatch.run();
                }
            }
        };
        Storage storage = bench().open(
                        StorageOptions.builder()
                                .clock(bench().clock())
                                .listener(listener)
                                .build(),
                        CachedPage.PLAIN,
                        Leases.COLLECTION);
        DocumentCollection<CachedPage> pages = storage.collection(CachedPage.PLAIN);
        if (pages.count() == 0) {
            pages.putAll(CachedPage.many(30));
            bench().clock().advance(WEEK.plus(MICROSECOND));
        }
        return storage;
    }
}
