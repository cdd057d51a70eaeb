// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/** Which parts of a record to read. Key, revision, data version and times always come. */
public enum Projection {
    /** Nothing more. */
    METADATA,
    /** How many bytes body and content take as they are stored. */
    SIZE,
    /** The JSON body. */
    BODY,
    /** The content. */
    CONTENT,
    /** Body and content. */
    BODY_AND_CONTENT;

    /** Returns whether the size is read. */
    public boolean size() {
        return this == SIZE;
    }

    /** Returns whether the body is read. */
    public boolean body() {
        return this == BODY || this == BODY_AND_CONTENT;
    }

    /** Returns whether the content is read. */
    public boolean content() {
        return this == CONTENT || this == BODY_AND_CONTENT;
    }
}
