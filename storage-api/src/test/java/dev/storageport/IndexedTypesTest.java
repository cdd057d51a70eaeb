// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.port.IndexValue;
import org.junit.jupiter.api.Test;

class IndexedTypesTest {

    @Test
    void number_thatTheDeclaredTypeHolds_comesBack() {
        assertThat(IndexedTypes.declared("f", Long.class, new IndexValue.IntegerValue(Long.MIN_VALUE)))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(IndexedTypes.declared("f", Integer.class, new IndexValue.IntegerValue(Integer.MIN_VALUE)))
                .isEqualTo(Integer.MIN_VALUE);
        assertThat(IndexedTypes.declared("f", Short.class, new IndexValue.IntegerValue(Short.MAX_VALUE)))
                .isEqualTo(Short.MAX_VALUE);
        assertThat(IndexedTypes.declared("f", Byte.class, new IndexValue.IntegerValue(-1)))
                .isEqualTo((byte) -1);
        assertThat(IndexedTypes.declared("f", Float.class, new IndexValue.RealValue(0.1f)))
                .isEqualTo(0.1f);
    }

    @Test
    void number_thatTheDeclaredTypeCannotHold_isRefused() {
        assertRefused(Integer.class, new IndexValue.IntegerValue(1L << 32));
        assertRefused(Short.class, new IndexValue.IntegerValue(65_537));
        assertRefused(Byte.class, new IndexValue.IntegerValue(257));
        assertRefused(Float.class, new IndexValue.RealValue(0.1));
        assertRefused(Float.class, new IndexValue.RealValue(Double.MAX_VALUE));
    }

    private static void assertRefused(Class<?> type, IndexValue value) {
        assertThatThrownBy(() -> IndexedTypes.declared("index size", type, value))
                .isInstanceOf(SchemaException.class)
                .hasMessage("index size: holds a number that " + type.getName() + " cannot");
    }
}
