// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.ConfigurationException;
import dev.storageport.SchemaException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/**
 * What the server says about itself and about the running transaction.
 *
 * @param versionNumber the version as a number, for instance 140011
 * @param version the version as text
 * @param encoding the encoding of the database
 * @param statementMillis how long a statement may run
 */
public record ServerFacts(int versionNumber, String version, String encoding, long statementMillis) {

    private static final int OLDEST = 140_000;

    private static final String ASK = "SELECT current_setting('server_version_num')::integer AS version_number,"
            + " 'PostgreSQL ' || current_setting('server_version') AS version,"
            + " current_setting('server_encoding') AS encoding,"
            + " (1000 * extract(epoch FROM current_setting('statement_timeout')::interval))::bigint AS statement_millis";

    /** Asks the server, in the transaction of a handle. */
    public static ServerFacts of(Handle handle) {
        return handle.createQuery(ASK)
                .map((row, context) -> new ServerFacts(
                        row.getInt("version_number"),
                        row.getString("version"),
                        row.getString("encoding"),
                        row.getLong("statement_millis")))
                .one();
    }

    /** Refuses a server on which a promise of this library would not hold. */
    void requireSuitable(Duration statementTimeout) {
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
        if (statementMillis != statementTimeout.toMillis()) {
            throw new ConfigurationException(
                    "pooler",
                    "the sessions do not have the settings they were opened with; is there a pooler in between? Then open with "
                            + "pooler=transaction");
        }
    }
}
