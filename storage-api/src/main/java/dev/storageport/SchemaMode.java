// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/** What opening a storage may do to the database's schema. */
public enum SchemaMode {
    /** Create what is missing and bring an older layout up to date. Needs the right to do so. */
    MIGRATE,
    /** Change nothing, and refuse to open if something is missing: for a role that may only read and write documents. */
    VALIDATE,
    /** Change nothing and compare nothing: what is missing shows when it is used. */
    NONE
}
