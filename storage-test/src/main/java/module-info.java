// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Storages for JUnit tests, on the backend that one property names. */
module dev.storageport.test {
    requires transitive dev.storageport;
    requires transitive dev.storageport.fake;
    requires transitive org.junit.jupiter.api;
    requires static dev.storageport.postgres.server;
    requires static transitive org.jspecify;

    exports dev.storageport.test;
}
