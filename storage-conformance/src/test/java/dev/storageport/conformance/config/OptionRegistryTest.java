// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import dev.storageport.StorageConfig;
import dev.storageport.StorageOptions;
import dev.storageport.port.NearestName;
import dev.storageport.port.Option;
import dev.storageport.postgres.PostgresOptions;
import dev.storageport.postgres.PostgresSettings;
import dev.storageport.sqlite.SqliteOptions;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That what is said of options is true of the builders, of URLs and of {@link StorageConfig}. */
class OptionRegistryTest {

    private static final String SQLITE = "sqlite:/nowhere/at/all.db";
    private static final String POSTGRES = "postgres://u@h/d";

    /** Of builders, what no text can say; and the parts that have options of their own. */
    private static final Set<String> IN_CODE = Set.of("clock", "mapper", "listener");

    /** Parts of a PostgreSQL URL before its question mark. */
    private static final Set<String> ADDRESS = Set.of("host", "port", "database", "user", "password", "passwordFile");

    private static final List<String> OF_DRIVER = List.of("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword");

    /**
     * An option and where it is.
     *
     * @param url a URL of its backend, without parameters
     */
    record Described(Option<?> option, String url) {
        @Override
        public String toString() {
            return url.substring(0, url.indexOf(':')) + " " + option;
        }
    }

    static Stream<Described> options() {
        return Stream.of(
                        StorageConfig.libraryOptions().stream().map(option -> new Described(option, SQLITE)),
                        StorageConfig.backendOptions("sqlite").stream().map(option -> new Described(option, SQLITE)),
                        StorageConfig.backendOptions("postgresql").stream()
                                .map(option -> new Described(option, POSTGRES)))
                .flatMap(all -> all);
    }

    @Test
    void setters_ofEachBuilder_haveADescribedOption() {
        assertThat(setters(StorageOptions.Builder.class))
                .containsAll(IN_CODE.stream()
                        .filter(name -> !name.equals("listener"))
                        .toList())
                .filteredOn(name -> !IN_CODE.contains(name))
                .isSubsetOf(names(StorageConfig.libraryOptions()))
                .hasSizeGreaterThan(5);
        assertThat(setters(SqliteOptions.Builder.class)).containsExactlyInAnyOrderElementsOf(names(backend("sqlite")));
        assertThat(setters(PostgresOptions.Builder.class, PostgresSettings.Builder.class))
                .filteredOn(name -> !Set.of("settings", "alternative", "driverProperty", "passwordSource", "tls")
                        .contains(name))
                .isSubsetOf(names(backend("postgres")))
                .containsAll(names(backend("postgres")).stream()
                        .filter(name -> !OF_DRIVER.contains(name))
                        .toList());
    }

