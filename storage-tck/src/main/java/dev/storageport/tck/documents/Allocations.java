// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What all threads of this JVM allocate in its heap, those among them that end meanwhile, as the flight recorder sees it: by the
 * buffers that threads fill with small objects, and the objects that are too large for them.
 */
final class Allocations {

    /** The events, and what each of them calls the bytes that were taken from the heap. */
    private static final String BUFFERS = "jdk.ObjectAllocationInNewTLAB";

    private static final String BUFFER_BYTES = "tlabSize";
    private static final String LARGE_OBJECTS = "jdk.ObjectAllocationOutsideTLAB";
    private static final String LARGE_OBJECT_BYTES = "allocationSize";

    private Allocations() {}

    /** Runs the work and returns how many bytes were allocated meanwhile, to the size of a few buffers. */
    static long during(Runnable work) {
        try (Recording recording = new Recording()) {
            List.of(BUFFERS, LARGE_OBJECTS)
                    .forEach(event -> recording.enable(event).withoutStackTrace());
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
                bytes += event.getLong(
                        event.getEventType().getName().equals(BUFFERS) ? BUFFER_BYTES : LARGE_OBJECT_BYTES);
            }
            return bytes;
        } finally {
            Files.delete(file);
        }
    }
}
