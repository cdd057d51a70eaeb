// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.security;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/**
 * Why a handshake comes to nothing. What the JDK finds out itself it says by the type of an exception; what the other side has found out is
 * an alert, of which the JDK gives the name in a text that it does not translate.
 */
public enum CertificateProblem {
    /** The server's, of a signer who is not trusted. */
    UNKNOWN_SIGNER("the server's certificate was signed by none of those that are trusted; check sslrootcert"),
    /** The server's, for somebody else. */
    OTHER_HOST(
            "the server's certificate is for other names than the one that was connected to; name the server as its certificate does"),
    /** The server's, or one of its signers', of the past. */
    EXPIRED("the server's certificate, or that of a signer, has expired; renew it"),
    /** The server's, or one of its signers', of the future. */
    NOT_YET_VALID("the server's certificate, or that of a signer, is not valid yet; check the clocks"),
    /** No certificates to trust. */
    ROOT_FILE("the file of trusted certificates is missing or cannot be read; check sslrootcert"),
    /** A certificate or key of our own that cannot be had. */
    CLIENT_FILE("the client's certificate or key is missing or cannot be read; check sslcert, sslkey and sslpassword"),
    /** A key of our own that is no secret. */
    CLIENT_KEY_OPEN("the file of the client's key may be read by others than its owner; chmod 600 what sslkey names"),
    /** None of our own, or none of a signer whom the server names: the JDK sends no other. */
    CLIENT_MISSING(
            "the server asks for a certificate of the client, and none was sent; set sslcert and sslkey to one whose signer it trusts"),
    /** Our own, which the server takes for that of another user. */
    CLIENT_OF_ANOTHER("the client's certificate is not for this user; check sslcert and pg_ident.conf"),
    /** Our own, of a signer whom the server does not know. */
    CLIENT_UNKNOWN_SIGNER(
            "the server does not trust the signer of the client's certificate; check sslcert and the server's ssl_ca_file"),
    /** Our own, of the past. */
    CLIENT_EXPIRED("the client's certificate has expired; renew it"),
    /** Our own, for a reason that the server does not tell. */
    CLIENT_REFUSED("the server does not accept the client's certificate; check sslcert, sslkey and the server's log"),
    /** Nothing in common. */
    PROTOCOL(
            "server and client have no version or cipher of TLS in common; at least 1.2 is needed, check ssl_max_protocol_version"),
    /** Anything else. */
    UNTOLD(
            "a certificate is missing or not accepted; check sslmode, sslrootcert, sslcert and the server's certificate");

    private static final List<String> HANDSHAKE = List.of("SSL error: {0}");
    private static final List<String> HOST_NAME =
            List.of("The hostname {0} could not be verified by hostnameverifier {1}.");
    private static final List<String> TRUSTED = List.of(
            "Could not open SSL root certificate file {0}.",
            "Could not read SSL root certificate file {0}.",
            "Loading the SSL root certificate {0} into a TrustManager failed.");
    private static final List<String> OWN = List.of(
            "Could not open SSL certificate file {0}.",
            "Loading the SSL certificate {0} into a KeyManager failed.",
            "Could not read SSL key file {0}.",
            "Could not decrypt SSL key file {0}.",
            "Unable to find pkcs12 keystore.",
            "Could not load the private key",
            "Could not load cert chain");
    private static final List<String> OPEN_KEY = List.of(
            "private key file \"{0}\" has group or world access; file must have permissions u=rw (0600) or less if owned by the current"
                    + " user, or permissions u=rw,g=r (0640) or less if owned by root. Current permissions: {1}");

    private static final String ALERT = "Received fatal alert: ";

    private final String text;

    CertificateProblem(String text) {
        this.text = text;
    }

    /** Returns what is wrong and what to do about it. */
    public String text() {
        return text;
    }

    /** Returns the problem that a failure to connect comes from; empty if it is none with certificates. */
    public static Optional<CertificateProblem> of(SQLException error) {
        if (DriverTexts.says(error, HOST_NAME)) {
            return Optional.of(OTHER_HOST);
        }
        if (DriverTexts.says(error, TRUSTED)) {
            return Optional.of(ROOT_FILE);
        }
        if (DriverTexts.says(error, OPEN_KEY)) {
            return Optional.of(CLIENT_KEY_OPEN);
        }
        if (DriverTexts.says(error, OWN)) {
            return Optional.of(CLIENT_FILE);
        }
        if (!any(error, CertificateProblem::isOfSecurity) || isOfNetwork(error)) {
            return Optional.empty();
        }
        return Optional.of(ofTheServers(error).or(() -> ofAlert(error)).orElse(UNTOLD));
    }

    /**
     * Returns whether a handshake breaks off without a word. A server that went away does so, and one that refuses the caller's certificate
     * and is gone before the caller hears why; if it is so at every attempt, it is the latter.
     */
    public static boolean breaksOff(SQLException error) {
        return isOfNetwork(error) && DriverTexts.says(error, HANDSHAKE);
    }

    private static boolean isOfSecurity(Throwable cause) {
        return cause instanceof SSLException
                || cause instanceof GeneralSecurityException
                || cause instanceof FileNotFoundException
                || cause instanceof FileSystemException;
    }

    private static boolean isOfNetwork(SQLException error) {
        return any(
                error,
                cause -> cause instanceof EOFException
                        || cause instanceof SocketException
                        || cause instanceof SocketTimeoutException);
    }

    private static Optional<CertificateProblem> ofTheServers(SQLException error) {
        if (any(error, cause -> cause instanceof CertificateExpiredException || has(cause, BasicReason.EXPIRED))) {
            return Optional.of(EXPIRED);
        }
        if (any(
                error,
                cause -> cause instanceof CertificateNotYetValidException || has(cause, BasicReason.NOT_YET_VALID))) {
            return Optional.of(NOT_YET_VALID);
        }
        return any(
                        error,
                        cause -> cause instanceof CertPathBuilderException
                                || cause instanceof CertPathValidatorException)
                ? Optional.of(UNKNOWN_SIGNER)
                : Optional.empty();
    }

    private static boolean has(Throwable cause, Reason reason) {
        return cause instanceof CertPathValidatorException invalid && invalid.getReason() == reason;
    }

    private static Optional<CertificateProblem> ofAlert(SQLException error) {
        return DriverTexts.causes(error)
                .filter(SSLException.class::isInstance)
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(said -> said.contains(ALERT) || said.contains("protocol version"))
                .findFirst()
                .map(said -> said.contains(ALERT)
                        ? said.substring(said.indexOf(ALERT) + ALERT.length())
                        : "protocol_version")
                .map(CertificateProblem::ofAlert);
    }

    private static CertificateProblem ofAlert(String alert) {
        return switch (alert) {
            case "protocol_version", "handshake_failure", "insufficient_security" -> PROTOCOL;
            case "certificate_required" -> CLIENT_MISSING;
            case "unknown_ca" -> CLIENT_UNKNOWN_SIGNER;
            case "certificate_expired" -> CLIENT_EXPIRED;
            case "bad_certificate",
                    "unsupported_certificate",
                    "certificate_revoked",
                    "certificate_unknown",
                    "decrypt_error" -> CLIENT_REFUSED;
            default -> UNTOLD;
        };
    }

    private static boolean any(SQLException error, Predicate<Throwable> test) {
        return DriverTexts.causes(error).anyMatch(test);
    }
}
