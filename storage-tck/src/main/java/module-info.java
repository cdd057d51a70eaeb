// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The kit that proves a backend against the storage contract. */
module dev.storageport.tck {
    requires jdk.jfr; // tells how much is allocated
    requires transitive dev.storageport;
    requires transitive dev.storageport.fake;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports dev.storageport.tck;

    opens dev.storageport.tck; // JUnit calls the tests, which are not public, by reflection
}
