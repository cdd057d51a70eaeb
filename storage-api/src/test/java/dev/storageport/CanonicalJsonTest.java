// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private static String canonical(String json) {
        return CanonicalJson.of("document", json).json();
    }

    @Test
    void members_anyOrder_areSortedByLengthThenCodePoint() {
        assertThat(
                        canonical(
                                "{ \"bb\":1, \"a\":2, \"B\":{\"z\":[ ],\"y\":{ } }, \"\":0, \"\uFFFD\":1, \"\uD83D\uDE00\":2 }"))
                .isEqualTo("{\"\":0,\"B\":{\"y\":{},\"z\":[]},\"a\":2,\"bb\":1,\"\uFFFD\":1,\"\uD83D\uDE00\":2}");
    }

    @Test
    void arrays_anyShape_keepOrderAndCommas() {
        assertThat(canonical("[[],[[]],{},\"[\",null,[1,[2,3]],[[],[]]]"))
                .isEqualTo("[[],[[]],{},\"[\",null,[1,[2,3]],[[],[]]]");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-0, 0",
        "1.00, 1.0",
        "1e0, 1.0",
        "1.0E10, 10000000000.0",
        "-0.0, 0.0",
        "0e999, 0.0",
        "1e-7, 0.0000001",
        "123456789012345678901234567890.12345, 123456789012345678901234567890.12345",
        "9223372036854775808, 9223372036854775808"
    })
    void numbers_anySpelling_haveOneForm(String written, String expected) {
        assertThat(canonical("[" + written + "]")).isEqualTo("[" + expected + "]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_VALUE, Double.MAX_VALUE, -2.2250738585072014E-308, 1.7976931348623155E308})
    void doubles_extreme_areKept(double extreme) {
        assertThat(Double.parseDouble(canonical("[" + extreme + "]").replaceAll("[\\[\\]]", "")))
                .isEqualTo(extreme);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "1e-400", "1e99999999999", "-1e1500", "1e131072"})
    void numbers_thatExpand_areRefused(String number) {
        assertThatThrownBy(() -> canonical("[" + number + "]"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("member /0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[NaN]", "[Infinity]", "[-Infinity]"})
    void numbers_notFinite_areRefused(String json) {
        assertThatThrownBy(() -> canonical(json))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("finite");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "1",
                "\"text\"",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"\\u0062\":2}}",
                "{\"a\":1} x",
                "{\"a\":1",
                "{a:1}",
                "[1,]",
                "['a']",
                "{\"a\":\"\\u0000\"}",
                "{\"\\u0000\":1}",
                "[\"\\ud800\"]",
                "[\"\\udc00\\ud800\"]",
                "{\"\\ud800\":1}"
            })
    void documents_notAllowed_areRefusedAndNothingIsQuoted(String json) {
        assertThatThrownBy(() -> canonical(json))
                .isInstanceOf(InvalidValueException.class)
                .hasNoCause()
                .hasMessageStartingWith("document");
    }

    @Test
    void depth_atTheLimit_isAcceptedAndBeyondRefused() {
        String deepest = "[".repeat(Limits.JSON_DEPTH) + "]".repeat(Limits.JSON_DEPTH);
        assertThat(canonical(deepest)).isEqualTo(deepest);
        assertThatThrownBy(() -> canonical("[" + deepest + "]")).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void memberName_tooLong_isRefused() {
        assertThat(canonical("{\"" + "é".repeat(512) + "\":1}")).hasSize(518);
        assertThatThrownBy(() -> canonical("{\"" + "é".repeat(513) + "\":1}"))
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    void strings_withEveryKindOfCharacter_comeBack() throws Exception {
        String hostile = "\"\\/\b\f\n\r\t\u0001\u001f\u007f\u2028é\uFEFF\uFFFF\uD83D\uDE00";
        String json = MAPPER.writeValueAsString(MAPPER.createObjectNode().put(hostile, hostile));
        assertThat(MAPPER.readTree(canonical(json)).get(hostile).textValue()).isEqualTo(hostile);
    }

    @Test
    void memberNames_withEqualHashes_areNamesLikeOthers() throws Exception {
        List<String> names = List.of("");
        for (int i = 0; i < 12; i++) { // "ab" and "bA" hash alike in Jackson's table of names
            names = names.stream()
                    .flatMap(name -> Stream.of(name + "ab", name + "bA"))
                    .toList();
        }
        ObjectNode document = MAPPER.createObjectNode();
        names.forEach(name -> document.put(name, name.length()));
        String json = document.toString();

        assertThat(canonical(json)).hasSameSizeAs(json);
        assertThat(new JsonCodec<>("things", JsonNode.class, MAPPER).decode("k", canonical(json), List.of()))
                .isEqualTo(document);
        assertThat(canonical("{\"harmless\":1}")).isEqualTo("{\"harmless\":1}");
    }

    @Test
    void anyDocument_canonicalised_isEqualAndStable() throws Exception {
        Random random = new Random(20260301);
        for (int i = 0; i < 2_000; i++) {
            JsonNode document = object(random, 4);
            String canonical = canonical(MAPPER.writeValueAsString(document));
            assertThat(MAPPER.readTree(canonical)).isEqualTo(document);
            assertThat(canonical(canonical)).isEqualTo(canonical);
        }
    }

    private static JsonNode object(Random random, int depth) {
        ObjectNode object = MAPPER.createObjectNode();
        for (int i = random.nextInt(6); i > 0; i--) {
            object.set("m".repeat(random.nextInt(4)) + random.nextInt(20), node(random, depth - 1));
        }
        return object;
    }

    private static JsonNode node(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> MAPPER.getNodeFactory().numberNode(random.nextInt());
            case 1 ->
                MAPPER.getNodeFactory().numberNode(random.nextDouble() * Math.pow(10, random.nextInt(40) - 20) + 0.5);
            case 2 -> MAPPER.getNodeFactory().textNode("t" + random.nextInt(100));
            case 3 -> MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
            case 4 -> MAPPER.getNodeFactory().nullNode();
            case 5 -> array(random, depth - 1);
            default -> object(random, depth);
        };
    }

    private static JsonNode array(Random random, int depth) {
        ArrayNode array = MAPPER.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(node(random, depth));
        }
        return array;
    }
}
