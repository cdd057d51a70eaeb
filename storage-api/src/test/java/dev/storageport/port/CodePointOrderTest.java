// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodePointOrderTest {

    private static final List<String> TEXTS = List.of(
            "",
            "-a",
            "10",
            "9",
            "A",
            "a",
            "a ",
            "a b",
            "a-b",
            "\u00e9",
            "e\u0301",
            "\uD7FF",
            "\uE000",
            "\uFF5E",
            "\uFFFD",
            "\uFFFF",
            "\uD83D\uDE00",
            "\uD83D\uDE01",
            "\uDBFF\uDFFF",
            "a\uFFFF",
            "a\uD800\uDC00",
            "a\uD800\uDC00b");

    @Test
    void anyTwoTexts_compareAsTheirUtf8() {
        for (String left : TEXTS) {
            for (String right : TEXTS) {
                int bytes = Arrays.compareUnsigned(
                        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
                assertThat(Integer.signum(CodePointOrder.INSTANCE.compare(left, right)))
                        .as("%s and %s", Quoted.text(left), Quoted.text(right))
                        .isEqualTo(Integer.signum(bytes));
            }
        }
    }
}
