// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/** When documents that are stale in a declared index, because another version of a program wrote them, are brought into it. */
public enum IndexBuildMode {
    /** Before opening returns, and whatever is written by other versions later, when a query meets it. */
    AT_OPEN,
    /** When {@link Schema#build()} is called; queries meet {@link IndexNotReadyException} until then if many documents are missing. */
    ON_REQUEST
}
