// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Meters of Micrometer for a storage. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // Micrometer names its module without being modular.
module dev.storageport.micrometer {
    requires transitive dev.storageport;
    requires transitive micrometer.core;
    requires static transitive org.jspecify;

    exports dev.storageport.micrometer;
}
