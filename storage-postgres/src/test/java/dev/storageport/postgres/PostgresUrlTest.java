// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import dev.storageport.postgres.internal.connection.DriverProperties;
import dev.storageport.postgres.internal.connection.DriverSource;
import dev.storageport.tck.rule.Rule;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

class PostgresUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            postgres://u:p@h/d                          | u   | p       | h:5432                        | d
            postgresql://u:p@h:6000/d                   | u   | p       | h:6000                        | d
            jdbc:postgresql://u:p@h/d                   | u   | p       | h:5432                        | d
            jdbc:postgresql://h/d?user=u&password=p%26q | u   | p&q     | h:5432                        | d
            POSTGRES://u@h/d                            | u   | -       | h:5432                        | d
            postgres://u:@h/d                           | u   | ''      | h:5432                        | d
            postgres://u:p@h                            | u   | p       | h:5432                        | u
            postgres://u:p@h/                           | u   | p       | h:5432                        | u
            postgres://u:p@q@h/d                        | u   | p@q     | h:5432                        | d
            postgres://u:p:q@h/d                        | u   | p:q     | h:5432                        | d
            postgres://u:a+b#c@h/d                      | u   | a+b#c   | h:5432                        | d
            postgres://u%40x:%25%2F%3F@h/d%2Fe%20f      | u@x | %/?     | h:5432                        | d/e f
            postgres://u:p@h1,h2:5433,[::1]:5434/d      | u   | p       | h1:5432,h2:5433,[::1]:5434    | d
            postgres://u:p@[2001:db8::1]/d              | u   | p       | [2001:db8::1]:5432            | d
            postgres://%C3%BC:%E2%82%AC@h/%C3%A4        | ü   | €       | h:5432                        | ä
            """)
    void url_ofEachForm_isSplitIntoItsParts(String url, String user, String password, String hosts, String database) {
        PostgresOptions options = PostgresOptions.parse(url);
        assertThat(options.user()).isEqualTo(user);
        assertThat(options.password().orElse(null)).isEqualTo(password);
        assertThat(options.server().addresses()).isEqualTo(hosts);
        assertThat(options.database()).isEqualTo(database);
    }

    @Test
    void url_withEachOwnParameter_setsIt() {
        PostgresOptions options =
                PostgresOptions.parse("postgres://u:p@h/d?schema=app&poolSize=3&statementTimeout=500ms"
                        + "&connectTimeout=4&poolTimeout=2m&openAttempts=1&openPause=0&combiningLanes=3&pooler=transaction&applicationName=my%20app"
                        + "&sslmode=disable&sslpassword=s3cret");
        assertThat(options.settings())
                .isEqualTo(PostgresSettings.builder()
                        .schema("app")
                        .statementTimeout(Duration.ofMillis(500))
                        .openAttempts(1)
                        .openPause(Duration.ZERO)
                        .combiningLanes(3)
                        .build());
        assertThat(options.poolSize()).isEqualTo(3);
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(options.poolTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.pooler()).isEqualTo(PostgresPooler.TRANSACTION);
        assertThat(options.applicationName()).isEqualTo("my app");
        assertThat(options.driverProperties()).containsEntry("sslmode", "disable");
        assertThat(options.toString())
                .doesNotContain("s3cret")
                .doesNotContain(":p@")
                .contains("h:5432");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgres:u:p@h/d                              | storage URL
            postgres://h/d                                | user
            postgres://:p@h/d                             | user
            postgres://u:p@/d                             | host
            postgres://u:p@h:x/d                          | host
            postgres://u:p@h:0/d                          | host
            postgres://u:p@h:65536/d                      | host
            postgres://u:p@::1/d                          | host
            postgres://u:p@h,/d                           | host
            postgres://u:%zz@h/d                          | password
            postgres://u:%FF@h/d                          | password
            postgres://u:p@h/d/e                          | storage URL
            postgres://u:p@h/d?user=x                     | parameter user
            postgres://h/d?user=x                         | parameter user
            jdbc:postgresql://u@h/d?password=x            | parameter password
            postgres://u:p@h/d?SSLMODE=require            | parameter "SSLMODE"
            postgres://u:p@h/d?sslmode=required           | sslmode
            postgres://u:p@h/d?unheard=of                 | parameter "unheard"
            postgres://u:p@h/d?reWriteBatchedInserts=true | parameter reWriteBatchedInserts
            postgres://u:p@h/d?stringtype=unspecified     | parameter stringtype
            postgres://u:p@h/d?preferQueryMode=simple     | parameter preferQueryMode
            postgres://u:p@h/d?autosave=always            | parameter autosave
            postgres://u:p@h/d?readOnly=true              | parameter readOnly
            postgres://u:p@h/d?currentSchema=x            | parameter currentSchema
            postgres://u:p@h/d?options=-c%20a=b           | parameter options
            postgres://u:p@h/d?logServerErrorDetail=true  | parameter logServerErrorDetail
            postgres://u:p@h/d?targetServerType=secondary | parameter targetServerType
            postgres://u:p@h/d?tcpKeepAlive=yes           | parameter tcpKeepAlive
            postgres://u:p@h/d?receiveBufferSize=much     | parameter receiveBufferSize
            postgres://u:p@h/d?socketTimeout=30           | parameter socketTimeout
            postgres://u:p@h/d?socketTimeout=9999999999   | parameter socketTimeout
            postgres://u:p@h/d?loginTimeout=9999999999    | parameter loginTimeout
            postgres://u:p@h/d?poolSize=0                 | poolSize
            postgres://u:p@h/d?poolSize=many              | poolSize
            postgres://u:p@h/d?statementTimeout=0         | statementTimeout
            postgres://u:p@h/d?statementTimeout=1y        | statementTimeout
            postgres://u:p@h/d?poolTimeout=1ms            | poolTimeout
            postgres://u:p@h/d?openAttempts=0             | openAttempts
            postgres://u:p@h/d?pooler=session             | pooler
            postgres://u:p@h/d?pooler=transaction&prepareThreshold=5 | parameter prepareThreshold
            postgres://u:p@h/d?schema=pg_x                | schema
            postgres://u:p@h/d?schema=a%22b               | schema
            postgres://u:p@h/d?ApplicationName=a&applicationName=b | parameter applicationName
            postgres://u:p@h/d?sslmode=require&sslmode=disable | parameter sslmode
            """)
    @Rule("CONF-2")
    void url_withAFault_isRefusedByItsName(String url, String option) {
        assertThatThrownBy(() -> PostgresOptions.parse(url))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.option()).isEqualTo(option));
    }

    /** Properties that have the driver load a class, or write a file. */
    private static final String OF_CODE_ONLY =
            "authenticationPluginClassName|classLoaderStrategy|connectExecutor|connectExecutorArg"
                    + "|loggerFile|loggerLevel|socketFactory|socketFactoryArg|sslfactory|sslfactoryarg|sslhostnameverifier"
                    + "|sslpasswordcallback|xmlFactoryFactory";

    @Test
    @Rule("CONF-8")
    void driverProperty_thatNamesAClassOrAFileToWrite_isTakenFromCodeOnly() {
        for (String name : OF_CODE_ONLY.split("\\|", -1)) {
            String[] choices = PGProperty.forName(name).getChoices();
            String value = choices == null ? "s3cret.Factory" : choices[0];
            assertThatThrownBy(() -> PostgresOptions.parse("postgres://u:p@h/d?" + name + "=" + value))
                    .isInstanceOfSatisfying(
                            ConfigurationException.class,
                            refused -> assertThat(refused.option()).isEqualTo("parameter " + name))
                    .hasMessageContaining("driverProperty")
                    .message()
                    .doesNotContain("s3cret");
            assertThat(PostgresOptions.builder("h", "u")
                            .driverProperty(name, value)
                            .build()
                            .driverProperties())
                    .containsEntry(name, value);
        }
    }

    /** A property that a newer driver adds has to be looked at once, and is then either among those above or among the harmless here. */
    @Test
    @Rule("CONF-8")
    void driverProperties_thatSpeakOfClassesOrFiles_areAllKnown() {
        Pattern suspicious =
                Pattern.compile("class|factory|callback|implement|executor|file name", Pattern.CASE_INSENSITIVE);
        Set<String> harmless = Set.of("sslpassword", "sspiServiceClass"); // beside a callback; of a name of Windows
        assertThat(Arrays.stream(PGProperty.values())
                        .filter(property -> suspicious
                                .matcher(property.getName() + " " + property.getDescription())
                                .find())
                        .map(PGProperty::getName)
                        .filter(name -> !harmless.contains(name)))
                .isSubsetOf(OF_CODE_ONLY.split("\\|", -1));
    }

    private static final String HOSTILE = "p@:/?#&%+=ß€\uD83D\uDE00 'x\"";

    @Test
    @Rule("CONF-3")
    void password_percentEncoded_isRead() {
        String encoded = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(PostgresOptions.parse("postgres://u:" + encoded + "@h/d").password())
                .contains(HOSTILE);
        assertThat(PostgresOptions.parse("jdbc:postgresql://h/d?user=u&password=" + encoded)
                        .password())
                .contains(HOSTILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://u:12/se-cret@h/d",
                "postgres://u:se-cret/x@h/d",
                "postgres://u:12?se-cret=1@h/d",
                "postgres://u:12?x=se-cret@h/d",
                "postgres://u:se-cret?x@h/d",
                "postgres://u:se-cret%@h/d",
                "postgres://u:se-cret,@/d",
                "postgres://u:se-cret@h:x/d",
                "postgres://u:se-cret@h/d?sslmode=off"
            })
    @Rule("CONF-3")
    void password_notEncoded_isNeverRepeated(String url) {
        assertThatThrownBy(() -> PostgresOptions.parse(url))
                .isInstanceOf(ConfigurationException.class)
                .satisfies(refused -> Secrets.assertAbsent(refused, "se-cret"));
    }

    @Test
    void driverProperties_ofAUrl_keepThePasswordOutOfTheUrl() {
        DriverSource source = new DriverSource(
                PostgresOptions.parse("postgres://u:se-cret@h1,h2/d%2Fe").server(), false);
        assertThat(source.toString()).isEqualTo("jdbc:postgresql://h1:5432,h2:5432/d%2Fe");
        assertThat(DriverProperties.of(
                        PostgresOptions.parse("postgres://u:se-cret@h1,h2/d").server(), false))
                .doesNotContainKey("password")
                .containsEntry("targetServerType", "primary")
                .containsEntry("sslmode", "prefer")
                .containsEntry("socketTimeout", "40")
                .containsEntry("logServerErrorDetail", "false");
    }
}
