// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StorageProvider;
import dev.storageport.port.StorageUrl;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteUrlTest {

    private static SqliteOptions options(String url) {
        return SqliteUrl.options(StorageUrl.parse(url));
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite:app.db, app.db",
        "sqlite:a/b.db, a/b.db",
        "sqlite:/var/app.db, /var/app.db",
        "sqlite:///var/app.db, /var/app.db",
        "jdbc:sqlite:app.db, app.db",
        "SQLITE:app.db, app.db",
        "sqlite:a%20b%3Fc%23%25+.db, a b?c#%+.db",
        "sqlite:%C3%A9.db, é.db"
    })
    void path_everyForm_isDecoded(String url, String path) {
        assertThat(options(url).file()).contains(Path.of(path));
    }

    @Test
    void memory_isNoFile() {
        assertThat(options("sqlite::memory:").file()).isEmpty();
        assertThat(options("sqlite::memory:")).isEqualTo(SqliteOptions.memory());
        assertThat(options("sqlite::memory:a%20b")).isEqualTo(SqliteOptions.memory("a b"));
        assertThat(options("jdbc:sqlite::memory:?lockTimeout=1s").lockTimeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void parameters_all_areApplied() {
        SqliteOptions options = options("sqlite:a.db?busyTimeout=500ms&lockTimeout=2m&poolTimeout=7"
                + "&statementTimeout=3s&durability=normal&readers=2&streamTimeout=1h&logLimit=32MiB&reserve=4096");
        assertThat(options.busyTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.lockTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.poolTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(options.statementTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.durability()).isEqualTo(SqliteOptions.Durability.NORMAL);
        assertThat(options.readers()).isEqualTo(2);
        assertThat(options.streamTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(options.logLimit()).isEqualTo(32L << 20);
        assertThat(options.reserve()).isEqualTo(4096);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqlite:",
                "sqlite://",
                "sqlite://host/app.db",
                "sqlite:file:app.db",
                "sqlite::resource:app.db",
                "sqlite::memory:%zz",
                "sqlite:a%00b",
                "sqlite:a%zz"
            })
    void body_thatNamesNoFile_isRefused(String url) {
        assertThatThrownBy(() -> options(url)).isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sqlite:///./x.db        | root folder
            sqlite:/./x.db          | root folder
            sqlite:///../x.db       | root folder
            jdbc:sqlite:///./x.db   | root folder
            sqlite:~/x.db           | tilde
            sqlite:///~/x.db        | tilde
            sqlite:~                | tilde
            sqlite:~ada/x.db        | tilde
            sqlite:%7E/x.db         | tilde
            jdbc:sqlite:~/x.db      | tilde
            jdbc:sqlite:~           | tilde
            sqlite:folder/          | folder
            sqlite:///var/folder/   | folder
            sqlite:///              | folder
            sqlite:.                | folder
            sqlite:..               | folder
            sqlite:a/..             | folder
            sqlite:a/.?readers=2    | folder
            'sqlite: app.db'        | blank
            'sqlite:app.db '        | blank
            'sqlite:///app.db\t'   | blank
            sqlite:memory:          | sqlite::memory:
            sqlite:a%00b            | system
            """)
    @Rule("CONF-6")
    void body_thatHardlyMeansWhatItSays_isRefusedInClearWords(String url, String words) {
        assertThatThrownBy(() -> options(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("sqlite URL", words);
    }

    @Test
    @Rule("CONF-6")
    void body_withAPathOfWindows_isRefusedElsewhere() {
        assertThatThrownBy(() -> options("sqlite:C:\\data\\x.db"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Windows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqlite:./x.db",
                "sqlite:../x.db",
                "sqlite:%20x.db",
                "sqlite:~x.db",
                "sqlite:./~/x.db",
                "sqlite:...",
                "sqlite:.x"
            })
    void body_thatIsUnusualOnly_isAccepted(String url) {
        assertThat(options(url).file()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite:a.db?forein_keys=1, forein_keys",
        "sqlite:a.db?busy_timeout=1, busy_timeout",
        "sqlite:a.db?busyTimeout=soon, busyTimeout",
        "sqlite:a.db?busyTimeout=0s, busyTimeout",
        "sqlite:a.db?poolTimeout=100ms, poolTimeout",
        "sqlite:a.db?lockTimeout=48h, lockTimeout",
        "sqlite:a.db?readers=0, readers",
        "sqlite:a.db?readers=many, readers",
        "sqlite:a.db?durability=OFF, durability",
        "sqlite:a.db?synchronous=FULL, synchronous",
        "sqlite:a.db?logLimit=1023KiB, logLimit",
        "sqlite:a.db?logLimit=32MB, logLimit",
        "sqlite:a.db?reserve=65GiB, reserve",
        "sqlite:a.db?streamTimeout=0s, streamTimeout",
        "sqlite::memory:?readers=2, readers",
        "sqlite::memory:?durability=FULL, durability",
        "sqlite::memory:?logLimit=64MiB, logLimit",
        "sqlite::memory:?busyTimeout=1s, busyTimeout",
        "sqlite::memory:?poolTimeout=1s, poolTimeout"
    })
    @Rule("CONF-2")
    void parameter_unknownMalformedOrContradictory_isRefusedByName(String url, String name) {
        assertThatThrownBy(() -> options(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name);
    }

    @Test
    void provider_bySchemes_givesPortWithoutTouchingTheFile() {
        StorageProvider provider = ServiceLoader.load(StorageProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.schemes().contains("jdbc:sqlite"))
                .findFirst()
                .orElseThrow();
        try (StoragePort port = provider.port(StorageUrl.parse("sqlite:/nowhere/at/all.db"))) {
            assertThat(port.backend()).isEqualTo("SQLite");
        }
    }
}
