// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.CorruptDataException;
import dev.storageport.DocumentCollection;
import dev.storageport.Limits;
import dev.storageport.SchemaMode;
import dev.storageport.Storage;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** CONT: contents whose stored bytes were changed, written through the port. */
abstract class DamagedContentRules extends Topic {

    /** A document that is only there to have a content. */
    record Page(int number) {}

    static final CollectionSpec<Page> PAGES =
            CollectionSpec.of("pages", Page.class).build();
    static final CollectionDefinition DEFINITION = new CollectionDefinition("pages", List.of());

    /** Where a frame's parts begin, and how long its header is. */
    static final int SIZE_AT = 5;

    static final int CHECKSUM_AT = 9;
    static final int HEADER = 13;

    @Test
    @Rule("CONT-6")
    void content_withAnyStoredBitFlipped_isReportedAsCorrupt() {
        for (Content content :
                List.of(Content.text("a compressible page ".repeat(40)), Content.bytes(new byte[] {1, 2, 3}))) {
            byte[] frame = stored(content);
            Map<String, byte[]> damaged = new TreeMap<>();
            for (int at = 0; at < frame.length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    damaged.put("byte-" + (1000 + at) + "-bit-" + bit, flipped(frame, at, bit));
                }
            }
            assertReportedAsCorrupt(damaged, content.size());
        }
    }

    @Test
    @Rule("CONT-6")
    void content_cutDoubledOrEmptied_isReportedAsCorrupt() {
        for (Content content :
                List.of(Content.text("a compressible page ".repeat(40)), Content.bytes(new byte[] {1, 2, 3}))) {
            byte[] frame = stored(content);
            Map<String, byte[]> damaged = new TreeMap<>();
            for (int length = 0; length < frame.length; length++) {
                damaged.put("cut-to-" + (1000 + length), Arrays.copyOf(frame, length));
            }
            damaged.put("doubled", concatenated(frame, frame));
            damaged.put("payload-doubled", concatenated(frame, Arrays.copyOfRange(frame, HEADER, frame.length)));
            damaged.put("longer-by-one", Arrays.copyOf(frame, frame.length + 1));
            damaged.put("beginning-cut", Arrays.copyOfRange(frame, 1, frame.length));
            damaged.put("zeroed", new byte[frame.length]);
            assertReportedAsCorrupt(damaged, content.size());
        }
    }

    @Test
    @Rule("CONT-7")
    void content_whoseFrameClaimsAnotherSize_isReportedAsCorruptWithoutAllocatingIt() {
        byte[] frame = stored(Content.text("a compressible page ".repeat(40)));
        Map<String, byte[]> forged = new LinkedHashMap<>();
        int[] sizes = {
            Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 799, 801, Limits.CONTENT_BYTES, Limits.CONTENT_BYTES + 1
        };
        for (int i = 0; i < sizes.length; i++) {
            forged.put("size-" + i, resized(frame, sizes[i]));
        }
        Map<String, byte[]> intact = new LinkedHashMap<>();
        forged.keySet().forEach(key -> intact.put("intact-" + key, frame));
        write(forged, 800);
        write(intact, 800);
        DocumentCollection<Page> pages = bench().open(PAGES).collection(PAGES);
        Runnable reading = () -> assertRead(pages, intact);
        reading.run(); // the first time more is done than later

        long allocatedForIntact = Allocations.during(reading);
        long allocatedForForged = Allocations.during(() -> assertReportedAsCorrupt(pages, forged));

        assertThat(allocatedForForged - allocatedForIntact)
                .as(
                        "bytes that all threads allocated while reading frames that claim up to 2 GiB, beyond the %s for"
                                + " intact ones",
                        allocatedForIntact)
                .isLessThan(Limits.CONTENT_BYTES / 2);
    }

    /** Reads what is not damaged as {@link #assertReportedAsCorrupt(DocumentCollection, Map)} reads what is. */
    private static void assertRead(DocumentCollection<Page> pages, Map<String, byte[]> frames) {
        frames.keySet()
                .forEach(key ->
                        assertThat(pages.content(key)).as("content of %s", key).isPresent());
        String first = frames.keySet().iterator().next();
        assertThat(pages.getWithContent(first)).as("%s with its content", first).isPresent();
        assertThat(pages.get(first)).as("the document %s", first).isPresent();
    }

    /** Writes the frames through the port and reads them through the storage. */
    private void assertReportedAsCorrupt(Map<String, byte[]> frames, int rawBytes) {
        write(frames, rawBytes);
        assertReportedAsCorrupt(bench().open(PAGES).collection(PAGES), frames);
    }

    /** Writes the frames through the port, all in one batch. */
    private void write(Map<String, byte[]> frames, int rawBytes) {
        try (StoragePort port = prepared()) {
            List<Write> writes = new ArrayList<>();
            frames.forEach((key, bytes) -> writes.add(put(key, new ContentFrame(bytes, rawBytes))));
            port.write(writes);
        }
    }

    private static void assertReportedAsCorrupt(DocumentCollection<Page> pages, Map<String, byte[]> frames) {
        for (String key : frames.keySet()) {
            assertThatThrownBy(() -> pages.content(key), "reading the content that was damaged so: %s", key)
                    .isInstanceOfSatisfying(CorruptDataException.class, corrupt -> {
                        assertThat(corrupt.collection())
                                .as("collection named by the error")
                                .isEqualTo("pages");
                        assertThat(corrupt.key()).as("key").contains(key);
                    });
        }
        String first = frames.keySet().iterator().next();
        assertThatThrownBy(() -> pages.getWithContent(first)).isInstanceOf(CorruptDataException.class);
        assertThat(pages.get(first)).as("the document itself is not damaged").isPresent();
    }

    /** Returns the frame that the library makes of a content, as the backend gives it back. */
    private byte[] stored(Content content) {
        try (Storage storage = bench().open(PAGES)) {
            storage.collection(PAGES).put("original", new Page(1), content);
        }
        try (StoragePort port = prepared()) {
            Map<String, StoredRecord> read = port.read(DEFINITION, List.of("original"), Projection.CONTENT);
            Optional<ContentFrame> frame = Objects.requireNonNull(read.get("original"), "the record just written")
                    .content();
            return frame.orElseThrow().bytes().clone();
        }
    }

    private StoragePort prepared() {
        StoragePort port = bench().harness().port();
        port.prepare(new Catalog(List.of(DEFINITION)), SchemaMode.MIGRATE);
        return port;
    }

    private static Write put(String key, ContentFrame frame) {
        return new Write.Put(
                DEFINITION,
                key,
                new Precondition.None(),
                "{\"number\":1}",
                12,
                1,
                Map.of(),
                new ContentChange.Replace(frame),
                1,
                Workbench.START);
    }

    private static byte[] flipped(byte[] frame, int at, int bit) {
        byte[] changed = frame.clone();
        changed[at] ^= (byte) (1 << bit);
        return changed;
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** Forges size and checksum, so that only the comparison of sizes can tell. */
    private static byte[] resized(byte[] frame, int size) {
        byte[] forged = frame.clone();
        ByteBuffer.wrap(forged).putInt(SIZE_AT, size);
        CRC32C checksum = new CRC32C();
        checksum.update(forged, 0, CHECKSUM_AT);
        checksum.update(forged, HEADER, forged.length - HEADER);
        ByteBuffer.wrap(forged).putInt(CHECKSUM_AT, (int) checksum.getValue());
        return forged;
    }
}
