// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Option;
import dev.storageport.port.Option.Preset;
import dev.storageport.port.StorageUrl;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all places together say.
 *
 * @param mode what the storage is for
 * @param url the storage, with the options of the backend beside it
 * @param presets the library's options that the mode sets
 * @param library the library's options that were given
 * @param shown all that was given, without secrets
 */
record ResolvedSettings(
        Optional<Preset> mode,
        StorageUrl url,
        Map<String, String> presets,
        Map<String, String> library,
        Map<String, String> shown) {

    static final Option<Preset> MODE = Option.choice("mode", Preset.class)
            .notAParameter()
            .described(
                    "What the storage is for: sets the options that have a value for it, where nothing else sets them.");

    static final Option<String> URL = Option.text("url", "the URL of a storage")
            .notAParameter()
            .secret()
            .described("Where the storage is; its scheme decides the backend.");

    static final Option<String> PATH = Option.text("path", "the path of a file, or :memory:")
            .notAParameter()
            .described("The file of a SQLite database, if neither a URL nor a host is given.");

    /** The options that are neither the library's nor a backend's. */
    static final List<Option<?>> OWN = List.of(URL, PATH, MODE);
}
