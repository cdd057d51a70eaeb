// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.values;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.RAWS;
import static dev.storageport.tck.fixture.Samples.TREES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.LimitExceededException;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.tck.fixture.Samples.Raw;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** NUM: numbers keep value and kind. */
abstract class NumberRules extends Topic {

    static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    static final List<Double> DOUBLES = List.of(
            1.0E10,
            1.0,
            100.0,
            -5.0,
            0.0,
            0.1,
            1.0E-7,
            1.0E15,
            1.0E16,
            1.0E17,
            123456789.0,
            1.0E21,
            1.0E300,
            9007199254740994.0,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Math.PI,
            1.0 / 3,
            4.35,
            1.0E-310);

    static final List<String> DECIMALS = List.of(
            "0.123456789012345678901234567890",
            "123456789012345.678901234567890",
            "1.00000000000000000000000000001",
            "100000000000000000000000000000.5",
            "12345678901234567890.12345678901234567890",
            "1E+390",
            "1E-390",
            "-0.1000000000000000055511151231257827");

    /** Numbers by their declared types. */
    record Figures(double real, float single, BigDecimal decimal, BigInteger huge, long whole) {}

    static final CollectionSpec<Figures> FIGURES =
            CollectionSpec.of("figures", Figures.class).build();

    @Test
    @Rule("NUM-1")
    void double_comesBackAsDouble() {
        ArrayNode numbers = MAKE.arrayNode();
        DOUBLES.forEach(numbers::add);
        JsonNode found = roundTrip(numbers);
        for (int i = 0; i < DOUBLES.size(); i++) {
            assertThat(found.get(i).isIntegralNumber())
                    .as("whether %s came back as an integer", DOUBLES.get(i))
                    .isFalse();
            assertThat(found.get(i).doubleValue())
                    .as("the number %s", DOUBLES.get(i))
                    .isEqualTo(DOUBLES.get(i));
        }
    }

    @Test
    @Rule({"NUM-1", "NUM-4"})
    void double_anyFinite_comesBack() {
        long seed = 20260301;
        Random random = new Random(seed);
        double[] doubles = random.longs(2000)
                .mapToDouble(Double::longBitsToDouble)
                .filter(Double::isFinite)
                .map(x -> x + 0.0)
                .toArray();
        ArrayNode numbers = MAKE.arrayNode();
        for (double number : doubles) {
            numbers.add(number);
        }
        JsonNode found = roundTrip(numbers);
        for (int i = 0; i < doubles.length; i++) {
            assertThat(found.get(i).doubleValue())
                    .as("number %s of seed %s", i, seed)
                    .isEqualTo(doubles[i]);
        }
    }

    @Test
    @Rule("NUM-1")
    void decimal_ofManyDigits_comesBackEqual() {
        ArrayNode numbers = MAKE.arrayNode();
        DECIMALS.forEach(digits -> numbers.add(new BigDecimal(digits)));
        JsonNode found = roundTrip(numbers);
        for (int i = 0; i < DECIMALS.size(); i++) {
            assertThat(found.get(i).isIntegralNumber())
                    .as("whether %s came back as an integer", DECIMALS.get(i))
                    .isFalse();
            assertThat(found.get(i).decimalValue())
                    .as("the number %s", DECIMALS.get(i))
                    .isEqualByComparingTo(DECIMALS.get(i));
        }
    }

    @Test
    @Rule({"NUM-1", "NUM-2"})
    void numbers_ofDeclaredTypes_comeBackEqual() {
        DocumentCollection<Figures> figures = bench().open(FIGURES).collection(FIGURES);
        BigDecimal decimal = new BigDecimal("0.12345678901234567890123456789");
        Figures value =
                new Figures(1.0E10, 0.1f, decimal, BigInteger.TEN.pow(120).add(BigInteger.ONE), Long.MAX_VALUE);
        figures.put("a", value);
        assertThat(figures.get("a").orElseThrow().value())
                .as("numbers of declared types")
                .isEqualTo(value);
    }

