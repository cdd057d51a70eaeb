// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Set;

/**
 * What a backend offers to {@link java.util.ServiceLoader}, so that a URL finds it. A module declares it with
 * {@code provides StorageProvider with …}, a jar on the class path with a file under {@code META-INF/services}.
 */
public interface StorageProvider {

    /** Returns the URL schemes this backend answers to, in lower case, for instance {@code postgres} or {@code jdbc:sqlite}. */
    Set<String> schemes();

    /**
     * Returns a port for the URL, without any I/O.
     *
     * @throws dev.storageport.ConfigurationException if the URL is malformed or has a parameter that is unknown or contradicts
     *     another one; the message never holds a password
     */
    StoragePort port(StorageUrl url);
}
