// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The storage contract: the application's face and the port that backends implement. */
@SuppressWarnings("module") // The two backends are built later.
module dev.storageport {
    requires transitive com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires com.github.luben.zstd_jni;
    requires org.slf4j;
    requires static jdk.jfr;
    requires static transitive org.jspecify;

    exports dev.storageport;
    exports dev.storageport.event;
    exports dev.storageport.lease;
    exports dev.storageport.port;
    exports dev.storageport.port.combining to
            dev.storageport.postgres,
            dev.storageport.sqlite;
    exports dev.storageport.readthrough;
    exports dev.storageport.retention;

    uses dev.storageport.port.StorageProvider;
}
