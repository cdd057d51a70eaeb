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

/**
 * The way to JDK Flight Recorder, where the JDK has it: an image made by jlink may lack its module. Names none of its types, so that this
 * class can be loaded without it. While nobody records, each method is a look at a flag.
 */
final class Flight implements StorageListener {

    private static final boolean PRESENT = isPresent();

    Flight() {}

    private static boolean isPresent() {
        try {
            Class.forName("jdk.jfr.Event", false, Flight.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError none) {
            return false;
        }
    }

    /** Returns whether there is anything to record with. */
    static boolean isInJdk() {
        return PRESENT;
    }

    static boolean hearsOperations() {
        return PRESENT && FlightEvents.hearsOperations();
    }

    static boolean hearsTransactions() {
        return PRESENT && FlightEvents.hearsTransactions();
    }

    /** Returns whether anything is recorded that happens in the ordinary course of a backend. */
    static boolean hearsOrdinary() {
        return PRESENT && FlightEvents.hearsOrdinary();
    }

    /** Returns the event of an operation that begins now. */
    static Object beginOperation() {
        return FlightEvents.beginOperation();
    }

    /** Returns the event of a transaction that begins now. */
    static Object beginTransaction() {
        return FlightEvents.beginTransaction();
    }

    static void end(Object begun, OperationEnded ended) {
        FlightEvents.end(begun, ended);
    }

    static void end(Object begun, TransactionEnded ended) {
        FlightEvents.end(begun, ended);
    }

    @Override
    public void waitEnded(WaitEnded ended) {
        FlightEvents.record(ended);
    }

    @Override
    public void connectEnded(ConnectEnded ended) {
        FlightEvents.record(ended);
    }

    @Override
    public void connectionDiscarded(ConnectionDiscarded discarded) {
        FlightEvents.record(discarded);
    }

    @Override
    public void batchEnded(BatchEnded ended) {
        FlightEvents.record(ended);
    }

    @Override
    public void checkpointEnded(CheckpointEnded ended) {
        FlightEvents.record(ended);
    }

    @Override
    public void standbyReadEnded(StandbyReadEnded ended) {
        FlightEvents.record(ended);
    }

    @Override
    public void spaceChanged(SpaceChanged changed) {
        FlightEvents.record(changed);
    }

    @Override
    public void indexBuildAdvanced(IndexBuildAdvanced advanced) {
        FlightEvents.record(advanced);
    }

    @Override
    public void readThroughEnded(ReadThroughEnded ended) {
        FlightEvents.record(ended);
    }

    @Override
    public void refreshAdvanced(RefreshAdvanced advanced) {
        FlightEvents.record(advanced);
    }

    @Override
    public void readThroughStoreFailed(ReadThroughStoreFailed failed) {
        FlightEvents.record(failed);
    }

    @Override
    public void opened(Storage storage, StorageOpened opened) {
        FlightEvents.record(opened);
    }

    @Override
    public void closed(StorageClosed closed) {
        FlightEvents.record(closed);
    }

    @Override
    public void retentionEnded(RetentionEnded ended) {
        FlightEvents.record(ended);
    }
}
