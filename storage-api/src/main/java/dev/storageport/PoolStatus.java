// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/**
 * The connections of one storage at one moment.
 *
 * @param capacity how many connections there may be
 * @param inUse how many are handed out
 * @param idle how many are open and free
 * @param waiting how many threads wait for one
 */
public record PoolStatus(int capacity, int inUse, int idle, int waiting) {}
