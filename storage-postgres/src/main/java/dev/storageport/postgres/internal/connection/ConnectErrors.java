// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.ConfigurationException;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageAccessException.Reason;
import dev.storageport.StorageException;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageUnavailableException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What it means that no connection comes about, and why a caller is refused. The server uses one SQLSTATE for refusals of several kinds
 * and translates their text; the routine that reports one is not translated, nor is the name of the file that decides. The driver
 * too has one state for several; its text is compared with the driver's own translation.
 */
public final class ConnectErrors {

    private static final Set<String> DRIVER_PROPERTY = Set.of("22023", "42601");
    private static final List<String> NO_PASSWORD = List.of(
            "The server requested SCRAM-based authentication, but no password was provided.",
            "The server requested SCRAM-based authentication, but the password is an empty string.",
            "The server requested password-based authentication, but no password was provided by plugin {0}");
    private static final List<String> HANDSHAKE = List.of("SSL error: {0}");
    private static final List<String> OTHER_HOST =
            List.of("The hostname {0} could not be verified by hostnameverifier {1}.");

    private static final List<String> NO_PRIMARY =
            List.of("Could not find a server with specified targetServerType: {0}");

    private static final String REJECTED = "08004";
    private static final String NOT_ACCEPTING = "55000";

    private ConnectErrors() {}

    /** Returns the failure to connect that a native error means. */
    public static StorageException of(String where, int attempts, SQLException error) {
        String state = Errors.state(error);
        SQLException cause = Errors.withoutValues(error);
        String tried = "cannot connect to " + where;
        Optional<Reason> reason =
                attempts > 1 && breaksOffHandshake(error) ? Optional.of(Reason.CERTIFICATE) : reason(error);
        if (reason.isPresent()) {
            return new StorageAccessException(reason.get(), tried + ": " + text(reason.get()), cause);
        }
        if (state.equals("08P01")) {
            return new ConfigurationException(
                    "pooler",
                    tried + ": the session's settings are refused; is there a pooler in between? Then open with "
                            + "pooler=transaction",
                    cause);
        }
        Optional<String> limit = ServerLimits.ofConnecting(Errors.state(error), Errors.server(error));
        if (limit.isPresent()) {
            return new StorageUnavailableException(tried + ": " + limit.get(), cause);
        }
        if (DRIVER_PROPERTY.contains(state) && Errors.server(error) == null) {
            return new ConfigurationException(
                    "driver property", tried + ": the driver refuses the value of one of its properties", error);
        }
        if (state.equals(Errors.READ_ONLY) || says(error, NO_PRIMARY)) {
            return new StorageUnavailableException(
                    tried
                            + ": no server there is a primary; a standby, or one set to be read-only, is neither read nor written: name "
                            + "the primary, or all servers of the cluster",
                    cause);
        }
        if (mayPass(error)) {
            return new StorageUnavailableException(
                    tried + " (attempts: " + attempts
                            + "); check that the server runs and that host and port are right",
                    cause);
        }
        return new StorageFailureException(tried + ", SQLSTATE " + state, cause);
    }

    private static String text(Reason reason) {
        return switch (reason) {
            case PASSWORD -> "the server refuses the user; check user, password and pg_hba.conf";
            case UNKNOWN_DATABASE -> "the database does not exist; create it or check its name";
            case MISSING_RIGHT -> "the user may not connect to the database, or may not log in";
            case CERTIFICATE ->
                "a certificate is missing or not accepted; check sslmode, sslrootcert, sslcert and the server's certificate";
            case CONNECTION_REJECTED ->
                "the server lets no such connection in; check sslmode, pg_hba.conf and whether the database accepts connections";
            case IN_USE -> "somebody else has the database for himself";
        };
    }

    /** Returns whether an error on connecting may be over at the next attempt. */
    public static boolean mayPass(SQLException error) {
        String state = Errors.state(error);
        return reason(error).isEmpty()
                && ((Errors.isLost(error) && !state.equals("08P01"))
                        || ServerLimits.ofConnecting(Errors.state(error), Errors.server(error))
                                .isPresent()
                        || state.equals(Errors.READ_ONLY)
                        || (error instanceof SQLTransientConnectionException && state.isEmpty()));
    }

