// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;

/**
 * A storage was closed, as far as what hangs let it.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param address where the database is, as at opening
 * @param duration how long closing took
 */
public record StorageClosed(String backend, String address, Duration duration) {}
