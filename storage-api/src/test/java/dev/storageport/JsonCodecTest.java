// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

    private static final ObjectMapper MAPPER = StorageOptions.defaultMapper();

    record Everything(
            Instant at,
            LocalDate on,
            Optional<String> nickname,
            List<Integer> numbers,
            BigDecimal exact,
            double approximate,
            BigInteger huge,
            JsonNode tree) {}

    record Secretive(int number) {
        Secretive {
            if (number < 0) {
                throw new IllegalStateException("the application's own error");
            }
        }
    }

    record Failing(String text) {
        @SuppressWarnings("DoNotCallSuggester") // Jackson calls it
        @JsonProperty
        public String getOther() {
            throw new IllegalStateException("the application's own error");
        }
    }

    private static <T> JsonCodec<T> codec(Class<T> type) {
        return new JsonCodec<>("things", type, MAPPER);
    }

    private static <T> T roundTrip(Class<T> type, T value) {
        JsonCodec<T> codec = codec(type);
        return codec.decode("k", codec.encode("k", "k", value).json(), List.of());
    }

    record Holder(String name, @Nullable JsonNode tree) {}

    @Test
    void treeComponent_thatIsNull_comesBackAsJsonNull() {
        String json =
                codec(Holder.class).encode("k", "k", new Holder("a", null)).json();
        assertThat(json).isEqualTo("{\"name\":\"a\",\"tree\":null}");
        assertThat(codec(Holder.class).decode("k", json, List.of())).isEqualTo(new Holder("a", NullNode.getInstance()));
    }

    @Test
    void treeComponent_thatIsJsonNull_comesBackEqual() {
        Holder holder = new Holder("a", NullNode.getInstance());
        assertThat(roundTrip(Holder.class, holder)).isEqualTo(holder);
    }

    @Test
    void treeComponent_thatTheDocumentLacks_comesBackAsNull() {
        assertThat(codec(Holder.class).decode("k", "{\"name\":\"a\"}", List.of()))
                .isEqualTo(new Holder("a", null));
    }

    @Test
    void treeComponent_thatIsAMissingNode_comesBackAsJsonNull() {
        assertThat(roundTrip(Holder.class, new Holder("a", MissingNode.getInstance())))
                .isEqualTo(new Holder("a", NullNode.getInstance()));
    }

    @Test
    void record_withEveryDefaultType_comesBackEqual() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("double", 0.1).put("tenths", 1.0E10);
        tree.put("exact", new BigDecimal("0.1234567890123456789012345678901234567890"));
        Everything everything = new Everything(
                Instant.parse("2026-01-02T03:04:05.123456789Z"),
                LocalDate.of(1500, 2, 28),
                Optional.empty(),
                List.of(1, 2, 2),
                new BigDecimal("123456789012345678901234567890.5"),
                1.0E10,
                BigInteger.TEN.pow(300),
                tree);
        assertThat(roundTrip(Everything.class, everything)).isEqualTo(everything);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1.0E10, 1e-7, Double.MIN_VALUE, Double.MAX_VALUE, 1.0 / 3, 123456789.12345679})
    void tree_withDouble_comesBackAsEqualDouble(double number) {
        JsonNode tree = JsonNodeFactory.instance.objectNode().put("n", number);
        assertThat(roundTrip(JsonNode.class, tree)).isEqualTo(tree);
    }

    @Test
    void untypedMap_withManyDigits_losesNone() {
        Map<String, Object> map = Map.of("many", new BigDecimal("0.12345678901234567890123"), "few", 1.5);
        JsonCodec<Map<String, Object>> codec =
                new JsonCodec<>("things", new TypeReference<Map<String, Object>>() {}.getType(), MAPPER);
        assertThat(codec.decode("k", codec.encode("k", "k", map).json(), List.of()))
                .isEqualTo(map);
    }

    @Test
    void unfitDocument_read_namesMemberAndNotTheValue() {
        assertThatThrownBy(() -> codec(Secretive.class).decode("k1", "{\"number\":\"s3cret\"}", List.of()))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("collection things")
                .hasMessageContaining("\"k1\"")
                .hasMessageContaining("member /number")
                .hasNoCause()
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void unknownMember_read_isRefused() {
        assertThatThrownBy(() -> codec(Secretive.class).decode("k", "{\"number\":1,\"other\":2}", List.of()))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("/other");
    }

    @Test
    void constructor_thatThrows_isTheCause() {
        assertThatThrownBy(() -> codec(Secretive.class).decode("k", "{\"number\":-1}", List.of()))
                .isInstanceOf(MappingException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("the application's own error");
    }

    @Test
    void getter_thatThrows_isTheCause() {
        assertThatThrownBy(() -> codec(Failing.class).encode("k", "k", new Failing("s3cret")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("member /other")
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void malformedDate_read_isNotQuotedByACause() {
        assertThatThrownBy(() -> codec(Everything.class).decode("k", "{\"on\":\"s3cret\"}", List.of()))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("/on")
                .hasNoCause();
    }

    @Test
    void deserializer_thatThrowsAnIoException_isTheCause() {
        ObjectMapper failing = StorageOptions.defaultMapper()
                .registerModule(new SimpleModule()
                        .addDeserializer(Secretive.class, new StdDeserializer<>(Secretive.class) {
                            private static final long serialVersionUID = 1L;

                            @Override
                            public Secretive deserialize(JsonParser parser, DeserializationContext context)
                                    throws IOException {
                                throw new IOException("the application's own error");
                            }
                        }));
        assertThatThrownBy(() -> new JsonCodec<>("things", Secretive.class, failing).decode("k", "{}", List.of()))
                .isInstanceOf(MappingException.class)
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void nestingBeyondTheMapper_isALimit() {
        ObjectNode deep = JsonNodeFactory.instance.objectNode();
        ObjectNode at = deep;
        for (int i = 0; i < 3_000; i++) {
            at = at.putObject("a");
        }
        assertThatThrownBy(() -> codec(JsonNode.class).encode("k", "k", deep))
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    void notANumber_inTypedField_isRefused() {
        assertThatThrownBy(() -> codec(double[].class).encode("k", "k", new double[] {Double.NaN}))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("member /0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"number\":1,\"number\":1}",
                "{\"number\":1,\"num\\u0062er\":1}",
                "{\"a\":{\"x\":1,\"y\":2,\"x\":1},\"number\":1}",
                "{\"number\":1e999}",
                "{\"number\":1",
                "{\"number\":1}{}",
                "{number:1}",
                "",
                "5",
                "null",
            })
    void storedJson_thatNoPutWrites_isReportedAsCorrupt(String body) {
        assertCorrupt(body);
    }

    @Test
    void storedJson_beyondTheLimits_isReportedAsCorrupt() {
        assertCorrupt("{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}");
        assertCorrupt("{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}");
        assertCorrupt("{\"a\":" + "1".repeat(401) + "}");
        assertCorrupt("{\"a\":0." + "1".repeat(20_000) + "}");
        assertCorrupt("{\"a\":\"" + "\u20ac".repeat(Limits.BODY_BYTES / 3) + "\"}");
    }

    private static void assertCorrupt(String body) {
        for (Class<?> type : List.of(Secretive.class, JsonNode.class, Map.class)) {
            assertCorrupt(type, body);
        }
    }

    /** Also in what the type does not read, and on the way to a later data version. */
    private static void assertCorrupt(Class<?> type, String body) {
        for (List<UnaryOperator<JsonNode>> steps : List.of(
                List.<UnaryOperator<JsonNode>>of(), List.<UnaryOperator<JsonNode>>of(UnaryOperator.identity()))) {
            assertThatThrownBy(() -> codec(type).decode("k", body, steps), "%s of %.40s", type, body)
                    .isInstanceOfSatisfying(CorruptDataException.class, corrupt -> {
                        assertThat(corrupt.collection()).isEqualTo("things");
                        assertThat(corrupt.key()).contains("k");
                    })
                    .hasNoCause();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"zz\":1,\"a\":{\"c\":1,\"b\":[{\"d\":1,\"c\":1},{\"d\":1}]}}",
                " { \"a\" : 1e3 , \"\u20ac\" : 1.0E+2, \"zz\": -0.0 } ",
            })
    void storedJson_validInAnotherForm_isRead(String body) throws Exception {
        assertThat(codec(JsonNode.class).decode("k", body, List.of())).isEqualTo(MAPPER.readTree(body));
    }

    @Test
    void value_ofAnotherMapper_thatCannotBeRead_isRefusedAtThePut() {
        JsonCodec<Failing> codec = new JsonCodec<>("things", Failing.class, new ObjectMapper());
        assertThatThrownBy(() -> codec.encode("k", "k", new Failing("t")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("other");
    }

    @Test
    void decimal_inThePlaceOfAnInteger_isNotCut() {
        assertThatThrownBy(() -> codec(Secretive.class).decode("k", "{\"number\":1.5}", List.of()))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("/number");
    }

    @Test
    void root_thatIsOpen_isLookedAtToo() {
        JsonCodec<Map<String, Object>> maps =
                new JsonCodec<>("things", new TypeReference<Map<String, Object>>() {}.getType(), MAPPER);
        assertThatThrownBy(() -> maps.encode("k", "k", Map.of("a", List.of(1, Instant.EPOCH))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("member /a/1: is a java.time.Instant");
        Map<String, Object> circular = new HashMap<>();
        circular.put("self", circular);
        assertThatThrownBy(() -> maps.encode("k", "k", circular)).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void memberThatTheApplicationMaps_isLeftToIt() {
        ObjectMapper typed = StorageOptions.defaultMapper();
        typed.activateDefaultTyping(typed.getPolymorphicTypeValidator());
        JsonCodec<Anything> codec = new JsonCodec<>("things", Anything.class, typed);
        assertThat(codec.decode(
                        "k", codec.encode("k", "k", new Anything(Instant.EPOCH)).json(), List.of()))
                .isEqualTo(new Anything(Instant.EPOCH));
    }

    record Anything(Object value) {}
}
