// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a page is read. */
class CareerTest {

    private static final String PAGE = ScriptedUpstream.html("O&#x27;Brien &amp;lt; Co", 3);

    @Test
    void page_withASummary_isReadWhole() {
        assertThat(Career.read(PAGE, ScriptedUpstream.summary("a|b", 1_771_900_000)))
                .isEqualTo(new Career(
                        "O'Brien &lt; Co",
                        true,
                        3,
                        3,
                        Optional.of("/a.png"),
                        Optional.of(Instant.ofEpochSecond(1_771_900_000))));
    }

    @Test
    void summary_thatIsEmptyOrNull_isNothingKnown() {
        assertThat(Career.read(PAGE, JsonNodeFactory.instance.objectNode()))
                .isEqualTo(Career.read(PAGE, JsonNodeFactory.instance.nullNode()))
                .isEqualTo(new Career("O'Brien &lt; Co", true, 3, 3, Optional.empty(), Optional.empty()));
    }

    @Test
    void page_ofAPlayerWhoHides_isRead() {
        Career career = Career.read(
                "<body class=\"career private\"><h1 class=\"name\">Ana</h1></body>",
                JsonNodeFactory.instance.objectNode());
        assertThat(career.isPublic()).isFalse();
        assertThat(career.endorsement()).isZero();
    }

    @Test
    void page_thatIsNone_isRefused() {
        for (String page : new String[] {"", "<html>We will be back soon</html>", "<body class=\"career public\">"}) {
            assertThatThrownBy(() -> Career.read(page, JsonNodeFactory.instance.objectNode()))
                    .isInstanceOf(UnreadablePageException.class);
        }
    }
}
