// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

/** Whether a player's career page shows more than the name. */
public enum Privacy {
    /** Everybody may read the statistics. */
    PUBLIC,
    /** Only the player may. */
    PRIVATE
}
