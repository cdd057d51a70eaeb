// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.retention;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Query;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.UsageException;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one collection, and one run of them after another.
 *
 * @param policies what of them all keep is kept
 */
record CollectionRetention<T>(CollectionSpec<T> spec, List<RetentionPolicy<? super T>> policies) {

    /** So few documents may always go at once: a share of a handful says nothing. */
    static final long ALWAYS_ALLOWED = 1_000;

    /** Returns these policies and one more. */
    CollectionRetention<T> with(RetentionPolicy<? super T> policy) {
        List<RetentionPolicy<? super T>> more = new ArrayList<>(policies);
        more.add(policy);
        return new CollectionRetention<>(spec, List.copyOf(more));
    }

    /** Returns the name of the lease that whoever removes documents of the collection holds. */
    String leaseName() {
        return "retention/" + spec.name();
    }

    boolean isOff() {
        return policies.stream().allMatch(RetentionPolicy::isOff);
    }

    /** Removes what the policies do not keep; what is thrown on the way is told, and so is what was removed before. */
    RetentionEnded run(Storage storage, HeldLease lease, Pace pace, double atMostShare) {
        Run run = new Run(storage.collection(spec), lease, pace, atMostShare);
        Outcome outcome = Outcome.FAILED;
        RuntimeException failure = null;
        try {
            outcome = run.apply();
        } catch (StorageInterruptedException | StorageClosedException stopped) {
            outcome = Outcome.STOPPED;
            failure = stopped;
        } catch (RuntimeException failed) {
            outcome = run.refused ? Outcome.REFUSED : Outcome.FAILED;
            failure = failed;
        }
        return new RetentionEnded(
                storage.backend(),
                spec.name(),
                outcome,
                run.documents,
                run.bytes,
                run.batches,
                Duration.ofNanos(System.nanoTime() - run.begun),
                Optional.ofNullable(failure));
    }

    /** Returns how a run ended that did not begin. */
    RetentionEnded notRun(Storage storage, Outcome outcome, @Nullable Throwable failure) {
        return new RetentionEnded(
                storage.backend(), spec.name(), outcome, 0, 0, 0, Duration.ZERO, Optional.ofNullable(failure));
    }

    /** Returns the collection and its policies. */
    @Override
    public String toString() {
        return spec.name() + " " + policies;
    }

    /** One run. */
    private final class Run {

        private final long begun = System.nanoTime();
        private final DocumentCollection<T> collection;
        private final HeldLease lease;
        private final Pace pace;
        private final double atMostShare;

        private long documents;
        private long bytes;
        private long batches;
        private long batchBegun;
        private boolean refused;
        private Outcome outcome = Outcome.COMPLETE;

        private Run(DocumentCollection<T> collection, HeldLease lease, Pace pace, double atMostShare) {
            this.collection = collection;
            this.lease = lease;
            this.pace = pace;
            this.atMostShare = atMostShare;
        }

        private Outcome apply() {
            for (RetentionPolicy<? super T> policy : policies) {
                if (!policy.isOff() && goesOn()) {
                    apply(policy);
                }
            }
            return outcome;
        }

        private void apply(RetentionPolicy<? super T> policy) {
            Optional<? extends Expiry<? super T>> expiry = policy.expiry();
            if (expiry.isPresent()) {
                long due = collection.count(expiry.get().condition());
                if (due > 0) { // or else nothing has to be looked for
                    long allowed = policy.isOfAnyShare() ? Long.MAX_VALUE : allowed(collection.count());
                    require(due <= allowed, policy);
                    remove(expiry.get().oldestFirst(), policy, allowed);
                }
            } else {
                policy.surplus()
                        .in(collection)
                        .ifPresent(surplus -> remove(surplus.oldestFirst(), policy, Long.MAX_VALUE));
            }
        }

        private long allowed(long all) {
            return Math.max(ALWAYS_ALLOWED, (long) (atMostShare * all));
        }

        private void remove(Query<? super T> oldestFirst, RetentionPolicy<? super T> policy, long allowed) {
            if (!goesOn()) { // counting may have taken long
                return;
            }
            long before = documents;
            batchBegun = System.nanoTime();
            collection.deleteInBatches(oldestFirst, pace.batchSize(), batch -> {
                batches++;
                documents += batch.documents();
                bytes += batch.bytes();
                require(documents - before <= allowed, policy); // the clock may have jumped only just now
                return !batch.last() && goesOn() && rests();
            });
        }

        private void require(boolean isAllowed, RetentionPolicy<? super T> policy) {
            if (!isAllowed) {
                refused = true;
                throw new UsageException(
                        "retention in collection " + spec.name() + ": more documents have expired by "
                                + policy + " than one run may remove, which is a share of " + atMostShare
                                + "; see whether the clock is right, and if it is, allow more by atMostShare, or by ofAnyShare of the policy");
            }
        }

        private boolean goesOn() {
            if (pace.isClosing()) {
                outcome = Outcome.STOPPED;
            } else if (!lease.holds()) {
                outcome = Outcome.LEASE_LOST;
            }
            return outcome == Outcome.COMPLETE;
        }

        private boolean rests() {
            if (!pace.rest(System.nanoTime() - batchBegun)) {
                outcome = Outcome.STOPPED;
            }
            batchBegun = System.nanoTime();
            return outcome == Outcome.COMPLETE;
        }
    }
}
