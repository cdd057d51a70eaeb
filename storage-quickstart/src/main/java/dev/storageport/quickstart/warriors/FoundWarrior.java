// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart.warriors;

import java.time.Instant;
import java.util.UUID;

/**
 * A warrior as it is stored.
 *
 * @param id its id
 * @param warrior the warrior
 * @param createdAt when it was created
 */
public record FoundWarrior(UUID id, Warrior warrior, Instant createdAt) {}
