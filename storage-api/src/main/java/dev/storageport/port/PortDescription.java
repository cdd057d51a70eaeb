// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a port says of itself to operators, in their log. Nothing in it is a secret.
 *
 * @param address where the database is: a file, or server and database; never a user or a password
 * @param versions what the backend is made of, by name: {@code driver}, {@code database}
 * @param settings what it was opened with, by the name of the option
 */
public record PortDescription(String address, Map<String, String> versions, Map<String, String> settings) {

    /** Copies the maps, in their order. */
    public PortDescription {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
}
