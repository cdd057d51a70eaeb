// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** A service that caches profiles of players and static data. Its records are opened to Jackson, which maps them to JSON. */
module dev.storageport.example {
    requires dev.storageport;
    requires dev.storageport.micrometer;
    requires org.slf4j;
    requires static org.jspecify;

    opens dev.storageport.example.players to
            com.fasterxml.jackson.databind;
    opens dev.storageport.example.players.storage to
            com.fasterxml.jackson.databind;
}
