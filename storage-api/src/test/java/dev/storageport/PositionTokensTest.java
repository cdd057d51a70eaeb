// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.port.LogPosition;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PositionTokensTest {

    private static final LogPosition POSITION = new LogPosition("7301/16384", 3, Long.MAX_VALUE);

    private final PositionTokens tokens = new PositionTokens(PageTokenKey.wellKnown());

    @Test
    void token_ofAPosition_comesBackAsIt() {
        assertThat(tokens.position(tokens.token(Optional.of(POSITION)))).contains(POSITION);
        assertThat(tokens.position(tokens.token(Optional.empty()))).isEmpty();
        assertThat(tokens.token(Optional.of(POSITION))).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void token_alteredAnywhere_isRefused() {
        String token = tokens.token(Optional.of(POSITION));
        for (int i = 0; i < token.length(); i++) {
            String altered = token.substring(0, i) + (token.charAt(i) == 'A' ? 'B' : 'A') + token.substring(i + 1);
            assertThatThrownBy(() -> tokens.position(altered))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageStartingWith("position token: ")
                    .hasMessageNotContaining(altered);
        }
    }

    @Test
    void token_ofAnotherKey_isRefused() {
        String token = new PositionTokens(PageTokenKey.of("sixteen bytes...".getBytes(StandardCharsets.UTF_8)))
                .token(Optional.of(POSITION));
        assertThatThrownBy(() -> tokens.position(token)).isInstanceOf(InvalidValueException.class);
    }
}
