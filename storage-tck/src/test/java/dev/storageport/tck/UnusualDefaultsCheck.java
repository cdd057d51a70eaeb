// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** The JVM that runs the kit once more really has unusual defaults. Not called a test, since other JVMs do not. */
final class UnusualDefaultsCheck {

    @Test
    void defaults_ofThisJvm_areUnusual() {
        assertThat(Locale.getDefault()).isEqualTo(Locale.forLanguageTag("tr-TR"));
        assertThat(TimeZone.getDefault().getID()).isEqualTo("Asia/Kathmandu");
        assertThat(Charset.defaultCharset()).isEqualTo(StandardCharsets.US_ASCII);
    }
}
