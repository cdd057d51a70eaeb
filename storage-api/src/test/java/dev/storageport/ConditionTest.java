// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
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
        return condition.filterSpec().filter(THINGS, NOW);
    }

    private static String end(String prefix) {
        return filter(Condition.keyStartsWith(prefix)) instanceof Filter.Range range
                ? range.to()
                        .map(to -> ((IndexValue.TextValue) to.value()).value())
                        .orElse("none")
                : "all";
    }

    @Test
    void prefix_anyLastCodePoint_endsAtItsSuccessor() {
        assertThat(end("a")).isEqualTo("b");
        assertThat(end("a\uFFFF")).isEqualTo("a\uD800\uDC00");
        assertThat(end("a\uD7FF")).isEqualTo("a\uE000");
        assertThat(end("a\uDBFF\uDFFF")).isEqualTo("b");
        assertThat(end("a\uD83D\uDE00")).isEqualTo("a\uD83D\uDE01");
        assertThat(end("\uDBFF\uDFFF\uDBFF\uDFFF")).isEqualTo("none");
        assertThat(end("")).isEqualTo("all");
    }

    @Test
    void age_subtracted_isStrictToTheMicrosecond() {
        assertThat(filter(Condition.updatedBefore(Duration.ofSeconds(1))))
                .isEqualTo(before("2026-02-28T23:59:59.000001Z"));
        assertThat(filter(Condition.updatedBefore(Duration.ofNanos(1)))).isEqualTo(before(NOW.toString()));
        assertThat(filter(Condition.updatedBefore(Duration.ofNanos(1_001)))).isEqualTo(before("2026-03-01T00:00:00Z"));
        assertThat(filter(Condition.updatedBefore(Duration.ofDays(4_000_000))))
                .isEqualTo(before(Limits.EARLIEST.toString()));
    }

    private static Filter before(String instant) {
        return new Filter.Range(
                Attribute.UPDATED_AT,
                Optional.empty(),
                Optional.of(new Filter.Bound(new IndexValue.InstantValue(Instant.parse(instant)), false)));
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
                .isEqualTo(new Filter.Range(
                        Attribute.KEY,
                        Optional.of(new Filter.Bound(new IndexValue.TextValue("a"), true)),
                        Optional.of(new Filter.Bound(new IndexValue.TextValue("b"), false))));
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

    @Test
    void combinations_ofOneKind_stayFlat() {
        Condition<Object> a = Condition.keyIs("a");
        Condition<Object> b = Condition.keyIs("b");
        Condition<Object> c = Condition.keyIs("c");
        assertThat(filter(a.and(b).and(c)))
                .isEqualTo(new Filter.And(List.of(filter(a), filter(b), filter(c))))
                .isEqualTo(filter(a.and(b.and(c))));
        assertThat(filter(a.and(b).or(c)))
                .isEqualTo(new Filter.Or(List.of(new Filter.And(List.of(filter(a), filter(b))), filter(c))));
        assertThat(filter(a.and(b.or(c))))
                .isEqualTo(new Filter.And(List.of(filter(a), new Filter.Or(List.of(filter(b), filter(c))))));
        assertThat(filter(a.not().not())).isEqualTo(filter(a));
    }

    @Test
    void combination_ofTooManyParts_isRefused() {
        Condition<Object> most = Condition.keyIs("k");
        while (true) {
            try {
                most = most.or(Condition.keyIs("k"));
            } catch (LimitExceededException tooMany) {
                assertThat(((Filter.Or) filter(most)).parts()).hasSizeBetween(99, Limits.CONDITION_PARTS);
                return;
            }
        }
    }

    @Test
    void search_combined_keepsTheOrderOfTheFirst() {
        SearchIndex<Object> text = SearchIndex.of("text").field(Object::toString);
        CollectionDefinition things = new CollectionDefinition("things", List.of(text.definition()));
        assertThat(text.contains("a")
                        .and(Condition.keyIs("k"))
                        .orderSpec()
                        .order(things)
                        .ranking())
                .isPresent();
        assertThat(Condition.keyIs("k").and(text.contains("a")).orderSpec().order(things))
                .isEqualTo(Order.KEY);
        assertThat(text.contains("a").or(Condition.keyIs("k")).orderSpec().order(things))
                .isEqualTo(Order.KEY);
        assertThat(text.contains("a").not().orderSpec().order(things)).isEqualTo(Order.KEY);
    }

    @Test
    void search_termBlankOrTooLong_isRefused() {
        SearchIndex<Object> text = SearchIndex.of("text");
        assertThatThrownBy(() -> text.contains(" \u00a0\t")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> text.contains("a\u0000")).isInstanceOf(InvalidValueException.class);
        text.contains("x".repeat(Limits.SEARCH_TERM_CHARACTERS));
        assertThatThrownBy(() -> text.contains("s3cret".repeat(Limits.SEARCH_TERM_CHARACTERS)))
                .isInstanceOf(LimitExceededException.class)
                .message()
                .doesNotContain("s3cret");
    }
}
