// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.List;
import java.util.Set;

/**
 * What a backend offers to {@link java.util.ServiceLoader}, so that a URL finds it. A module declares it with
 * {@code provides StorageProvider with …}, a jar on the class path with a file under {@code META-INF/services}.
 */
public interface StorageProvider {

    /** Returns the URL schemes this backend answers to, in lower case, for instance {@code postgres} or {@code jdbc:sqlite}. */
    Set<String> schemes();

    /** Returns whether this backend answers to the scheme, in lower case; those of {@link #schemes()} unless it says otherwise. */
    default boolean answersTo(String scheme) {
        return schemes().contains(scheme);
    }

    /**
     * Returns every option that a URL of this backend may have as a parameter, or that may be given beside the URL; none unless it says
     * otherwise. Whatever is listed is accepted by {@link #port}.
     */
    default List<Option<?>> options() {
        return List.of();
    }

    /**
     * Returns the URL as it may be shown to anybody, without passwords, after checking all that {@link #port} checks; the scheme alone
     * unless the backend says otherwise. No I/O.
     *
     * @throws dev.storageport.ConfigurationException as {@link #port}
     */
    default String shown(StorageUrl url) {
        return url.toString();
    }

    /**
     * Returns a port for the URL, without any I/O.
     *
     * @throws dev.storageport.ConfigurationException if the URL is malformed or has a parameter that is unknown or contradicts
     *     another one; the message never holds a password
     */
    StoragePort port(StorageUrl url);
}