    /** Returns whether a server has no room for another connection. */
    static boolean isFull(SQLException error) {
        return Errors.state(error).equals("53300");
    }

    /** Returns whether nothing answers where the server should be, rather than a server that refuses. */
    static boolean isNobodyThere(SQLException error) {
        return Errors.state(error).startsWith("08") && mayPass(error);
    }

    /** Returns why the caller is refused, if that is what the error means. */
    static Optional<Reason> reason(SQLException error) {
        String state = Errors.state(error);
        if (isAboutCertificates(error)) {
            return Optional.of(Reason.CERTIFICATE);
        }
        return switch (state) {
            case "28P01" -> Optional.of(Reason.PASSWORD);
            case "28000" -> Optional.of(ofAuthorization(Errors.server(error)));
            case "3D000" -> Optional.of(Reason.UNKNOWN_DATABASE);
            case "42501" -> Optional.of(Reason.MISSING_RIGHT);
            case NOT_ACCEPTING -> Optional.of(Reason.CONNECTION_REJECTED);
            case REJECTED -> Optional.of(says(error, NO_PASSWORD) ? Reason.PASSWORD : Reason.CONNECTION_REJECTED);
            default -> Optional.empty();
        };
    }

    private static Reason ofAuthorization(@Nullable ServerErrorMessage server) {
        String routine = server == null ? "" : String.valueOf(server.getRoutine());
        String text = server == null ? "" : String.valueOf(server.getMessage());
        return switch (routine) {
            // Either no line of the file lets the connection in, or one does that asks for a certificate.
            case "ClientAuthentication" ->
                text.contains("pg_hba.conf") ? Reason.CONNECTION_REJECTED : Reason.CERTIFICATE;
            // Nothing but the text tells these from an unknown user; untranslated it does.
            case "InitializeSessionUserId" ->
                text.contains("not permitted to log in") ? Reason.MISSING_RIGHT : Reason.PASSWORD;
            case "auth_failed" -> text.contains("certificate") ? Reason.CERTIFICATE : Reason.PASSWORD;
            default -> Reason.PASSWORD;
        };
    }

    /**
     * A handshake that breaks off without a word. A server that went away does so, and one that refuses the caller's certificate and is
     * gone before the caller hears why; if it is so at every attempt, it is the latter.
     */
    private static boolean breaksOffHandshake(SQLException error) {
        return isOfNetwork(error) && says(error, HANDSHAKE);
    }

    private static boolean isOfNetwork(SQLException error) {
        return causes(error)
                .anyMatch(cause -> cause instanceof EOFException
                        || cause instanceof SocketException
                        || cause instanceof SocketTimeoutException);
    }

    /** A handshake that fails by itself, and not because the network or the server went away; or a file for it that cannot be read. */
    private static boolean isAboutCertificates(SQLException error) {
        boolean secure = causes(error)
                .anyMatch(cause -> cause instanceof SSLException
                        || cause instanceof GeneralSecurityException
                        || cause instanceof FileNotFoundException
                        || cause instanceof FileSystemException);
        return (secure && !isOfNetwork(error)) || says(error, OTHER_HOST);
    }

    /** Returns whether the driver says one of these, in its own language. */
    private static boolean says(SQLException error, List<String> texts) {
        return causes(error)
                .filter(PSQLException.class::isInstance)
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(said -> texts.stream().anyMatch(text -> isSame(said, text)));
    }

    private static boolean isSame(String said, String text) {
        String translated = GT.tr(text, "\0", "\0");
        int first = translated.indexOf('\0');
        return first < 0
                ? said.equals(translated)
                : said.startsWith(translated.substring(0, first))
                        && said.endsWith(translated.substring(translated.lastIndexOf('\0') + 1));
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause);
    }
}
