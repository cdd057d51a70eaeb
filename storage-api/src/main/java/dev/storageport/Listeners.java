// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.event.BatchEnded;
import dev.storageport.event.CheckpointEnded;
import dev.storageport.event.ConnectEnded;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.IndexBuildAdvanced;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.ReadThroughEnded;
import dev.storageport.event.ReadThroughStoreFailed;
import dev.storageport.event.RefreshAdvanced;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.SpaceChanged;
import dev.storageport.event.StandbyReadEnded;
import dev.storageport.event.StorageClosed;
import dev.storageport.event.StorageOpened;
import dev.storageport.event.TransactionEnded;
import dev.storageport.event.WaitEnded;
import dev.storageport.port.PortListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners of a storage, each for itself, and lets nothing out that they throw: the outcome of what they are told of is settled.
 */
final class Listeners implements PortListener, StorageListener {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorLog.LOGGER);

    /** How many types of failures are logged; a listener that invents types does not fill the memory. */
    private static final int TYPES = 20;

    private final OperatorLog log;
    private final boolean ofApplication;

    /** The library's own come first. */
    private final StorageListener[] told;

    /** Who is told of operations and transactions; a recording is told where they begin and end. */
    private final StorageListener[] toldOfOperations;

    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    Listeners(List<StorageListener> listeners, OperatorLog log) {
        this.log = log;
        ofApplication = !listeners.isEmpty();
        List<StorageListener> all = new ArrayList<>();
        all.add(log);
        if (Flight.isInJdk()) {
            all.add(new Flight());
        }
        all.addAll(listeners);
        told = all.toArray(StorageListener[]::new);
        List<StorageListener> operations = new ArrayList<>(listeners);
        if (log.hearsOperations()) {
            operations.add(0, log);
        }
        toldOfOperations = operations.toArray(StorageListener[]::new);
    }

    /** Returns whether anybody but a recording wants to hear of operations and transactions. */
    boolean hearOperations() {
        return toldOfOperations.length > 0;
    }

    OperatorLog log() {
        return log;
    }

    @Override
    public boolean hearsOrdinary() {
        return ofApplication || Flight.hearsOrdinary();
    }

    /** Takes note that something could not be told. */
    void unsaid(Throwable failed) {
        log("the library's own", failed);
    }

    @Override
    public void operationEnded(OperationEnded ended) {
        for (StorageListener listener :
                toldOfOperations) { // a loop of its own: the one place where a call more would show
            try {
                listener.operationEnded(ended);
            } catch (Throwable failed) { // as below
                log(listener.getClass().getName(), failed);
            }
        }
    }

    @Override
    public void transactionEnded(TransactionEnded ended) {
        tell(toldOfOperations, StorageListener::transactionEnded, ended);
    }

    @Override
    public void standbyReadEnded(StandbyReadEnded ended) {
        tell(StorageListener::standbyReadEnded, ended);
    }

    @Override
    public void indexBuildAdvanced(IndexBuildAdvanced advanced) {
        tell(StorageListener::indexBuildAdvanced, advanced);
    }

    @Override
    public void readThroughEnded(ReadThroughEnded ended) {
        tell(StorageListener::readThroughEnded, ended);
    }

    @Override
    public void refreshAdvanced(RefreshAdvanced advanced) {
        tell(StorageListener::refreshAdvanced, advanced);
    }

    @Override
    public void readThroughStoreFailed(ReadThroughStoreFailed failed) {
        tell(StorageListener::readThroughStoreFailed, failed);
    }

    @Override
    public void opened(Storage storage, StorageOpened opened) {
        tell((listener, event) -> listener.opened(storage, event), opened);
    }

    @Override
    public void closed(StorageClosed closed) {
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

    @Override
    public void retentionEnded(RetentionEnded ended) {
        tell(StorageListener::retentionEnded, ended);
    }

    private <E> void tell(BiConsumer<StorageListener, E> method, E event) {
        tell(told, method, event);
    }

    private <E> void tell(StorageListener[] whom, BiConsumer<StorageListener, E> method, E event) {
        for (StorageListener listener : whom) {
            try {
                method.accept(listener, event);
            } catch (Throwable failed) { // also an Error: what was done is done, and its caller is to hear of that
                log(listener.getClass().getName(), failed);
            }
        }
    }

    /** Logs no message and no trace of the failure, which may quote what the library never would. */
    private void log(String listener, Throwable failed) {
        try {
            String type = failed.getClass().getName();
            if (logged.size() < TYPES && logged.add(type)) {
                LOG.warn(
                        "The listener {} threw {}, which harms nothing here; more of that type are not logged",
                        listener,
                        type);
            }
        } catch (Throwable alsoFailed) {
            // Where the stack or the memory is at its end, a line in the log is the last thing to insist on.
        }
    }
}
