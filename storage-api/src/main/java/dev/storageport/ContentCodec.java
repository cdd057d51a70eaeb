// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.github.luben.zstd.Zstd;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.NativeLibrary;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Turns a content into the frame that is stored, and back. The frame describes itself, so codecs can change while old frames stay
 * readable:
 *
 * <pre>
 *   0  2  magic "SC"
 *   2  1  format, 1
 *   3  1  kind: 1 text, 2 bytes
 *   4  1  codec: 0 as it is, 1 zstd
 *   5  4  size of the content, big endian
 *   9  4  CRC-32C of bytes 0 to 8 and of the payload
 *  13     payload
 * </pre>
 *
 * The checksum covers what is stored, so damage is found before anything is decompressed: zstd without a checksum returns wrong
 * bytes for most single-bit errors. The size bounds what decompression may allocate, so a forged frame cannot exhaust memory.
 */
final class ContentCodec {

    private static final short MAGIC = 'S' << 8 | 'C';
    private static final byte FORMAT = 1;
    private static final byte KIND_TEXT = 1;
    private static final byte KIND_BYTES = 2;
    private static final byte PLAIN = 0;
    private static final byte ZSTD = 1;
    private static final int CHECKED_HEADER = 9;
    private static final int HEADER = 13;

    /** Below this size a zstd frame saves nothing worth its time. */
    private static final int SMALLEST_COMPRESSED = 256;

    /** zstd's default level: level 9 costs five times the time for 2 to 10 per cent on HTML. */
    private static final int LEVEL = 3;

    private static final NativeLibrary LIBRARY = new NativeLibrary(
            "zstd (zstd-jni)",
            () -> Zstd.class,
            "name another with -DZstdTempFolder=FOLDER, or a library that is installed with -DZstdNativePath=FILE",
            ContentCodec::trial);

    private ContentCodec() {}

    /**
     * Loads what contents are compressed by, which a storage without contents would otherwise miss only when the first one comes.
     *
     * @throws StorageFailureException if it cannot be loaded
     */
    static void requireLibrary() {
        LIBRARY.require();
    }

    private static void trial() {
        Zstd.decompress(Zstd.compress(new byte[SMALLEST_COMPRESSED], LEVEL), SMALLEST_COMPRESSED);
    }

    static ContentFrame encode(Content content) {
        byte[] raw = content.shared();
        byte[] payload = raw.length < SMALLEST_COMPRESSED ? raw : Zstd.compress(raw, LEVEL);
        byte codec = ZSTD;
        if (raw.length < SMALLEST_COMPRESSED || payload.length >= raw.length) {
            payload = raw;
            codec = PLAIN;
        }
        ByteBuffer frame = ByteBuffer.allocate(HEADER + payload.length);
        frame.putShort(MAGIC).put(FORMAT).put(content.isText() ? KIND_TEXT : KIND_BYTES);
        frame.put(codec).putInt(raw.length);
        frame.position(HEADER).put(payload);
        frame.putInt(CHECKED_HEADER, checksum(frame.array()));
        return new ContentFrame(frame.array(), raw.length);
    }

    static Content decode(String collection, String key, ContentFrame frame) {
        byte[] bytes = frame.bytes();
        if (bytes.length < HEADER) {
            throw corrupt(collection, key, "is shorter than its header", null);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 0, HEADER);
        if (header.getShort() != MAGIC || header.get() != FORMAT) {
            throw corrupt(collection, key, "has an unknown format", null);
        }
        byte kind = header.get();
        byte codec = header.get();
        int size = header.getInt();
        if (header.getInt() != checksum(bytes)) {
            throw corrupt(collection, key, "does not have its checksum", null);
        }
        if ((kind != KIND_TEXT && kind != KIND_BYTES) || size < 0 || size > Limits.CONTENT_BYTES) {
            throw corrupt(collection, key, "has an impossible kind or size", null);
        }
        return new Content(payload(collection, key, bytes, codec, size), kind == KIND_TEXT);
    }

    private static byte[] payload(String collection, String key, byte[] frame, byte codec, int size) {
        int length = frame.length - HEADER;
        if (codec == PLAIN && length == size) {
            return Arrays.copyOfRange(frame, HEADER, frame.length);
        }
        if (codec != ZSTD) {
            throw corrupt(collection, key, "has an unknown codec or another size than it says", null);
        }
        try {
            if (Zstd.getFrameContentSize(frame, HEADER, length) == size) {
                byte[] raw = new byte[size];
                if (Zstd.decompressByteArray(raw, 0, size, frame, HEADER, length) == size) {
                    return raw;
                }
            }
        } catch (RuntimeException undecodable) { // zstd-jni throws plain RuntimeException for some malformed frames
            throw corrupt(collection, key, "cannot be decompressed", undecodable);
        }
        throw corrupt(collection, key, "has another size than it says", null);
    }

    private static int checksum(byte[] frame) {
        CRC32C checksum = new CRC32C();
        checksum.update(frame, 0, CHECKED_HEADER);
        checksum.update(frame, HEADER, frame.length - HEADER);
        return (int) checksum.getValue();
    }

    private static CorruptDataException corrupt(
            String collection, String key, String problem, @Nullable Throwable cause) {
        return new CorruptDataException(collection, key, "content " + problem, cause);
    }
}
