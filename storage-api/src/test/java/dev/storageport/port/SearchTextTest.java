// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SearchTextTest {

    private static String text(String one) {
        return SearchText.of(List.of(List.of(one)));
    }

    @Test
    void text_foldsCaseFully() {
        assertThat(text("Straße STRASSE ẞ")).isEqualTo("strasse strasse ss");
        assertThat(text("ΣΑΣ σας")).isEqualTo("σασ σασ");
        assertThat(text("K\u212a \u017f")).isEqualTo("kk s");
        assertThat(text("Éé\u0130I\u0131")).isEqualTo("ééiii");
        assertThat(text("\u1E9E \uFB03")).isEqualTo("ss ffi");
        assertThat(text("\uD801\uDC00")).isEqualTo("\uD801\uDC28");
    }

    @Test
    void text_isNormalised() {
        assertThat(text("e\u0301")).isEqualTo("\u00e9");
        assertThat(text("\uFF21\uFF42\u2460")).isEqualTo("ab1");
        assertThat(text("  a\u00a0\u3000\tb\u001f\nc ")).isEqualTo("a b c");
    }

    @Test
    void text_normalisedAgain_staysTheSame() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (Character.isDefined(character) && Character.getType(character) != Character.SURROGATE) {
                String once = text("x" + Character.toString(character) + "\u0301y");
                assertThat(text(once)).as("U+%04X", character).isEqualTo(once);
            }
        }
    }

    @Test
    void text_underATurkishLocale_isTheSame() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(text("TITLE")).isEqualTo("title");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void fields_areKeptApart_andEmptyOnesCounted() {
        assertThat(SearchText.of(List.of(List.of("A b"), List.of(), List.of("c", " ", "d"))))
                .isEqualTo("a b\u001f\u001fc\nd");
        assertThat(SearchText.of(List.of(List.of(), List.of(" ")))).isEmpty();
        assertThat(SearchText.of(List.of())).isEmpty();
    }

    @Test
    void words_comeOnce() {
        assertThat(SearchText.words(" Yoda\tyoda LUKE ")).containsExactly("yoda", "luke");
        assertThat(SearchText.words(" \u00a0\u2003 ")).isEmpty();
        assertThat(SearchText.words("%_\\\"'")).containsExactly("%_\\\"'");
    }

    @Test
    void rank_isTheFieldByWhichEveryWordWasFound() {
        String text = SearchText.of(List.of(List.of("yoda"), List.of("1985"), List.of("force", "yoda luke")));
        assertThat(SearchText.rank(text, List.of("yoda"))).isZero();
        assertThat(SearchText.rank(text, List.of("yoda", "98"))).isEqualTo(1);
        assertThat(SearchText.rank(text, List.of("luke", "yoda"))).isEqualTo(2);
        assertThat(SearchText.rank(text, List.of("yoda", "leia"))).isEqualTo(-1);
    }
}
