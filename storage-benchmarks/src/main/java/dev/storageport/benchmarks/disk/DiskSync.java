// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.disk;

import dev.storageport.benchmarks.measure.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What it takes to force a write to the disk. */
public final class DiskSync {

    private static final int SYNCS = 300;
    private static final int FEWEST = 20;
    private static final long LONGEST = 1_000_000_000;

    private DiskSync() {}

    /** Writes 8 KB and forces them to the disk, again and again for about a second at most; returns the median in microseconds. */
    public static double median(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "force", ".tmp");
        double[] micros = new double[SYNCS];
        int done = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long begun = System.nanoTime();
            while (done < SYNCS && (done < FEWEST || System.nanoTime() - begun < LONGEST)) {
                channel.position(0);
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(8_192));
                channel.force(false);
                micros[done++] = (System.nanoTime() - start) / 1e3;
            }
        }
        Files.delete(file);
        return Row.median(Arrays.copyOf(micros, done));
    }
}
