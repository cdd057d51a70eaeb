// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Static data as it is stored.
 *
 * @param category its kind
 * @param data the data
 * @param dataVersion the version of its shape
 */
public record StaticDocument(StaticCategory category, JsonNode data, int dataVersion) {}
