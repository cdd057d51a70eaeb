// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What all threads of this JVM allocate in its heap, those among them that end meanwhile, as the flight recorder sees it: by the
 * buffers that threads fill with small objects, and the objects that are too large for them.
 */
final class Allocations {

    /** The events, and what each of them calls the bytes that were taken from the heap. A recording holds those that others asked for too. */
    private static final Map<String, String> BYTES =
            Map.of("jdk.ObjectAllocationInNewTLAB", "tlabSize", "jdk.ObjectAllocationOutsideTLAB", "allocationSize");

    private Allocations() {}

    /** Runs the work and returns how many bytes were allocated meanwhile, to the size of a few buffers. */
    static long during(Runnable work) {
        try (Recording recording = new Recording()) {
            BYTES.keySet().forEach(event -> recording.enable(event).withoutStackTrace());
            recording.start();
            work.run();
            recording.stop();
            return bytes(recording);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long bytes(Recording recording) throws IOException {
        Path file = Files.createTempFile("allocations", ".jfr");
        try {
            recording.dump(file);
            long bytes = 0;
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                String field = BYTES.get(event.getEventType().getName());
                bytes += field == null ? 0 : event.getLong(field);
            }
            return bytes;
        } finally {
            Files.delete(file);
        }
    }
}
