// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Limits;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class IndexValueBytesTest {

    /** Values of each type, the smallest first. */
    static Stream<List<IndexValue>> ascending() {
        return Stream.of(
                Stream.of("", "a", "aa", "b", "\u00e9", "\uffff", "\ud83d\ude00", "\udbff\udfff")
                        .<IndexValue>map(IndexValue.TextValue::new)
                        .toList(),
                LongStream.of(Long.MIN_VALUE, -256, -1, 0, 1, 255, 256, Long.MAX_VALUE)
                        .<IndexValue>mapToObj(IndexValue.IntegerValue::new)
                        .toList(),
                DoubleStream.of(
                                -Double.MAX_VALUE,
                                -2.5,
                                -1,
                                -Double.MIN_VALUE,
                                0,
                                Double.MIN_VALUE,
                                1,
                                1.5,
                                Double.MAX_VALUE)
                        .<IndexValue>mapToObj(IndexValue.RealValue::new)
                        .toList(),
                List.of(new IndexValue.BooleanValue(false), new IndexValue.BooleanValue(true)),
                Stream.of(
                                Limits.EARLIEST,
                                Instant.parse("1582-10-04T23:59:59.999999Z"),
                                Instant.EPOCH.minusNanos(1000),
                                Instant.EPOCH,
                                Instant.EPOCH.plusNanos(1000),
                                Limits.LATEST)
                        .<IndexValue>map(IndexValue.InstantValue::new)
                        .toList(),
                Stream.of("0001-01-01", "1969-12-31", "1970-01-01", "9999-12-31")
                        .<IndexValue>map(date -> new IndexValue.DateValue(LocalDate.parse(date)))
                        .toList(),
                Stream.of(
                                new UUID(0, 0),
                                new UUID(0, -1),
                                new UUID(Long.MAX_VALUE, 0),
                                new UUID(-1, 0),
                                new UUID(-1, -1))
                        .<IndexValue>map(IndexValue.UuidValue::new)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("ascending")
    void bytes_areOrderedAsTheValuesAre(List<IndexValue> ascending) {
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(IndexValueBytes.ORDER.compare(ascending.get(i), ascending.get(j))))
                        .as("%s compared with %s", ascending.get(i), ascending.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ascending")
    void bytes_becomeTheValueAgain(List<IndexValue> values) {
        assertThat(values)
                .allSatisfy(value -> assertThat(IndexValueBytes.value(value.type(), IndexValueBytes.of(value)))
                        .isEqualTo(value));
    }

    @Test
    void bytes_ofManyValues_doNotExist() {
        IndexValue many = new IndexValue.MultiValue(List.of(new IndexValue.IntegerValue(1)));
        assertThatThrownBy(() -> IndexValueBytes.of(many)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytes_ofAnotherLength_areRefused() {
        assertThatThrownBy(() -> IndexValueBytes.value(IndexType.INTEGER, new byte[7]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INTEGER");
    }
}
