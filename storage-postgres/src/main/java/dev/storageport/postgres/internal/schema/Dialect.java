// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

/**
 * Where engines that speak PostgreSQL's protocol differ from one another. Everything else in this package is meant to hold on
 * each of them.
 *
 * @param tryStartLock takes the lock, given by the bigint {@code :lock} and held until the transaction ends, that keeps processes apart which
 *     change one schema at the same time, if it is free, and returns whether it was
 * @param textCollation what follows the type of a text column so that it compares by bytes
 */
public record Dialect(String tryStartLock, String textCollation) {

    public static final Dialect POSTGRES = new Dialect("SELECT pg_try_advisory_xact_lock(:lock)", " COLLATE \"C\"");
}
