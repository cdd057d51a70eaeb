// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Closing;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs transactions: each attempt is one transaction of the port with a {@link TransactionSession} of its own, and attempts are repeated
 * after a conflict, or after documents of other program versions were brought into an index that the work asked.
 */
final class TransactionRunner {

    private static final String OPERATION = "transaction";

    private final StoragePort port;
    private final StorageClock clock;
    private final AutocommitSession session;
    private final Retrier retrier;
    private final IndexRepair repair;
    private final DeclaredCollections collections;

    TransactionRunner(
            StoragePort port,
            StorageClock clock,
            AutocommitSession session,
            Retrier retrier,
            IndexRepair repair,
            DeclaredCollections collections) {
        this.port = port;
        this.clock = clock;
        this.session = session;
        this.retrier = retrier;
        this.repair = repair;
        this.collections = collections;
    }

    <R, X extends Exception> R run(TransactionOptions options, TransactionWork<R, X> work) {
        return session.transaction(OPERATION, options.readOnly(), watch -> {
            Deadline deadline = Deadline.in(options.deadline());
            return retrier.run(OPERATION, deadline, attempt -> {
                watch.attempt(attempt.number());
                return repair.around(needed -> options.readOnly()
                        ? port.transactReadOnly(
                                operations -> inSession(new ReadOnlyOperations(operations), deadline, watch, work))
                        : readWrite(attempt, needed, deadline, watch, work));
            });
        });
    }

    private <R, X extends Exception> R readWrite(
            TransactionAttempt attempt,
            Set<IndexRepair.Needed> needed,
            Deadline deadline,
            Watch watch,
            TransactionWork<R, X> work) {
        Function<RecordOperations, R> attempted = operations -> {
            repair.within(operations, needed);
            return inSession(operations, deadline, watch, work);
        };
        return port.transact(attempt, attempted);
    }

    private <R, X extends Exception> R inSession(
            RecordOperations operations, Deadline deadline, Watch watch, TransactionWork<R, X> work) {
        TransactionSession open =
                new TransactionSession(port.backend(), operations, clock.now(), deadline, session.watching(), watch);
        return session.within(open, () -> {
            try {
                R result = work.run(new Transaction(collections, open));
                open.checkCommittable();
                return result;
            } catch (Throwable failed) {
                StorageException passing = open.passing();
                if (passing != null && !(failed instanceof VirtualMachineError)) {
                    Closing.suppress(passing, failed);
                    throw passing;
                }
                TransactionRunner.<RuntimeException>rethrow(failed);
                throw new IllegalStateException("rethrow returned", failed);
            } finally {
                open.end();
            }
        });
    }

    /** Lets a checked exception pass through the port, which knows only functions; {@link Storage#transact} declares it again. */
    @SuppressWarnings("unchecked") // erased: the cast is to Throwable
    private static <X extends Throwable> void rethrow(Throwable failed) throws X {
        throw (X) failed;
    }
}
