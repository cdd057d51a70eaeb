// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which copy of this library has which file open, for all copies in this JVM. Each class loader that loads the library loads a native SQLite
 * of its own, and the locks that keep two of these apart belong to the process: neither sees the other's, and both would damage the file.
 *
 * <p>What all copies see is the JDK's own table of file locks, which refuses to lock one region of a file twice in a JVM. So a copy that has a
 * file open has a shared lock on one byte of a file of the JDK, at a position that stands for the file's identity. Nothing is written, other
 * processes may have the same lock, and the table forgets the lock when the class loader of the copy is collected: then nothing of that
 * copy can write any more. The database file itself must not be locked like this, because closing any descriptor of it drops the
 * locks of SQLite.
 */
final class FileHolders {

    private static final Logger LOG = LoggerFactory.getLogger(FileHolders.class);

    /** Below the largest position at which a byte can be locked. */
    private static final long POSITIONS = Long.MAX_VALUE >> 1;

    /** What this copy holds, by device and number of the file. */
    private static final Map<Object, Claim> CLAIMS = new HashMap<>();

    /** A claim of this copy; of the JDK's table only it keeps the lock alive. */
    private static final class Claim {

        private final FileChannel channel;
        private final FileLock lock;
        private int users;

        private Claim(FileChannel channel, FileLock lock) {
            this.channel = channel;
            this.lock = lock;
        }
    }

    private FileHolders() {}

    /** Returns the monitor that all copies know. Nobody waits for anything while it is held. */
    static Object monitor() {
        return Runtime.getRuntime();
    }

    /**
     * Takes a file for one more user of this copy; returns whether no other copy has it.
     *
     * @throws IOException if nobody can tell, because the JDK's file cannot be locked
     */
    static boolean take(FileIdentity file) throws IOException {
        synchronized (monitor()) {
            Claim claim = CLAIMS.get(file.key());
            if (claim == null) {
                claim = claim(file);
                if (claim == null) {
                    return false;
                }
                CLAIMS.put(file.key(), claim);
            }
            claim.users++;
            return true;
        }
    }

    /** Returns null if another copy has the file. */
    private static @Nullable Claim claim(FileIdentity file) throws IOException {
        FileChannel channel = FileChannel.open(sharedFile(), StandardOpenOption.READ);
        try {
            FileLock lock = channel.tryLock(position(file), 1, true);
            if (lock == null) {
                throw new IOException("another process has locked a file of the JDK");
            }
            return new Claim(channel, lock);
        } catch (OverlappingFileLockException another) {
            channel.close();
            return null;
        } catch (IOException | RuntimeException | Error failed) {
            channel.close();
            throw failed;
        }
    }

    /** Gives a file back, once for each time it was taken, when nothing of its user has it open any more. */
    static void release(FileIdentity file) {
        synchronized (monitor()) {
            Claim claim = CLAIMS.get(file.key());
            if (claim == null) {
                throw new IllegalStateException("released more often than taken");
            }
            claim.users--;
            if (claim.users == 0) {
                CLAIMS.remove(file.key());
                try {
                    claim.lock.release();
                    claim.channel.close();
                } catch (IOException failed) {
                    LOG.warn("a file of SQLite stays locked for other copies of this library in this JVM", failed);
                }
            }
        }
    }

    /** A file that each copy finds under one path, that can be read, and that nobody removes while the JVM runs. */
    private static Path sharedFile() {
        return Path.of(System.getProperty("java.home"), "lib", "modules");
    }

    private static long position(FileIdentity file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(file.key().toString().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() & POSITIONS;
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
