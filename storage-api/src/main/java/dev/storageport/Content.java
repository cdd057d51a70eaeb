// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A large text or a sequence of bytes that belongs to a document. Stored compressed and apart from the document's JSON, so it is
 * read only when asked for and not rewritten when the JSON changes. Immutable.
 */
public final class Content {

    private final byte[] bytes;
    private final boolean text;

    /** Takes ownership of the array. */
    Content(byte[] bytes, boolean text) {
        this.bytes = bytes;
        this.text = text;
    }

    /**
     * Returns a content of text.
     *
     * @throws InvalidValueException if the text holds an unpaired surrogate, which no encoding can keep
     * @throws LimitExceededException if it is longer than {@link Limits#CONTENT_BYTES} in UTF-8
     */
    public static Content text(String text) {
        TextRules.checkEncodable("content", text);
        return new Content(checked(text.getBytes(StandardCharsets.UTF_8)), true);
    }

    /**
     * Returns a content of bytes, which may hold anything.
     *
     * @param bytes the bytes; copied
     * @throws LimitExceededException if there are more than {@link Limits#CONTENT_BYTES}
     */
    public static Content bytes(byte[] bytes) {
        return new Content(checked(bytes.clone()), false);
    }

    private static byte[] checked(byte[] bytes) {
        if (bytes.length > Limits.CONTENT_BYTES) {
            throw new LimitExceededException("content", Limits.CONTENT_BYTES, "bytes");
        }
        return bytes;
    }

    /** Returns whether this was made of text. */
    public boolean isText() {
        return text;
    }

    /**
     * Returns the text.
     *
     * @throws UsageException if this was made of bytes
     */
    public String text() {
        if (!text) {
            throw new UsageException("the content was stored as bytes; call bytes()");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns a copy of the bytes; those of a text are its UTF-8. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the number of bytes; those of a text are its UTF-8. */
    public int size() {
        return bytes.length;
    }

    /** Returns the bytes themselves, for the codec, which does not change them. */
    byte[] shared() {
        return bytes;
    }

    /** Returns whether the other is a content of the same kind with the same bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Content content && text == content.text && Arrays.equals(bytes, content.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns kind and size, never the content. */
    @Override
    public String toString() {
        return "Content[" + (text ? "text" : "bytes") + ", " + bytes.length + " bytes]";
    }
}
