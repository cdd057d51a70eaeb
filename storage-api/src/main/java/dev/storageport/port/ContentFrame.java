// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/**
 * A content as it is stored: a self-describing frame of bytes that only the library reads. Immutable by agreement: whoever makes
 * one gives its array away, whoever reads one does not change the array. So a content of many megabytes is not copied at each
 * layer.
 */
public final class ContentFrame {

    private final byte[] bytes;
    private final int rawBytes;

    /**
     * Wraps a frame.
     *
     * @param bytes the frame; ownership passes to this object
     * @param rawBytes the size of the content before compression
     */
    public ContentFrame(byte[] bytes, int rawBytes) {
        this.bytes = bytes;
        this.rawBytes = rawBytes;
    }

    /** Returns the frame itself, not a copy; it must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the size of the content before compression, in bytes. */
    public int rawBytes() {
        return rawBytes;
    }
}
