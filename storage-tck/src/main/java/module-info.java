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
    exports dev.storageport.tck.concurrency;
    exports dev.storageport.tck.cost;
    exports dev.storageport.tck.differential;
    exports dev.storageport.tck.documents;
    exports dev.storageport.tck.freshness;
    exports dev.storageport.tck.harness;
    exports dev.storageport.tck.history;
    exports dev.storageport.tck.lifecycle;
    exports dev.storageport.tck.queries;
    exports dev.storageport.tck.report;
    exports dev.storageport.tck.retention;
    exports dev.storageport.tck.rule;
    exports dev.storageport.tck.schema;
    exports dev.storageport.tck.transactions;
    exports dev.storageport.tck.values;

    // JUnit calls the tests, which are not public, by reflection
    opens dev.storageport.tck;
    opens dev.storageport.tck.concurrency;
    opens dev.storageport.tck.cost;
    opens dev.storageport.tck.differential;
    opens dev.storageport.tck.documents;
    opens dev.storageport.tck.freshness;
    opens dev.storageport.tck.harness;
    opens dev.storageport.tck.history;
    opens dev.storageport.tck.lifecycle;
    opens dev.storageport.tck.queries;
    opens dev.storageport.tck.retention;
    opens dev.storageport.tck.schema;
    opens dev.storageport.tck.transactions;
    opens dev.storageport.tck.values;
}
