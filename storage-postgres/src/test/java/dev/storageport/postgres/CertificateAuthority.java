// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;

/**
 * Signs certificates, in milliseconds and without a program beside the JVM: a certificate is a short structure, and {@link Der} writes it.
 *
 * <pre>
 * Certificate    signed part, algorithm, signature
 * signed part    version, serial, algorithm, issuer, from and until, subject, public key, extensions
 * extensions     whether it may sign others; the names and addresses it is for
 * </pre>
 */
final class CertificateAuthority {

    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    private static final Duration LIFE = Duration.ofDays(1);

    /** The one that the driver looks for. */
    private static final String ALIAS = "user";

    private final Path folder;
    private final String name;
    private final KeyPair keys = keys();
    private final Certificate own;
    private long serial;

    /** Begins to sign, and writes its own certificate to the folder, as it does with all others. */
    CertificateAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        this.own = written(name, signed(name, keys, Instant.now().plus(LIFE), List.of(basicConstraints())), keys);
    }

    /** Its own certificate, which it has signed itself. */
    Certificate own() {
        return own;
    }

    /** Signs a certificate of a client. */
    Certificate client(String file, String user) {
        return issue(file, user, Instant.now().plus(LIFE), List.of());
    }

    /** Signs a certificate of a server that has these names and addresses. */
    Certificate server(String file, String... hosts) {
        return issue(file, hosts[0], Instant.now().plus(LIFE), List.of(alternativeNames(hosts)));
    }

    /** Signs a certificate that has ended an hour ago. */
    Certificate expired(String file, String... hosts) {
        return issue(file, hosts[0], Instant.now().minus(Duration.ofHours(1)), List.of(alternativeNames(hosts)));
    }

    private Certificate issue(String file, String subject, Instant until, List<byte[]> extensions) {
        KeyPair pair = keys();
        return written(file, signed(subject, pair, until, extensions), pair);
    }

    private byte[] signed(String subject, KeyPair pair, Instant until, List<byte[]> extensions) {
        Instant from = until.minus(LIFE).minus(LIFE);
        byte[] content = Der.sequence(
                Der.tagged(0xA0, Der.integer(2)),
                Der.integer(++serial),
                ECDSA_WITH_SHA256,
                named(name),
                Der.sequence(time(from), time(until)),
                named(subject),
                pair.getPublic().getEncoded(),
                extensions.isEmpty() ? new byte[0] : Der.tagged(0xA3, Der.sequence(extensions.toArray(byte[][]::new))));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            return Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        } catch (GeneralSecurityException error) {
            throw new IllegalStateException(error);
        }
    }

    private static byte[] named(String commonName) {
        byte[] text = Der.tagged(0x0C, commonName.getBytes(StandardCharsets.UTF_8));
        return Der.sequence(Der.tagged(0x31, Der.sequence(Der.oid(2, 5, 4, 3), text)));
    }

    private static byte[] time(Instant instant) {
        String text = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").format(instant.atOffset(ZoneOffset.UTC));
        return Der.tagged(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] basicConstraints() {
        byte[] yes = Der.tagged(0x01, new byte[] {(byte) 0xFF});
        return Der.sequence(Der.oid(2, 5, 29, 19), yes, Der.tagged(0x04, Der.sequence(yes)));
    }

    private static byte[] alternativeNames(String... hosts) {
        byte[][] names = new byte[hosts.length][];
        for (int at = 0; at < hosts.length; at++) {
            names[at] = hosts[at].matches("[0-9.]+")
                    ? Der.tagged(0x87, address(hosts[at]))
                    : Der.tagged(0x82, hosts[at].getBytes(StandardCharsets.US_ASCII));
        }
        return Der.sequence(Der.oid(2, 5, 29, 17), Der.tagged(0x04, Der.sequence(names)));
    }

    private static byte[] address(String host) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String part : List.of(host.split("\\.", -1))) {
            bytes.write(Integer.parseInt(part));
        }
        return bytes.toByteArray();
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException error) {
            throw new IllegalStateException(error);
        }
    }

    private Certificate written(String file, byte[] certificate, KeyPair pair) {
        try {
            byte[] key = pair.getPrivate().getEncoded();
            Certificate written = new Certificate(
                    Files.writeString(folder.resolve(file + ".crt"), pem("CERTIFICATE", certificate)),
                    Files.writeString(folder.resolve(file + ".key"), pem("PRIVATE KEY", key)),
                    Files.write(folder.resolve(file + ".pk8"), key),
                    folder.resolve(file + ".p12"));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] password = Certificate.PASSWORD.toCharArray();
            store.setKeyEntry(ALIAS, pair.getPrivate(), password, new java.security.cert.Certificate[] {
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate))
            });
            try (OutputStream out = Files.newOutputStream(written.store())) {
                store.store(out, password);
            }
            // The driver takes no key that others may read.
            for (Path secret : List.of(written.key(), written.pk8(), written.store())) {
                Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
            }
            return written;
        } catch (IOException | GeneralSecurityException error) {
            throw new IllegalStateException(error);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
