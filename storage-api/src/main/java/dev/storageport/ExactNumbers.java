// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Makes Jackson read a decimal as a {@code double} where that is exact and as a {@link BigDecimal} where digits would be lost.
 * So a tree or an untyped member that was written with a {@code double} is equal to what is read, and one of thirty digits is
 * too. Members of a declared type are read as that type either way.
 */
final class ExactNumbers extends StoredJsonParser {

    ExactNumbers(JsonParser parser) {
        super(parser);
    }

    @Override
    public NumberType getNumberType() throws IOException {
        return isInexactDouble() ? NumberType.BIG_DECIMAL : super.getNumberType();
    }

    @Override
    public NumberTypeFP getNumberTypeFP() throws IOException {
        return isInexactDouble() ? NumberTypeFP.BIG_DECIMAL : super.getNumberTypeFP();
    }

    @Override
    public Number getNumberValue() throws IOException {
        return isInexactDouble() ? getDecimalValue() : super.getNumberValue();
    }

    @Override
    public Object getNumberValueDeferred() throws IOException {
        return isInexactDouble() ? getDecimalValue() : super.getNumberValueDeferred();
    }

    private boolean isInexactDouble() throws IOException {
        if (!hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
            return false;
        }
        if (getTextLength() <= 16) { // at most 15 digits always survive a double
            return false;
        }
        BigDecimal exact = new BigDecimal(getText());
        double nearest = exact.doubleValue();
        return Double.isInfinite(nearest)
                || (new BigDecimal(Double.toString(nearest)).compareTo(exact) != 0 && !isShortest(exact, nearest));
    }

    /**
     * Returns whether the decimal has as many digits as tell this double from all others, and no more: what a JVM since version 19
     * writes for it, while older ones may write, and so expect, more.
     */
    private static boolean isShortest(BigDecimal exact, double nearest) {
        int digits = exact.stripTrailingZeros().precision();
        BigDecimal value = new BigDecimal(nearest);
        return digits <= 17
                && value.round(new MathContext(digits)).compareTo(exact) == 0
                && (digits == 1 || value.round(new MathContext(digits - 1)).doubleValue() != nearest);
    }
}
