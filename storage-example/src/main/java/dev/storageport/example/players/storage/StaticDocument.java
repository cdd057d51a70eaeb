// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import com.fasterxml.jackson.databind.JsonNode;

/** Static data as it is stored. */
record StaticDocument(StaticCategory category, JsonNode data, int dataVersion) {}
