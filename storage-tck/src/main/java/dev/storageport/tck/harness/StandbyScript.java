// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

/**
 * What a test does to the standby of its database, which follows at once until it is told otherwise. The database is the harness's own: no other
 * harness shares it, because positions of one are refused by the other.
 */
public interface StandbyScript {

    /** Has the standby apply nothing any more of what is written from now on. */
    void pause();

    /** Has the standby apply all there is, and follow again. */
    void resume();

    /** Ends the standby; it does not come back. */
    void end();
}
