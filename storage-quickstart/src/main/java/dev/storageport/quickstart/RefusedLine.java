// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

/**
 * A line of the input that was not stored.
 *
 * @param number the line's number, from 1
 * @param reason why it was not stored
 */
record RefusedLine(int number, String reason) {}
