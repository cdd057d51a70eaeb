// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.event.BatchEnded;
import dev.storageport.event.CheckpointEnded;
import dev.storageport.event.ConnectEnded;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.IndexBuildAdvanced;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.SpaceChanged;
import dev.storageport.event.StorageClosed;
import dev.storageport.event.StorageOpened;
import dev.storageport.event.TransactionEnded;
import dev.storageport.event.WaitEnded;
import dev.storageport.port.PortListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners of a storage, each for itself, and lets nothing out that they throw: the outcome of what they are told of is settled.
 */
final class Listeners implements PortListener {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    /** How many types of failures are logged; a listener that invents types does not fill the memory. */
    private static final int TYPES = 20;

    private final StorageListener[] told;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    Listeners(List<StorageListener> listeners) {
        told = listeners.toArray(StorageListener[]::new);
    }

    boolean isEmpty() {
        return told.length == 0;
    }

    @Override
    public boolean hearsOrdinary() {
        return !isEmpty();
    }

    void operationEnded(OperationEnded ended) {
        tell(StorageListener::operationEnded, ended);
    }

    void transactionEnded(TransactionEnded ended) {
        tell(StorageListener::transactionEnded, ended);
    }

    void indexBuildAdvanced(IndexBuildAdvanced advanced) {
        tell(StorageListener::indexBuildAdvanced, advanced);
    }

    void opened(Storage storage, StorageOpened opened) {
        tell((listener, event) -> listener.opened(storage, event), opened);
    }

    void closed(StorageClosed closed) {
        tell(StorageListener::closed, closed);
    }

    @Override
    public void waitEnded(WaitEnded ended) {
        tell(StorageListener::waitEnded, ended);
    }

    @Override
    public void connectEnded(ConnectEnded ended) {
        tell(StorageListener::connectEnded, ended);
    }

    @Override
    public void connectionDiscarded(ConnectionDiscarded discarded) {
        tell(StorageListener::connectionDiscarded, discarded);
    }

    @Override
    public void batchEnded(BatchEnded ended) {
        tell(StorageListener::batchEnded, ended);
    }

    @Override
    public void checkpointEnded(CheckpointEnded ended) {
        tell(StorageListener::checkpointEnded, ended);
    }

    @Override
    public void spaceChanged(SpaceChanged changed) {
        tell(StorageListener::spaceChanged, changed);
    }

    private <E> void tell(BiConsumer<StorageListener, E> method, E event) {
        for (StorageListener listener : told) {
            try {
                method.accept(listener, event);
            } catch (Throwable failed) { // also an Error: what was done is done, and its caller is to hear of that
                log(listener, failed);
            }
        }
    }

    /** Logs no message and no trace of the failure, which may quote what the library never would. */
    private void log(StorageListener listener, Throwable failed) {
        try {
            String type = failed.getClass().getName();
            if (logged.size() < TYPES && logged.add(type)) {
                LOG.warn(
                        "The listener {} threw {}, which harms nothing here; more of that type are not logged",
                        listener.getClass().getName(),
                        type);
            }
        } catch (Throwable alsoFailed) {
            // Where the stack or the memory is at its end, a line in the log is the last thing to insist on.
        }
    }
}
