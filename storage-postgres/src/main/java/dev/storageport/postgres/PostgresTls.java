// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ConfigurationException;
import dev.storageport.postgres.internal.connection.ServerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted and who proves himself by a certificate. Immutable; equal to others with equal parts, the password
 * included. {@link #toString()} shows no password.
 *
 * <p>The same as the parameters {@code sslmode}, {@code sslrootcert}, {@code sslcert}, {@code sslkey} and {@code sslpassword} of a URL. Below
 * version 1.2 the JDK refuses TLS, unless its security properties were changed.
 */
public final class PostgresTls {

    private static final String MODE = "sslmode";
    private static final String ROOT = "sslrootcert";
    private static final String CERTIFICATE = "sslcert";
    private static final String KEY = "sslkey";
    private static final String KEY_PASSWORD = "sslpassword";

    /** The driver's own switch, which says less than the mode. */
    private static final String SWITCH = "ssl";

    private final PostgresTlsMode mode;

    /** All that is set beside the mode, by the names of parameters. */
    private final Map<String, String> files;

    private PostgresTls(PostgresTlsMode mode, Map<String, String> files) {
        this.mode = mode;
        this.files = Map.copyOf(files);
    }

    /** Returns a mode, with the driver's default files: {@code root.crt} and others in {@code ~/.postgresql}, if they are there. */
    public static PostgresTls of(PostgresTlsMode mode) {
        return new PostgresTls(Objects.requireNonNull(mode, "mode"), Map.of());
    }

    /**
     * Trusts the servers whose certificates these have signed, and no others.
     *
     * @param certificates a file of certificates in PEM
     * @throws ConfigurationException if the mode does not look at them, so that they would protect nobody
     */
    public PostgresTls trusting(Path certificates) {
        if (!mode.verifies()) {
            throw new ConfigurationException(
                    "tls", "trusts certificates that mode " + mode + " does not look at; use VERIFY_CA or VERIFY_FULL");
        }
        return with(Map.of(ROOT, text(certificates)));
    }

    /**
     * Proves who the client is.
     *
     * @param certificate a file with its certificate in PEM
     * @param key a file with its key in PKCS #8 (DER, {@code .pk8}), which nobody else may read
     */
    public PostgresTls client(Path certificate, Path key) {
        return with(Map.of(CERTIFICATE, text(certificate), KEY, text(key)));
    }

    /**
     * Proves who the client is.
     *
     * @param store a file in PKCS #12 ({@code .p12}) with certificate and key below the alias {@code user}
     * @param password the password of store and key
     */
    public PostgresTls client(Path store, String password) {
        return with(Map.of(KEY, text(store), KEY_PASSWORD, password));
    }

    private PostgresTls with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(files);
        all.putAll(more);
        return new PostgresTls(mode, all);
    }

    private static String text(Path file) {
        return file.toAbsolutePath().toString();
    }

    /** Returns whether connections are encrypted and what the server has to prove. */
    public PostgresTlsMode mode() {
        return mode;
    }

    /** Returns the file of trusted certificates; the driver's default if empty. */
    public Optional<Path> trusted() {
        return file(ROOT);
    }

    /** Returns the file with the client's certificate, if it is not in a store; the driver's default if empty. */
    public Optional<Path> certificate() {
        return file(CERTIFICATE);
    }

    /** Returns the file with the client's key, or the store with both; the driver's default if empty. */
    public Optional<Path> key() {
        return file(KEY);
    }

    private Optional<Path> file(String name) {
        return Optional.ofNullable(files.get(name)).map(Path::of);
    }

    /** Returns what these properties of the driver mean. */
    static PostgresTls of(Map<String, String> properties) {
        Map<String, String> files = new TreeMap<>(properties);
        files.keySet().retainAll(List.of(ROOT, CERTIFICATE, KEY, KEY_PASSWORD));
        return new PostgresTls(mode(properties), files);
    }

    private static PostgresTlsMode mode(Map<String, String> properties) {
        for (PostgresTlsMode mode : PostgresTlsMode.values()) {
            if (mode.inUrl().equals(properties.get(MODE))) {
                return mode;
            }
        }
        return "true".equals(properties.get(SWITCH)) ? PostgresTlsMode.VERIFY_FULL : PostgresTlsMode.PREFER;
    }

    /** Replaces what properties of the driver say of encryption. */
    void setIn(Map<String, String> properties) {
        properties.keySet().removeAll(List.of(SWITCH, MODE, ROOT, CERTIFICATE, KEY, KEY_PASSWORD));
        properties.put(MODE, mode.inUrl());
        properties.putAll(files);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PostgresTls that && mode == that.mode && files.equals(that.files);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, files);
    }

    /** Returns mode and files, and no password. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(files);
        shown.computeIfPresent(KEY_PASSWORD, (name, secret) -> ServerOptions.HIDDEN);
        return "PostgresTls[" + mode + ", " + shown + "]";
    }
}
