// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import dev.storageport.Storage;
import dev.storageport.tck.rule.Rule;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Runs with pgjdbc 42.7.3. */
final class PostgresRefusedLibraryTest {

    private static final String MESSAGE =
            "org.postgresql:postgresql: is version 42.7.3 and must be 42.7.4 or newer: depend on that, or import"
                    + " storage-bom first; under Spring Boot set the property postgresql.version";

    @Test
    @Rule("CONF-11")
    void driver_tooOld_isRefusedBeforeAnythingIsDone() {
        // Nobody listens there: to be refused at once, nobody may be asked.
        assertThatThrownBy(() -> Storage.open("postgres://u:p@192.0.2.1/d?newOption=1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(MESSAGE);
        PostgresOptions options = PostgresOptions.parse("postgres://u:p@192.0.2.1/d");
        assertThatThrownBy(() -> PostgresStorage.open(options))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(MESSAGE);
        DataSource source = new PGSimpleDataSource();
        assertThatThrownBy(() -> PostgresStorage.open(source))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(MESSAGE);
    }
}
