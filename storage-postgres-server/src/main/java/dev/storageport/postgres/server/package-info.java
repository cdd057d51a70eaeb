// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A real PostgreSQL for tests and benchmarks: {@link dev.storageport.postgres.server.PostgresServer} starts one from
 * Maven artifacts, with nothing to install.
 */
@NullMarked
package dev.storageport.postgres.server;

import org.jspecify.annotations.NullMarked;
