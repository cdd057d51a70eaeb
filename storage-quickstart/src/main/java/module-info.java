// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** An application that stores player profiles, and another one as an example. Their records are opened to Jackson, which maps them to JSON. */
module dev.storageport.quickstart {
    requires dev.storageport;
    requires dev.storageport.fake;

    opens dev.storageport.quickstart to
            com.fasterxml.jackson.databind;
    opens dev.storageport.quickstart.warriors to
            com.fasterxml.jackson.databind;
}
