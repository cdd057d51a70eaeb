// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file beside the database that keeps some of the disk. A deletion writes to the log before it frees anything, so on a full disk none
 * would succeed; giving this file up makes room for them. Other processes with the same database share it.
 *
 * <p>It is as large as the log and the file together may need to change places: twice their size, within its bounds, and no more than a
 * part of a small disk.
 */
public final class Reserve {

    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);

    private static final long LEAST = 1024 * 1024;
    private static final int SHARE_OF_THE_DISK = 16;
    private static final int BLOCK = 64 * 1024;

    private final String database;
    private final Path data;
    private final Path file;
    private final long most;
    private volatile long givenUp;

    public Reserve(Database database) {
        this.database = database.name();
        data = database.realPath();
        file = data.resolveSibling(data.getFileName() + "-reserve");
        most = database.options().reserve();
    }

    /** Returns whether there is to be one. */
    public boolean isWanted() {
        return most > 0;
    }

    private long present() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private long wanted(long used, long present) throws IOException {
        long room = Files.getFileStore(data).getUsableSpace() + present;
        return Math.min(Math.min(most, Math.max(LEAST, 2 * used)), room / SHARE_OF_THE_DISK);
    }

    /**
     * Returns whether the file should be larger, or is not there.
     *
     * @param used how many bytes the database and its log have
     */
    public boolean isTooSmall(long used) {
        try {
            long present = present();
            return present < Math.min(most, LEAST) / 2 || present < Math.min(most, used);
        } catch (IOException failed) {
            return false;
        }
    }

    /** Makes the file as large as it should be. */
    public void make(long used) {
        if (!Files.isWritable(data)) {
            return; // nobody writes, so nobody deletes
        }
        try {
            long present = present();
            long wanted = wanted(used, present);
            if (present < wanted) {
                extend(present, wanted);
            }
        } catch (IOException failed) {
            LOG.debug("{}: no reserve", database, failed);
        }
    }

    /** Makes the file as large as it was when it was given up, if the disk has room for it twice; returns whether it is there. */
    public boolean makeAgain() {
        try {
            if (Files.getFileStore(data).getUsableSpace() < 2 * givenUp) {
                return false;
            }
            extend(0, givenUp);
            return true;
        } catch (IOException failed) {
            LOG.debug("{}: no reserve yet", database, failed);
            return false;
        }
    }

    /** Zeros that are written take room; a length that is only set would not. */
    private void extend(long from, long to) throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, FileRights.ownerOnly(file))) {
            channel.position(from);
            ByteBuffer zeros = ByteBuffer.allocate(BLOCK);
            for (long left = to - from; left > 0; left -= zeros.limit()) {
                zeros.clear().limit((int) Math.min(BLOCK, left));
                while (zeros.hasRemaining()) {
                    channel.write(zeros);
                }
            }
        } catch (IOException noRoom) {
            Files.deleteIfExists(file);
            throw noRoom;
        }
    }

    /** Takes the file away when nobody here needs it any more, if the disk has so much room that the next one can make it again. */
    public void leave() {
        try {
            if (Files.getFileStore(data).getUsableSpace() / SHARE_OF_THE_DISK > present()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            LOG.debug("{}: the reserve stays", database, failed);
        }
    }

    /** Gives the room back to the disk; returns whether there was any. */
    public boolean giveUp() {
        try {
            givenUp = present();
            return Files.deleteIfExists(file);
        } catch (IOException failed) {
            LOG.warn("{}: the reserve could not be given up; delete {} by hand", database, file, failed);
            return false;
        }
    }
}
