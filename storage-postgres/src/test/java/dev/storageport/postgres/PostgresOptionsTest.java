// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options and settings as an application builds them. */
class PostgresOptionsTest {

    private static final PostgresOptions FULL = PostgresOptions.builder("h1", "u")
            .port(5433)
            .alternative("::1", 5434)
            .database("d")
            .password("se-cret")
            .settings(PostgresSettings.builder().schema("app").build())
            .poolSize(3)
            .poolTimeout(Duration.ofSeconds(7))
            .connectTimeout(Duration.ofSeconds(4))
            .pooler(PostgresPooler.TRANSACTION)
            .applicationName("probe")
            .driverProperty("sslmode", "disable")
            .build();

    private static final List<Consumer<PostgresOptions.Builder>> CHANGES = List.of(
            options -> options.host("h2"),
            options -> options.port(1),
            options -> options.alternative("h3", 5432),
            options -> options.user("v"),
            options -> options.database("e"),
            options -> options.password("other"),
            options -> options.settings(PostgresSettings.defaults()),
            options -> options.poolSize(4),
            options -> options.poolTimeout(Duration.ofSeconds(8)),
            options -> options.connectTimeout(Duration.ofSeconds(5)),
            options -> options.outageTimeout(Duration.ofMillis(1)),
            options -> options.pooler(PostgresPooler.NONE),
            options -> options.applicationName("other"),
            options -> options.driverProperty("sslmode", "require"));

    private static final List<Consumer<PostgresSettings.Builder>> CHANGED_SETTINGS = List.of(
            settings -> settings.schema("other"),
            settings -> settings.statementTimeout(Duration.ofMillis(1)),
            settings -> settings.openAttempts(9),
            settings -> settings.openPause(Duration.ZERO),
            settings -> settings.combiningLanes(0),
            settings -> settings.durability(PostgresDurability.LOCAL),
            settings -> settings.sessionSettings(Map.of("jit", "off")));

    @Test
    void options_withTheSameValues_areEqual_andEachValueCounts() {
        assertThat(FULL.toBuilder().build()).isEqualTo(FULL).hasSameHashCodeAs(FULL);
        for (Consumer<PostgresOptions.Builder> change : CHANGES) {
            PostgresOptions.Builder builder = FULL.toBuilder();
            change.accept(builder);
            assertThat(builder.build()).isNotEqualTo(FULL);
        }
        assertThat(PostgresOptions.parse("postgres://u:p@h/d?poolSize=3"))
                .isEqualTo(PostgresOptions.builder("h", "u")
                        .password("p")
                        .database("d")
                        .poolSize(3)
                        .build());
    }

    @Test
    void settings_withTheSameValues_areEqual_andEachValueCounts() {
        PostgresSettings settings = PostgresSettings.defaults();
        assertThat(settings.toBuilder().build()).isEqualTo(settings).hasSameHashCodeAs(settings);
        for (Consumer<PostgresSettings.Builder> change : CHANGED_SETTINGS) {
            PostgresSettings.Builder builder = settings.toBuilder();
            change.accept(builder);
            assertThat(builder.build()).isNotEqualTo(settings);
        }
        assertThat(settings.toString())
                .isEqualTo("PostgresSettings[schema=storageport, statementTimeout=PT30S, openAttempts=3,"
                        + " openPause=PT2S, combiningLanes="
                        + Math.min(1000, Runtime.getRuntime().availableProcessors()) + ", durability=full]");
    }

    @Test
    void firstServer_changed_leavesTheOthers() {
        PostgresOptions changed = FULL.toBuilder().host("h2").port(6000).build();
        assertThat(changed.server().addresses()).isEqualTo("h2:6000,[::1]:5434");
    }

    @Test
    void text_ofOptions_showsEverythingButPasswords() {
        assertThat(FULL.toString())
                .contains("h1:5433,[::1]:5434", "database \"d\"", "user \"u\"", "schema=app", "poolSize=3")
                .contains(
                        "poolTimeout=PT7S", "connectTimeout=PT4S", "pooler=TRANSACTION", "probe", "sslmode=\"disable\"")
                .doesNotContain("se-cret");
    }

    @Test
    void text_ofOptionsWithAPasswordInTheWrongPlace_doesNotShowIt() {
        PostgresOptions.Builder builder = PostgresOptions.builder("h", "u:se-cret")
                .database("postgres://u:se-cret@h/d")
                .applicationName("u:se-cret@h")
                .driverProperty("sslpassword", "se-cret")
                .driverProperty("sslfactoryarg", "se-cret")
                .driverProperty("sslrootcert", "https://u:se-cret@h/c");
        assertThat(builder.build().toString()).doesNotContain("se-cret").contains("user \"u:***\"");
        assertThat(builder.build().server().where()).doesNotContain("se-cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "postgres://u:se-cret@h/d", "u:se-cret@h", "se-cret@h", "h/se-cret", "h,se-cret", "h se-cret"
            })
    void host_thatIsNone_isRefusedAndNotRepeated(String host) {
        for (Consumer<PostgresOptions.Builder> change : List.<Consumer<PostgresOptions.Builder>>of(
                options -> options.host(host), options -> options.alternative(host, 5432))) {
            assertThatThrownBy(() -> change.accept(FULL.toBuilder()))
                    .isInstanceOfSatisfying(
                            ConfigurationException.class,
                            refused -> assertThat(refused.option()).isEqualTo("host"))
                    .satisfies(refused -> Secrets.assertAbsent(refused, "se-cret"));
        }
    }
}