    @Test
    @Rule("NUM-2")
    void integer_comesBackExactly() {
        ArrayNode numbers = MAKE.arrayNode();
        List<BigInteger> integers = List.of(
                BigInteger.ZERO,
                BigInteger.valueOf(Long.MAX_VALUE),
                BigInteger.valueOf(Long.MIN_VALUE),
                BigInteger.valueOf((1L << 53) + 1),
                BigInteger.valueOf(-(1L << 53) - 1),
                BigInteger.valueOf(Integer.MIN_VALUE),
                BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE),
                BigInteger.TEN.pow(300).subtract(BigInteger.ONE),
                BigInteger.TEN.pow(398).negate());
        integers.forEach(numbers::add);
        JsonNode found = roundTrip(numbers);
        for (int i = 0; i < integers.size(); i++) {
            assertThat(found.get(i).isIntegralNumber())
                    .as("whether %s is an integer still", integers.get(i))
                    .isTrue();
            assertThat(found.get(i).bigIntegerValue()).as("the integer").isEqualTo(integers.get(i));
        }
    }

    @Test
    @Rule("NUM-3")
    void number_notFinite_isRefused() {
        Storage storage = bench().open(TREES, FIGURES);
        for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            refusal(
                    InvalidValueException.class,
                    number + " in a tree",
                    () -> storage.collection(TREES).put("a", MAKE.arrayNode().add(number)));
            refusal(
                    InvalidValueException.class,
                    number + " as a float in a tree",
                    () -> storage.collection(TREES).put("a", MAKE.arrayNode().add((float) number)));
            refusal(
                    InvalidValueException.class,
                    number + " in a record",
                    () -> storage.collection(FIGURES)
                            .put("a", new Figures(number, 0, BigDecimal.ONE, BigInteger.ONE, 0)));
            refusal(
                    InvalidValueException.class,
                    number + " as a float in a record",
                    () -> storage.collection(FIGURES)
                            .put("a", new Figures(0, (float) number, BigDecimal.ONE, BigInteger.ONE, 0)));
        }
        assertThat(storage.collection(TREES).count()
                        + storage.collection(FIGURES).count())
                .as("documents after every number was refused")
                .isZero();
    }

    @Test
    @Rule("NUM-4")
    void number_thatWouldExpand_isRefused() {
        Storage storage = bench().open(RAWS, TREES);
        for (String number : List.of(
                "1E+401",
                "1E-401",
                "1E+1000",
                "-1e-1000",
                "1E+2147483647",
                "1e-2147483647",
                "1E999999999999",
                "1" + "0".repeat(400),
                "0." + "1".repeat(400),
                "1" + "0".repeat(5000) + ".5")) {
            String shown = number.length() < 30 ? number : number.length() + " characters";
            StorageException failure = refusal(
                    LimitExceededException.class,
                    "the number of " + shown,
                    () -> storage.collection(RAWS).put("a", new Raw("[" + number + "]")));
            assertThat(failure.getMessage())
                    .as("the message for the number of %s", shown)
                    .hasSizeLessThan(300);
        }
        refusal(
                LimitExceededException.class,
                "a BigDecimal",
                () -> storage.collection(TREES).put("a", MAKE.arrayNode().add(new BigDecimal("1E+1000000"))));
        assertThat(storage.collection(RAWS).count() + storage.collection(TREES).count())
                .as("documents after every number was refused")
                .isZero();
    }

    @Test
    @Rule("NUM-5")
    void negativeZero_becomesZero() {
        DocumentCollection<Raw> raws = bench().open(RAWS).collection(RAWS);
        for (String zero : List.of("-0", "-0.0", "-0e10", "-0.000E-5", "-0E+5")) {
            raws.put("a", new Raw("[" + zero + "]"));
            String found = raws.get("a").orElseThrow().value().json();
            assertThat(found).as("what %s came back as", zero).isEqualTo(zero.equals("-0") ? "[0]" : "[0.0]");
        }
        JsonNode tree = roundTrip(MAKE.arrayNode().add(-0.0).add(-0.0f));
        assertThat(Double.doubleToRawLongBits(tree.get(0).doubleValue()))
                .as("the bits of a negative zero")
                .isZero();
        assertThat(Double.doubleToRawLongBits(tree.get(1).doubleValue()))
                .as("the bits of a negative float zero")
                .isZero();
    }

    private JsonNode roundTrip(JsonNode tree) {
        DocumentCollection<JsonNode> trees = bench().open(TREES).collection(TREES);
        trees.put("numbers", tree);
        return trees.get("numbers").orElseThrow().value();
    }
}
