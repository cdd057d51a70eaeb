// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.event.BatchEnded;
import dev.storageport.event.CheckpointEnded;
import dev.storageport.event.ConnectEnded;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.SpaceChanged;
import dev.storageport.event.WaitEnded;

/**
 * What a backend tells of what goes on below the port, as far as it has such things. Never throws. Any thread may call it, with no lock of
 * the backend held: who hears it is the application.
 */
public interface PortListener {

    /** Hears nothing. */
    PortListener NONE = new PortListener() {};

    /**
     * Returns whether anybody wants to hear of what happens in the ordinary course: waits that were served, connections that were opened,
     * batches, checkpoints. If not, a backend need not take the time of them. What goes wrong is to be told always.
     */
    default boolean hearsOrdinary() {
        return false;
    }

    /** A caller waited for others and waits no more. */
    default void waitEnded(WaitEnded ended) {}

    /** A connection was opened or could not be. */
    default void connectEnded(ConnectEnded ended) {}

    /** A connection is not used on. */
    default void connectionDiscarded(ConnectionDiscarded discarded) {}

    /** A step of the database for one caller or several ended. */
    default void batchEnded(BatchEnded ended) {}

    /** A checkpoint of the log of writes ended. */
    default void checkpointEnded(CheckpointEnded ended) {}

    /** The disk became full, or has room again. */
    default void spaceChanged(SpaceChanged changed) {}
}
