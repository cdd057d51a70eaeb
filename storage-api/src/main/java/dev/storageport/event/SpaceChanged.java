// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

/**
 * The disk of an embedded database became full, or has room again.
 *
 * @param backend the backend's name, for instance {@code SQLite}
 * @param exhausted whether only deletions are accepted now; if not, everything is again
 */
public record SpaceChanged(String backend, boolean exhausted) {}
