// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final CollectionDefinition THINGS = new CollectionDefinition("things", List.of());
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00.000001Z");

    private static Filter filter(Condition<?> condition) {
        return condition.clause().filter(THINGS, NOW);
    }

    private static String end(String prefix) {
        return ((Filter.KeyRange) filter(Condition.keyStartsWith(prefix)))
                .before()
                .orElse("none");
    }

    @Test
    void prefix_anyLastCodePoint_endsAtItsSuccessor() {
        assertThat(end("a")).isEqualTo("b");
        assertThat(end("a\uFFFF")).isEqualTo("a\uD800\uDC00");
        assertThat(end("a\uD7FF")).isEqualTo("a\uE000");
        assertThat(end("a\uDBFF\uDFFF")).isEqualTo("b");
        assertThat(end("a\uD83D\uDE00")).isEqualTo("a\uD83D\uDE01");
        assertThat(end("\uDBFF\uDFFF\uDBFF\uDFFF")).isEqualTo("none");
        assertThat(end("")).isEqualTo("none");
    }

    @Test
    void age_subtracted_isStrictToTheMicrosecond() {
        assertThat(filter(Condition.updatedBefore(Duration.ofSeconds(1))))
                .isEqualTo(before("2026-02-28T23:59:59.000001Z"));
        assertThat(filter(Condition.updatedBefore(Duration.ofNanos(1)))).isEqualTo(new Filter.UpdatedBefore(NOW));
        assertThat(filter(Condition.updatedBefore(Duration.ofNanos(1_001)))).isEqualTo(before("2026-03-01T00:00:00Z"));
        assertThat(filter(Condition.updatedBefore(Duration.ofDays(4_000_000))))
                .isEqualTo(new Filter.UpdatedBefore(Limits.EARLIEST));
    }

    private static Filter before(String instant) {
        return new Filter.UpdatedBefore(Instant.parse(instant));
    }

    @Test
    void ageAndLimit_notPositive_areRefused() {
        assertThatThrownBy(() -> Condition.updatedBefore(Duration.ZERO)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Condition.updatedBefore(Duration.ofNanos(-1)))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Condition.all().limit(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Condition.all().limit(-1)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void range_keepsItsBounds() {
        assertThat(filter(Condition.keyRange("a", "b")))
                .isEqualTo(new Filter.KeyRange(Optional.of("a"), Optional.of("b")));
        assertThatThrownBy(() -> Condition.keyFrom("\u0000")).isInstanceOf(InvalidValueException.class);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // what only raw types let through
    void index_valueOfAnotherType_isRefused() {
        Index raw = Index.of("level", Integer.class, (Function) any -> "s3cret");
        assertThatThrownBy(() -> raw.is("5"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("index level");
        assertThatThrownBy(() -> raw.valueOf("document", "any"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("index level")
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void index_notDeclared_isRefused() {
        Index<Object, String> undeclared = Index.of("undeclared", String.class, any -> "x");
        assertThatThrownBy(() -> filter(undeclared.is("x")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("undeclared");
    }
}