    @Test
    void names_ofOptions_areDistinctHoweverTheyAreWritten() {
        for (String scheme : List.of("sqlite", "postgres")) {
            List<String> all = Stream.of(StorageConfig.ownOptions(), StorageConfig.libraryOptions(), backend(scheme))
                    .flatMap(List::stream)
                    .map(option -> NearestName.folded(option.name()))
                    .toList();
            assertThat(all).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void option_isDescribed(Described described) {
        Option<?> option = described.option();
        assertThat(option.description()).matches("[A-Z].*\\.");
        assertThat(option.expected()).isNotBlank();
        assertThat(option.defaultText()).isNotBlank();
        assertThat(option.environmentName()).matches("[A-Z]+(_[A-Z]+)*");
    }

    @ParameterizedTest
    @MethodSource("options")
    void option_withAnAllowedValue_isTakenByVariableAndByUrl(Described described) {
        Option<?> option = described.option();
        String value = sample(option);
        if (!ADDRESS.contains(option.name())) {
            assertThat(configured(described, value).toString()).contains(option.name());
        } else if (!Set.of("passwordFile", "password", "user").contains(option.name())) {
            Map<String, String> parts = new HashMap<>(Map.of("STORAGE_HOST", "h", "STORAGE_USER", "u"));
            parts.put("STORAGE_" + option.environmentName(), value);
            assertThat(StorageConfig.from(parts).redactedUrl()).contains(value);
        }
        if (option.isParameter()) {
            String url = described.url() + "?" + option.name() + "=" + value;
            assertThat(StorageConfig.builder().url(url).build().redactedUrl()).doesNotContain(value);
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void option_withAValueThatIsNotAllowed_isRefusedByItsName(Described described) {
        Option<?> option = described.option();
        String wrong = switch (option.kind()) {
            case DURATION -> "99999d";
            case SIZE -> "17179869185GiB";
            case NUMBER -> "99999999";
            case TRUTH, CHOICE -> "perhaps";
            case TEXT -> "";
        };
        assertThatThrownBy(() -> configured(described, wrong))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.option()).isEqualTo("STORAGE_" + option.environmentName()));
        if (option.isParameter()) {
            String url = described.url() + "?" + option.name() + "=" + wrong;
            assertThatThrownBy(() -> StorageConfig.builder().url(url).build())
                    .isInstanceOfSatisfying(
                            ConfigurationException.class,
                            refused -> assertThat(refused.option()).isEqualTo(option.name()));
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void option_bySlightlyWrongName_isRefusedWithTheRightOne(Described described) {
        Option<?> option = described.option();
        String wrong = "STORAGE_" + option.environmentName() + "X";
        assertThatThrownBy(() -> StorageConfig.from(Map.of("STORAGE_URL", described.url(), wrong, "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(wrong, "unknown", "did you mean STORAGE_");
    }

    @Test
    void defaults_ofOptions_areThoseOfTheBuilders() throws ReflectiveOperationException {
        compareDefaults(StorageConfig.libraryOptions(), StorageOptions.defaults());
        compareDefaults(backend("sqlite"), SqliteOptions.file(Path.of("a.db")));
        PostgresOptions postgres = PostgresOptions.parse(POSTGRES);
        compareDefaults(backend("postgres"), postgres);
        compareDefaults(backend("postgres"), postgres.settings());
    }

    private static void compareDefaults(List<Option<?>> options, Object built) throws ReflectiveOperationException {
        int compared = 0;
        for (Option<?> option : options) {
            Method getter = Arrays.stream(built.getClass().getMethods())
                    .filter(method -> method.getName().equals(option.name()) && method.getParameterCount() == 0)
                    .findAny()
                    .orElse(null);
            if (getter != null
                    && option.type().isAssignableFrom(boxed(getter.getReturnType()))
                    && !ADDRESS.contains(option.name())) {
                assertThat(getter.invoke(built)).as(option.name()).isEqualTo(option.byDefault());
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(5);
    }

    private static Class<?> boxed(Class<?> type) {
        return type == int.class
                ? Integer.class
                : type == long.class ? Long.class : type == boolean.class ? Boolean.class : type;
    }

    @Test
    void page_committed_isTheOneThatIsMadeFromTheCode() throws IOException {
        assertThat(Files.readString(OptionsPage.FILE, StandardCharsets.UTF_8))
                .as("docs/options.md; written anew by the main method of OptionsPage")
                .isEqualTo(OptionsPage.text());
    }

    private static StorageConfig configured(Described described, String value) {
        return StorageConfig.from(Map.of(
                "STORAGE_URL", described.url(), "STORAGE_" + described.option().environmentName(), value));
    }

    private static String sample(Option<?> option) {
        return switch (option.kind()) {
            case DURATION -> "47s";
            case SIZE -> "2MiB";
            case NUMBER -> "7";
            case TRUTH -> "false";
            case CHOICE -> option.defaultText();
            case TEXT -> option.name().equals("sessionSettings") ? "jit=off" : "sixteen_characters";
        };
    }

    private static List<Option<?>> backend(String scheme) {
        return StorageConfig.backendOptions(scheme);
    }

    private static Set<String> names(List<Option<?>> options) {
        return options.stream().map(Option::name).collect(Collectors.toSet());
    }

    private static Set<String> setters(Class<?>... builders) {
        return Arrays.stream(builders)
                .flatMap(builder -> Arrays.stream(builder.getMethods())
                        .filter(method -> method.getReturnType().equals(builder)))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }
}
