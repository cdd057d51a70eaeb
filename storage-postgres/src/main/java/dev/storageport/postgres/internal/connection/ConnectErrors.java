// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.ConfigurationException;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageAccessException.Reason;
import dev.storageport.StorageException;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.postgres.internal.cluster.HostFindings;
import dev.storageport.postgres.internal.cluster.Hosts;
import dev.storageport.postgres.internal.cluster.OutdatedServer;
import dev.storageport.postgres.internal.security.CertificateProblem;
import dev.storageport.postgres.internal.security.DriverTexts;
import dev.storageport.postgres.internal.security.PasswordFailure;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * What it means that no connection comes about, and why a caller is refused. The server uses one SQLSTATE for refusals of several kinds
 * and translates their text; the routine that reports one is not translated, nor is the name of the file that decides.
 */
public final class ConnectErrors {

    private static final Set<String> DRIVER_PROPERTY = Set.of("22023", "42601");
    private static final List<String> NO_PASSWORD = List.of(
            "The server requested SCRAM-based authentication, but no password was provided.",
            "The server requested SCRAM-based authentication, but the password is an empty string.",
            "The server requested password-based authentication, but no password was provided by plugin {0}");
    private static final List<String> NO_PRIMARY =
            List.of("Could not find a server with specified targetServerType: {0}");

    private static final String SETTING = "22023";
    /** What failures to connect say of several servers. */
    public static final Hosts.Findings FINDINGS = new Hosts.Findings() {
        @Override
        public int weight(SQLException failure) {
            return ConnectErrors.weight(failure);
        }

        @Override
        public String text(SQLException failure) {
            return ConnectErrors.finding(failure);
        }
    };

    private static final String REJECTED = "08004";
    private static final String NOT_ACCEPTING = "55000";

    private ConnectErrors() {}

    /** Returns the failure to connect that a native error means. */
    public static StorageException of(String where, int attempts, SQLException error) {
        String state = Errors.state(error);
        SQLException cause = Errors.withoutValues(error);
        String tried = "cannot connect to " + where
                + HostFindings.of(error).map(told -> " (" + told + ")").orElse("");
        if (error instanceof PasswordFailure none) {
            String problem = tried + ": " + none.getMessage();
            return none.isPassing()
                    ? new StorageUnavailableException(problem, null)
                    : new StorageAccessException(Reason.PASSWORD, problem, null);
        }
        Optional<Reason> reason =
                attempts > 1 && CertificateProblem.breaksOff(error) ? Optional.of(Reason.CERTIFICATE) : reason(error);
        if (reason.isPresent()) {
            return new StorageAccessException(reason.get(), tried + ": " + text(reason.get(), error), cause);
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
        if (state.equals(SETTING)) {
            return new ConfigurationException(
                    "sessionSettings", tried + ": the server refuses the value of a setting", cause);
        }
        if (isNoPrimary(error)) {
            return new StorageUnavailableException(
                    tried
                            + ": no server there is a primary; a standby, or one set to be read-only, is neither read nor written: name "
                            + "the primary, or all servers of the cluster",
                    cause);
        }
        if (mayPass(error)) {
            return new StorageUnavailableException(
                    tried + " (attempts: " + attempts + ")"
                            + (hangsUp(error)
                                    ? ": the server hangs up; see its log, also for a client's certificate that it does not accept"
                                    : "; check that the server runs and that host and port are right"),
                    cause);
        }
        return new StorageFailureException(tried + ", SQLSTATE " + state, cause);
    }

    private static boolean isNoPrimary(SQLException error) {
        return Errors.state(error).equals(Errors.READ_ONLY) || DriverTexts.says(error, NO_PRIMARY);
    }

    /** A refusal will be the same everywhere and somebody has to do something; of what may pass, a server that answers tells more. */
    private static int weight(SQLException failure) {
        if (!mayPass(failure)) {
            return 3;
        }
        return isNoPrimary(failure) ? 2 : isNobodyThere(failure) ? 0 : 1;
    }

    private static String finding(SQLException failure) {
        if (failure instanceof OutdatedServer outdated) {
            return "was left behind: " + outdated.getMessage();
        }
        if (isNoPrimary(failure)) {
            return "is a standby";
        }
        Optional<Reason> refused = reason(failure);
        if (refused.isPresent()) {
            return "refuses, " + refused.get();
        }
        return isNobodyThere(failure) ? "cannot be reached" : "refuses, SQLSTATE " + Errors.state(failure);
    }

    /**
     * Returns whether somebody was there and ended the connection without a word. A server that refuses a certificate says so, and may have
     * closed the connection before that is read, which takes the word with it.
     */
    private static boolean hangsUp(SQLException error) {
        return DriverTexts.causes(error)
                .anyMatch(cause -> cause instanceof EOFException
                        || (cause instanceof SocketException
                                && !(cause instanceof ConnectException)
                                && !(cause instanceof NoRouteToHostException)));
    }

    private static String text(Reason reason, SQLException error) {
        return switch (reason) {
            case PASSWORD -> "the server refuses the user; check user, password and pg_hba.conf";
            case UNKNOWN_DATABASE -> "the database does not exist; create it or check its name";
            case MISSING_RIGHT -> "the user may not connect to the database, or may not log in";
            case CERTIFICATE -> certificate(error).text();
            case CONNECTION_REJECTED ->
                "the server lets no such connection in; check sslmode, pg_hba.conf and whether the database accepts connections";
            case IN_USE -> "somebody else has the database for himself";
        };
    }

    private static CertificateProblem certificate(SQLException error) {
        if (CertificateProblem.breaksOff(error)) {
            return CertificateProblem.CLIENT_REFUSED;
        }
        if (Errors.server(error) == null) {
            return CertificateProblem.of(error).orElse(CertificateProblem.UNTOLD);
        }
        return routine(Errors.server(error)).equals("auth_failed")
                ? CertificateProblem.CLIENT_OF_ANOTHER
                : CertificateProblem.CLIENT_MISSING;
    }

    private static String routine(@Nullable ServerErrorMessage server) {
        return server == null ? "" : String.valueOf(server.getRoutine());
    }

    /** Returns whether an error on connecting may be over at the next attempt. */
    public static boolean mayPass(SQLException error) {
        if (error instanceof PasswordFailure none) {
            return none.isPassing();
        }
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
        if (CertificateProblem.of(error).isPresent()) {
            return Optional.of(Reason.CERTIFICATE);
        }
        return switch (state) {
            case "28P01" -> Optional.of(Reason.PASSWORD);
            case "28000" -> Optional.of(ofAuthorization(Errors.server(error)));
            case "3D000" -> Optional.of(Reason.UNKNOWN_DATABASE);
            case "42501" -> Optional.of(Reason.MISSING_RIGHT);
            case NOT_ACCEPTING -> Optional.of(Reason.CONNECTION_REJECTED);
            case REJECTED ->
                Optional.of(DriverTexts.says(error, NO_PASSWORD) ? Reason.PASSWORD : Reason.CONNECTION_REJECTED);
            default -> Optional.empty();
        };
    }

    private static Reason ofAuthorization(@Nullable ServerErrorMessage server) {
        String text = server == null ? "" : String.valueOf(server.getMessage());
        return switch (routine(server)) {
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
}
