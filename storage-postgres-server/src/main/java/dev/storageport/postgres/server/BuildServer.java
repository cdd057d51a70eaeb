// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * The one server of a build. Maven runs {@link #main} in its own JVM; the server ends with that JVM, whose pipe to the guard
 * closes then. The tests of later modules run in JVMs of their own and find it by a file.
 */
public final class BuildServer {

    /** The system property that names the file. */
    private static final String FILE = "storageport.postgres.server";

    private BuildServer() {}

    /**
     * Starts the server, unless the file names one that answers, and writes the file.
     *
     * @param arguments the file's path
     * @throws IOException if the file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        if (read(file).filter(BuildServer::answers).isEmpty()) {
            write(PostgresServer.start().address(), file);
        }
    }

    /** Returns the build's server, if this JVM was told of one and it answers. */
    static Optional<PostgresAddress> running() {
        String file = System.getProperty(FILE, "");
        return file.isEmpty() ? Optional.empty() : read(Path.of(file)).filter(BuildServer::answers);
    }

    private static boolean answers(PostgresAddress address) {
        try (Connection connection = address.connect("postgres")) {
            return connection.isValid(5);
        } catch (SQLException goneOrAnother) { // left by an earlier build, whose server has ended
            return false;
        }
    }

    private static Optional<PostgresAddress> read(Path file) {
        Properties address = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            address.load(reader);
            return Optional.of(new PostgresAddress(
                    address.getProperty("host"),
                    Integer.parseInt(address.getProperty("port")),
                    address.getProperty("user"),
                    address.getProperty("password")));
        } catch (IOException noServerYet) {
            return Optional.empty();
        }
    }

    private static void write(PostgresAddress address, Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("host", address.host());
        properties.setProperty("port", Integer.toString(address.port()));
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path whole =
                Files.createTempFile(file.toAbsolutePath().getParent(), "server", ".tmp"); // readable by its owner only
        try (Writer writer = Files.newBufferedWriter(whole, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
