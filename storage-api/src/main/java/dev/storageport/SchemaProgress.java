// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/**
 * How far the building of an index is.
 *
 * @param collection the name of the collection
 * @param index the name of the index
 * @param done how many documents were brought into the index so far by this run
 * @param total how many documents the collection had when this run began, those among them that were in the index before
 * @param finished whether no document is left
 */
public record SchemaProgress(String collection, String index, long done, long total, boolean finished) {}
