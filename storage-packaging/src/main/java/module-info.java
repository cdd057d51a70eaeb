// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** A program that knows no backend by name: whichever is on the module path is found by the URL. */
module dev.storageport.packaging {
    requires dev.storageport;
    requires static org.jspecify;

    exports dev.storageport.packaging;

    opens dev.storageport.packaging to
            com.fasterxml.jackson.databind;
}
