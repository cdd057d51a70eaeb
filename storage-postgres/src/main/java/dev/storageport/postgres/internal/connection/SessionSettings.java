// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import java.time.Duration;
import java.util.Map;

/**
 * What holds for every connection of a storage, whoever opened it.
 *
 * @param schema the schema in which the storage lives
 * @param statementTimeout how long the server may work on one statement
 * @param openAttempts how often the first connection is tried
 * @param openPause the pause between two of these attempts
 * @param synchronousCommit the setting of this name; {@code on} stands for anything that is as strong
 * @param tuning further settings, none of which changes a promise, with values that need no quotes
 */
public record SessionSettings(
        String schema,
        Duration statementTimeout,
        int openAttempts,
        Duration openPause,
        String synchronousCommit,
        Map<String, String> tuning) {}
