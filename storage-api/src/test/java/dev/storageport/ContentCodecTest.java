// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.storageport.port.ContentFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodecTest {

    private static final String PAGE = "<html><body>" + "<p>profile of a player</p>".repeat(400) + "</body></html>";

    private static Content decode(byte[] frame) {
        return ContentCodec.decode("pages", "k", new ContentFrame(frame, 0));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 100_000})
    void bytes_ofAnySize_comeBack(int size) {
        Content content = Content.bytes(random(size));
        assertThat(decode(ContentCodec.encode(content).bytes())).isEqualTo(content);
    }

    @Test
    void text_comesBackAsText() {
        Content content = Content.text("\u0000 é \uD83D\uDE00 " + PAGE);
        Content decoded = decode(ContentCodec.encode(content).bytes());
        assertThat(decoded.isText()).isTrue();
        assertThat(decoded.text()).isEqualTo(content.text());
    }

    @Test
    void repetitiveText_isStoredSmaller() {
        ContentFrame frame = ContentCodec.encode(Content.text(PAGE));
        assertThat(frame.rawBytes()).isEqualTo(PAGE.length());
        assertThat(frame.bytes().length).isLessThan(PAGE.length() / 10);
    }

    @Test
    void incompressibleBytes_areStoredAsTheyAre() {
        assertThat(ContentCodec.encode(Content.bytes(random(10_000))).bytes()).hasSize(10_013);
    }

    @Test
    void anyFlippedBit_isDetected() {
        for (Content content : new Content[] {Content.text(PAGE), Content.bytes(random(300)), Content.text("short")}) {
            byte[] frame = ContentCodec.encode(content).bytes();
            for (int bit = 0; bit < frame.length * 8; bit++) {
                byte[] damaged = frame.clone();
                damaged[bit / 8] ^= (byte) (1 << (bit % 8));
                assertThatThrownBy(() -> decode(damaged)).as("bit %d", bit).isInstanceOf(CorruptDataException.class);
            }
        }
    }

    @Test
    void anyTruncation_isDetected() {
        byte[] frame = ContentCodec.encode(Content.text(PAGE)).bytes();
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> decode(cut)).as("length %d", length).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void doubledFrameAndTrailingBytes_areDetected() {
        byte[] frame = ContentCodec.encode(Content.text(PAGE)).bytes();
        ByteBuffer twice = ByteBuffer.allocate(frame.length * 2).put(frame).put(frame);
        assertThatThrownBy(() -> decode(twice.array())).isInstanceOf(CorruptDataException.class);
        assertThatThrownBy(() -> decode(Arrays.copyOf(frame, frame.length + 1)))
                .isInstanceOf(CorruptDataException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MAX_VALUE, Limits.CONTENT_BYTES + 1, Limits.CONTENT_BYTES, 1})
    void forgedSize_isDetectedBeforeAllocation(int size) {
        byte[] frame = ContentCodec.encode(Content.text(PAGE)).bytes();
        ByteBuffer.wrap(frame).putInt(5, size);
        resealed(frame);
        assertThatThrownBy(() -> decode(frame)).isInstanceOf(CorruptDataException.class);
    }

    /** Gives a forged frame the checksum that fits it. */
    private static void resealed(byte[] frame) {
        CRC32C checksum = new CRC32C();
        checksum.update(frame, 0, 9);
        checksum.update(frame, 13, frame.length - 13);
        ByteBuffer.wrap(frame).putInt(9, (int) checksum.getValue());
    }

    @Test
    void bomb_isDetected() {
        byte[] bomb = Zstd.compress(new byte[Limits.CONTENT_BYTES + 1]);
        byte[] frame = ContentCodec.encode(Content.text(PAGE)).bytes();
        ByteBuffer forged =
                ByteBuffer.allocate(13 + bomb.length).put(frame, 0, 13).put(13, bomb);
        resealed(forged.array());
        assertThatThrownBy(() -> decode(forged.array())).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void payload_notAZstdFrame_isDetected() {
        byte[] frame = ContentCodec.encode(Content.text(PAGE)).bytes();
        for (int cut = 13; cut < 30; cut++) {
            byte[] forged = Arrays.copyOf(frame, cut);
            resealed(forged);
            assertThatThrownBy(() -> decode(forged)).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void content_limits() {
        assertThatThrownBy(() -> Content.bytes(new byte[Limits.CONTENT_BYTES + 1]))
                .isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> Content.text("\uD800")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Content.bytes(new byte[1]).text()).isInstanceOf(UsageException.class);
    }

    @Test
    void content_isIsolatedFromItsArrays() {
        byte[] bytes = {1, 2, 3};
        Content content = Content.bytes(bytes);
        bytes[0] = 9;
        content.bytes()[1] = 9;
        assertThat(content.bytes()).containsExactly(1, 2, 3);
        assertThat(content.toString()).isEqualTo("Content[bytes, 3 bytes]");
    }
}
