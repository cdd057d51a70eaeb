// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ConfigurationException;
import dev.storageport.SchemaException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * What the server says about itself and about the running transaction.
 *
 * @param versionNumber the version as a number, for instance 140011
 * @param version the version as text
 * @param encoding the encoding of the database
 * @param isolation the isolation level of the transaction in which this was asked
 * @param statementTimeout how long a statement may run
 */
record ServerFacts(int versionNumber, String version, String encoding, String isolation, Duration statementTimeout) {

    private static final int OLDEST = 140_000;

    private static final String ASK =
            "SELECT current_setting('server_version_num')::integer, current_setting('server_version'),"
                    + " current_setting('server_encoding'), current_setting('transaction_isolation'),"
                    + " (SELECT setting FROM pg_settings WHERE name = 'statement_timeout')";

    static ServerFacts of(Connection connection, Errors errors) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ASK)) {
            row.next();
            return new ServerFacts(
                    row.getInt(1),
                    "PostgreSQL " + row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    Duration.ofMillis(row.getLong(5)));
        } catch (SQLException error) {
            throw errors.of(error, new Errors.Attempt("asking the server for its version", null, false));
        }
    }

    /** Refuses a server on which a promise of this library would not hold. */
    void requireSuitable(PostgresSettings settings) {
        if (versionNumber < OLDEST) {
            throw new SchemaException(
                    version + " is too old: PostgreSQL " + OLDEST / 10_000 + " or newer is needed", null);
        }
        if (!encoding.equals("UTF8")) {
            throw new SchemaException(
                    "the database's encoding is " + encoding
                            + ", which cannot hold every text: create it with ENCODING 'UTF8'",
                    null);
        }
        if (!statementTimeout.equals(settings.statementTimeout())) {
            throw new ConfigurationException(
                    "pooler",
                    "the sessions do not have the settings they were opened with; is there a pooler in between? Then open with "
                            + "pooler=transaction");
        }
    }
}
