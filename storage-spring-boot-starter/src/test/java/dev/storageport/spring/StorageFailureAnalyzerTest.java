// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class StorageFailureAnalyzerTest {

    /** None that happens to be on the class path. */
    private static final String NO_FILE = "--spring.config.name=none";

    @Test
    void start_withoutUrl_saysWhatToDoInsteadOfAStackTrace(CapturedOutput output) {
        assertThat(start(NO_FILE)).isNotNull();
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "storage.url", "Correct the property")
                .doesNotContain("\tat dev.storageport");
    }

    @Test
    void start_serverAway_saysSoWithoutThePassword(CapturedOutput output) {
        assertThat(start(
                        NO_FILE,
                        "--storage.url=postgres://ana:hunter2@127.0.0.1:1/none?outageTimeout=0ms&outageRetry=0"))
                .isNotNull();
        assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("hunter2");
    }

    private static Throwable start(String... arguments) {
        return catchThrowable(() -> new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(arguments)
                .close());
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(StorageAutoConfiguration.class)
    static class Application {}
}
