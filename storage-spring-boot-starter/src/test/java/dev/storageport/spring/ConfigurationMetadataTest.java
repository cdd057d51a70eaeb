// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.postgres.PostgresSettings;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConfigurationMetadataTest {

    /** Made again by running {@link ConfigurationMetadata#main}. */
    @Test
    void metadata_saysWhatTheOptionsSay() throws Exception {
        assertThat(Files.readString(ConfigurationMetadata.FILE)).isEqualTo(ConfigurationMetadata.text());
    }

    /** What a data source takes is every setting of connections, and what is there is a setting. */
    @Test
    void settingsOfADataSource_areThoseOfTheBackend() {
        assertThat(Arrays.stream(PostgresSettings.Builder.class.getMethods())
                        .filter(method -> method.getReturnType() == PostgresSettings.Builder.class)
                        .map(Method::getName))
                .containsExactlyInAnyOrderElementsOf(DataSourceStorage.SETTINGS);
    }
}
