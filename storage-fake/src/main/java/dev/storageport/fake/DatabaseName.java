// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

/** A name that URLs call a database by; see {@link FakeStorage#name(FakeDatabase, String)}. */
public interface DatabaseName extends AutoCloseable {

    /** Gives the name up, as soon as no storage is open that was opened by it. Does nothing the second time. */
    @Override
    void close();
}
