// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.util.Optional;

/**
 * The log of writes that an embedded database keeps beside its file, at one moment. It cannot shrink while a reader looks at what is in it.
 *
 * @param bytes how long the log is
 * @param oldestReader how long the oldest reader of this storage has been reading; empty if none reads
 */
public record LogStatus(long bytes, Optional<Duration> oldestReader) {}
