// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.OutputDecorator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value, with every mapper, has the same canonical form, or is refused with the same words, as if its JSON were parsed. */
class CanonicalMapperTest {

    private static final String DOCUMENT = "collection things, key \"k\"";
    private static final long SEED = 20260301;
    private static final int VALUES = Integer.getInteger("storageport.test.values", 150);

    // Names and texts with every kind of character; some are equal in length and differ late, some are not valid.
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "b",
            "ab",
            "ba",
            "aa",
            "zone",
            "name",
            "\"",
            "\\",
            "/",
            "~",
            "a/b~c",
            "\n",
            "\u0001",
            "\u001f",
            "\u007f",
            "\u0080",
            "\u00e9",
            "e\u0301",
            "\u20ac",
            "\u2028",
            "\uFFFD",
            "\uFFFF",
            "\uD83D\uDE00",
            "\uD83D\uDE01",
            "x\uD83D\uDE00y",
            "?",
            "[",
            "{",
            ",",
            "<html>&'",
            "n".repeat(1024),
            "\u00e9".repeat(512),
            "long text with \"quotes\" and \u00e9 ".repeat(40));

    /** Beginnings of names of which an object has so many that one too long would be among them. */
    private static final List<String> SHORT = List.of("", "a", "\u00e9", "\uFFFF", "\uD83D\uDE00");

    private static final List<String> INVALID =
            List.of("\u0000", "a\u0000", "\uD800", "\uDC00\uD800", "\uD83Dx", "n".repeat(1025), "\u00e9".repeat(513));

    record Player(
            String name, int rank, double share, @Nullable List<String> tags, Map<String, Object> more) {}

    record Raw(String first, @JsonRawValue String raw, int last) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    record Wrapped(int number, Object value) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "zz")
    record Typed(int number, @Nullable Object value) {}

    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
    static final class Failing {
        final int before = 1;

        @SuppressWarnings("DoNotCallSuggester") // Jackson is to call it
        public int getMiddle() {
            throw new IllegalStateException("the application's own error");
        }
    }

    static final class Once implements Closeable {
        public final List<Integer> numbers = new ArrayList<>(List.of(1, 2));

        public int getTaken() { // another one each time
            return numbers.remove(0);
        }

        @Override
        public void close() throws IOException {
            if (numbers.isEmpty()) {
                throw new IOException("closed too late");
            }
        }
    }

    /** Whose serializer makes any calls, in an order that makes sense more often than not. */
    @JsonSerialize(using = ScriptSerializer.class)
    record Script(long seed) {}

    static final class ScriptSerializer extends StdSerializer<Script> {
        private static final long serialVersionUID = 1L;

        ScriptSerializer() {
            super(Script.class);
        }

        @Override
        public void serialize(Script script, JsonGenerator out, SerializerProvider provider) throws IOException {
            Random random = new Random(script.seed());
            int calls = 1 + random.nextInt(12);
            out.writeStartArray();
            for (int i = 0; i < calls; i++) {
                call(random, out);
            }
            if (random.nextInt(10) > 0) {
                while (!out.getOutputContext().inRoot() && random.nextInt(20) > 0) {
                    if (out.getOutputContext().inArray()) {
                        out.writeEndArray();
                    } else {
                        out.writeEndObject();
                    }
                }
            }
        }

        private static void call(Random random, JsonGenerator out) throws IOException {
            boolean object = out.getOutputContext().inObject();
            if (object && random.nextInt(15) > 0) {
                if (random.nextInt(3) == 0) {
                    out.writeEndObject();
                    return;
                }
                out.writeFieldName(text(random));
            }
            switch (random.nextInt(11)) {
                case 0 -> out.writeStartArray();
                case 1 -> out.writeStartObject();
                case 2 -> out.writeEndArray();
                case 3 -> raw(random, out);
                case 4 -> setting(random, out);
                case 5 -> number(random, out);
                case 6 -> string(random, out);
                case 7 -> out.writeObject(value(random, 2));
                case 8 ->
                    out.writeTree(JsonNodeFactory.instance
                            .objectNode()
                            .put("zz", 1.0E10)
                            .put("a", random.nextInt()));
                default -> out.writeString(text(random));
            }
        }

        private static void raw(Random random, JsonGenerator out) throws IOException {
            switch (random.nextInt(10)) {
                case 0 -> out.writeRawValue("{\"z\":1.0E3,\"a\":[-0]}");
                case 1 -> out.writeRawValue("[1,2]x", 0, 5);
                case 2 -> out.writeRawValue("1".toCharArray(), 0, 1);
                case 3 -> out.writeRawValue("not json");
                case 4 -> out.writeRaw(' ');
                case 5 -> out.writeRaw(",1");
                case 6 -> out.writeRaw("x \n y", 1, 3);
                case 7 -> out.writeRawUTF8String(new byte[] {'a'}, 0, 1);
                case 8 -> out.writeUTF8String(new byte[] {'a'}, 0, 1);
                default -> out.writeRawValue(random.nextBoolean() ? "1,\"more\":2" : "\"\\ud800\"");
            }
        }

        private static void setting(Random random, JsonGenerator out) throws IOException {
            switch (random.nextInt(9)) {
                case 0 -> out.useDefaultPrettyPrinter();
                case 1 -> out.setHighestNonEscapedChar(random.nextInt(200));
                case 2 -> out.enable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS.mappedFeature());
                case 3 -> out.disable(JsonWriteFeature.QUOTE_FIELD_NAMES.mappedFeature());
                case 4 -> out.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN.mappedFeature());
                case 5 -> out.enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
                case 6 -> out.flush();
                case 7 -> ((Writer) out.getOutputTarget()).flush();
                default -> out.disable(StreamWriteFeature.AUTO_CLOSE_CONTENT.mappedFeature());
            }
        }

        private static void number(Random random, JsonGenerator out) throws IOException {
            switch (random.nextInt(10)) {
                case 0 -> out.writeNumber((short) random.nextInt());
                case 1 -> out.writeNumber(random.nextLong());
                case 2 -> out.writeNumber(random.nextFloat());
                case 3 -> out.writeNumber("1.50");
                case 4 -> out.writeNumber("7e400".toCharArray(), 0, 3);
                case 5 -> out.writeNumber("0x10");
                case 6 -> out.writeArray(new double[] {0.1, -0.0, 2.0E-3}, 0, 3);
                case 7 -> out.writeNumber((BigDecimal) null);
                case 8 -> out.writeNumber((BigInteger) null);
                default -> out.writeNumber(BigInteger.valueOf(random.nextLong()));
            }
        }

        private static void string(Random random, JsonGenerator out) throws IOException {
            switch (random.nextInt(8)) {
                case 0 -> out.writeString(new StringReader(text(random)), -1);
                case 1 -> out.writeString(new StringReader("abc"), 5);
                case 2 -> out.writeString("xabcx".toCharArray(), 1, 3);
                case 3 -> out.writeString(new SerializedString(text(random)));
                case 4 -> out.writeBinary(new byte[] {1, 2, 3, 4}, 1, 2);
                case 5 -> out.writeBinary(new ByteArrayInputStream(new byte[5]), random.nextBoolean() ? 5 : 7);
                case 6 -> out.writeString((String) null);
                default -> out.writeEmbeddedObject(random.nextBoolean() ? new byte[3] : new Object());
            }
        }
    }

    private static String text(Random random) {
        return random.nextInt(60) == 0
                ? INVALID.get(random.nextInt(INVALID.size()))
                : TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 30 : 16)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2, 3, 4 -> text(random);
            case 5 -> random.nextInt(2000) - 1000;
            case 6 -> random.nextLong();
            case 7 -> number(random);
            case 8 -> Double.longBitsToDouble(random.nextLong());
            case 9 -> Float.intBitsToFloat(random.nextInt());
            case 10 -> random.nextInt(100_000) / 1000.0;
            case 11 -> text(random).getBytes(StandardCharsets.UTF_8);
            case 12 -> (short) random.nextInt();
            case 13 -> JsonNodeFactory.instance.numberNode(random.nextInt(1000) / 8.0f);
            case 14 -> new int[] {1, random.nextInt()};
            case 15 -> random.nextInt(4) == 0 ? odd(random) : 'c';
            case 16, 17, 18, 19 -> map(random, depth);
            case 20, 21 -> list(random, depth);
            case 22, 23 ->
                new Player(
                        text(random),
                        random.nextInt(),
                        random.nextDouble(),
                        random.nextBoolean() ? null : List.of("b", "a"),
                        map(random, depth));
            case 24 -> tree(random, depth);
            case 25 ->
                random.nextInt(4) == 0 ? new Raw(text(random), raw(random), 3) : new Typed(1, value(random, depth - 1));
            case 26 -> random.nextInt(4) == 0 ? new Script(random.nextLong()) : new Wrapped(2, map(random, depth));
            case 27 -> random.nextInt(4) == 0 ? nested(random) : map(random, depth);
            case 28 -> random.nextInt(4) == 0 ? buffer(random) : list(random, depth);
            default -> random.nextInt(8) == 0 ? new Once() : map(random, depth);
        };
    }

    private static Object odd(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Double.NaN;
            case 1 -> Float.NEGATIVE_INFINITY;
            case 2 -> new Failing();
            case 3 -> new RawValue(raw(random));
            case 4 -> new Object();
            case 5 -> JsonNodeFactory.instance.pojoNode(new Player("p", 1, 1.0E-5, null, Map.of()));
            case 6 -> JsonNodeFactory.instance.rawValueNode(new RawValue(raw(random)));
            default -> List.of(1, 2, 3).iterator();
        };
    }

    private static String raw(Random random) {
        return List.of(
                        "{\"zz\": 1, \"a\" : [ 1.0e2 ] }",
                        "[-0.0]",
                        "1",
                        "\"\\u00e9\\u0000\"",
                        "",
                        "1,2",
                        "{\"a\":1,\"a\":2}",
                        "1}")
                .get(random.nextInt(8));
    }

    private static Number number(Random random) {
        int digits = random.nextInt(20) == 0 ? 300 + random.nextInt(300) : 1 + random.nextInt(40);
        BigInteger integer = new BigInteger(digits * 3, random);
        return switch (random.nextInt(8)) {
            case 0 -> integer.negate();
            case 1 -> new BigDecimal(integer, random.nextInt(60) - 20);
            case 2 ->
                random.nextBoolean()
                        ? new BigDecimal(integer, random.nextInt(900) - 450)
                        : BigDecimal.ONE.movePointLeft(Limits.NUMBER_CHARACTERS - random.nextInt(5));
            case 3 -> new BigDecimal(BigInteger.ZERO, random.nextInt(9) - 4);
            case 4 ->
                random.nextInt(20) == 0
                        ? BigInteger.TEN.pow(10_050)
                        : new BigDecimal("1E" + (random.nextInt() >> random.nextInt(24)));
            case 5 -> new BigDecimal("100.500").setScale(1 + random.nextInt(500), RoundingMode.DOWN);
            case 6 ->
                List.of(
                                0.0,
                                -0.0,
                                2.0E-3,
                                1.0E7,
                                9999999.0,
                                Double.valueOf("1.0E23"),
                                Double.MIN_VALUE,
                                Double.MAX_VALUE,
                                100.0,
                                1.0E-3)
                        .get(random.nextInt(10));
            default -> integer;
        };
    }

    private static Map<String, Object> map(Random random, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        int members = random.nextInt(30) == 0 ? 50 + random.nextInt(100) : random.nextInt(7);
        for (int i = 0; i < members; i++) {
            String name = members > 10 ? SHORT.get(random.nextInt(5)) + random.nextInt(500) : text(random);
            map.put(name, members > 10 ? i : value(random, depth - 1));
        }
        return map;
    }

    private static List<@Nullable Object> list(Random random, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(value(random, depth - 1));
        }
        return list;
    }

    private static Object tree(Random random, int depth) {
        try {
            return new ObjectMapper().valueToTree(map(random, depth - 1));
        } catch (IllegalArgumentException refused) {
            return JsonNodeFactory.instance.arrayNode().add(1.5).add("a");
        }
    }

    private static Object nested(Random random) {
        Object value = List.of(1);
        for (int i = List.of(150, 195, 199, 200, 201, 1_000, 1_200).get(random.nextInt(7)); i > 0; i--) {
            value = random.nextBoolean() ? List.of(value) : Map.of("a", value);
        }
        return value;
    }

    /** A tree of tokens, with a member twice now and then. */
    private static Object buffer(Random random) {
        TokenBuffer buffer = new TokenBuffer(new ObjectMapper(), false);
        try {
            buffer.writeStartObject();
            String name = text(random);
            boolean asText = random.nextInt(4) == 0;
            for (int i = 0; i < 4; i++) {
                buffer.writeFieldName(name);
                if (asText) {
                    buffer.writeNumber("1.250");
                } else {
                    buffer.writeNumber(i);
                }
                name = random.nextInt(4) == 0 ? name : text(random); // twice, one behind the other
            }
            buffer.writeEndObject();
            return buffer;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static Stream<Arguments> mappers() {
        OutputDecorator shouting = new OutputDecorator() {
            private static final long serialVersionUID = 1L;

            @Override
            public OutputStream decorate(IOContext context, OutputStream out) {
                return out;
            }

            @Override
            public Writer decorate(IOContext context, Writer out) {
                return new FilterWriter(out) {
                    @Override
                    public void write(char[] text, int offset, int length) throws IOException {
                        super.write(
                                new String(text, offset, length)
                                        .replace('a', 'A')
                                        .toCharArray(),
                                0,
                                length);
                    }
                };
            }
        };
        Map<String, ObjectMapper> mappers = new LinkedHashMap<>();
        mappers.put("the library's", StorageOptions.defaultMapper());
        mappers.put("Jackson's", new ObjectMapper());
        mappers.put(
                "lenient",
                JsonMapper.builder()
                        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                        .build());
        mappers.put(
                "indenting",
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build());
        mappers.put(
                "plain decimals",
                JsonMapper.builder()
                        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                        .build());
        mappers.put(
                "fast doubles",
                JsonMapper.builder()
                        .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                        .build());
        mappers.put(
                "numbers as texts",
                JsonMapper.builder()
                        .enable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS)
                        .build());
        mappers.put(
                "names without quotes",
                JsonMapper.builder().disable(JsonWriteFeature.QUOTE_FIELD_NAMES).build());
        mappers.put(
                "ASCII",
                JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());
        mappers.put(
                "slashes",
                JsonMapper.builder()
                        .enable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                        .build());
        mappers.put(
                "strict",
                JsonMapper.builder()
                        .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
                        .build());
        mappers.put(
                "unclosed",
                JsonMapper.builder()
                        .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                        .build());
        mappers.put(
                "closing",
                JsonMapper.builder()
                        .enable(SerializationFeature.CLOSE_CLOSEABLE)
                        .build());
        mappers.put(
                "unwrapped",
                JsonMapper.builder()
                        .disable(SerializationFeature.WRAP_EXCEPTIONS)
                        .build());
        mappers.put(
                "wrapped",
                JsonMapper.builder()
                        .enable(SerializationFeature.WRAP_ROOT_VALUE)
                        .build());
        mappers.put(
                "sorted",
                JsonMapper.builder()
                        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .build());
        mappers.put(
                "single quotes",
                new ObjectMapper(new JsonFactoryBuilder().quoteChar('\'').build()));
        mappers.put(
                "decorated",
                new ObjectMapper(JsonFactory.builder().outputDecorator(shouting).build()));
        mappers.put(
                "shallow",
                new ObjectMapper(JsonFactory.builder()
                        .streamWriteConstraints(StreamWriteConstraints.builder()
                                .maxNestingDepth(6)
                                .build())
                        .build()));
        mappers.put(
                "deep",
                new ObjectMapper(JsonFactory.builder()
                        .streamWriteConstraints(StreamWriteConstraints.builder()
                                .maxNestingDepth(20_000)
                                .build())
                        .build()));
        mappers.put(
                "generator of its own",
                new ObjectMapper(JsonFactory.builder()
                        .addDecorator((factory, generator) -> new JsonGeneratorDelegate(generator) {
                            @Override
                            public void writeBoolean(boolean state) throws IOException {
                                super.writeBoolean(!state);
                            }
                        })
                        .build()));
        return mappers.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mappers")
    void value_ofAnyKind_isAsIfItsJsonWereParsed(String name, ObjectMapper mapper) {
        ObjectWriter writer = mapper.writer().without(JsonWriteFeature.WRITE_NAN_AS_STRINGS.mappedFeature());
        CanonicalMapper once = new CanonicalMapper(writer);
        long first = SEED + name.hashCode(); // others for each mapper
        for (int i = 0; i < VALUES; i++) {
            long seed = first + i;
            String expected = outcome(() -> parsed(writer.writeValueAsString(document(seed))));
            assertThat(outcome(() -> once.write(DOCUMENT, document(seed))))
                    .as("mapper %s, seed %d", name, seed)
                    .isEqualTo(expected);
        }
    }

    private static CanonicalText parsed(String json) {
        String canonical = TwoPasses.of(DOCUMENT, json);
        return new CanonicalText(canonical, TextRules.utf8Length(DOCUMENT, canonical));
    }

    private static Object document(long seed) {
        Random random = new Random(seed);
        return switch (random.nextInt(12)) {
            case 0 -> new Script(random.nextLong());
            case 1 -> notNull(value(random, 3));
            case 2 -> list(random, 3);
            default -> map(random, 3);
        };
    }

    /** Returns what is written as null instead of null. */
    private static Object notNull(@Nullable Object value) {
        return value == null ? NullNode.getInstance() : value;
    }

    record Marker(int number) {}

    /** Counts the generators that are made. */
    private static final class CountingFactory extends JsonFactory {
        private static final long serialVersionUID = 1L;

        private int generators;

        @Override
        public JsonGenerator createGenerator(Writer out) throws IOException {
            generators++;
            return super.createGenerator(out);
        }
    }

    @Test
    void value_ordinary_isWrittenWithoutJacksonsGenerator() throws Exception {
        CountingFactory factory = new CountingFactory();
        CanonicalMapper mapper = new CanonicalMapper(new ObjectMapper(factory).writer());
        int before = factory.generators;
        Map<String, Object> more =
                Map.of("b", 1.0E-9, "a", new byte[2], "c", BigInteger.TEN, "d", new BigDecimal("0.10"));

        assertThat(mapper.write(DOCUMENT, new Player("\u20ac\n", 1, 2.0E-3, List.of(), more))
                        .json())
                .isEqualTo("{\"more\":{\"a\":\"AAA=\",\"b\":0.000000001,\"c\":10,\"d\":0.1},\"name\":\"\u20ac\\n\","
                        + "\"rank\":1,\"tags\":[],\"share\":0.002}");
        assertThat(factory.generators).isEqualTo(before);
    }

    @Test
    void generator_keptBySerializer_writesIntoNoOtherDocument() throws Exception {
        AtomicReference<JsonGenerator> kept = new AtomicReference<>();
        SimpleModule module = new SimpleModule().addSerializer(Marker.class, new StdSerializer<>(Marker.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(Marker marker, JsonGenerator out, SerializerProvider provider) throws IOException {
                JsonGenerator other = kept.getAndSet(out);
                if (other != null) {
                    assertThatThrownBy(() -> other.writeNumber(1)).isInstanceOf(NullPointerException.class);
                }
                out.writeString("s");
            }
        });
        CanonicalMapper mapper = new CanonicalMapper(
                JsonMapper.builder().addModule(module).build().writer());
        for (int i = 0; i < 3; i++) {
            assertThat(mapper.write(DOCUMENT, List.of(new Marker(i), 2)).json()).isEqualTo("[\"s\",2]");
        }
    }

    @Test
    void document_withinAnother_isADocumentOfItsOwn() throws Exception {
        AtomicReference<CanonicalMapper> mapper = new AtomicReference<>();
        SimpleModule module = new SimpleModule().addSerializer(Marker.class, new StdSerializer<>(Marker.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(Marker marker, JsonGenerator out, SerializerProvider provider) throws IOException {
                CanonicalMapper itself = Objects.requireNonNull(mapper.get());
                out.writeString(itself.write(DOCUMENT, List.of(1)).json());
            }
        });
        CanonicalMapper outer = new CanonicalMapper(
                JsonMapper.builder().addModule(module).build().writer());
        mapper.set(outer);
        assertThat(outer.write(DOCUMENT, List.of(new Marker(1), 2)).json()).isEqualTo("[\"[1]\",2]");
    }

    @Test
    void documents_ofManyThreads_areKeptApart() throws Exception {
        CanonicalMapper mapper =
                new CanonicalMapper(StorageOptions.defaultMapper().writer());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String text = "t".repeat(1 + thread);
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        assertThat(mapper.write(DOCUMENT, Map.of("a", text, "b", List.of(i)))
                                        .json())
                                .isEqualTo("{\"a\":\"" + text + "\",\"b\":[" + i + "]}");
                    }
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Encoding {
        CanonicalText run() throws Exception;
    }

    private static String outcome(Encoding encoding) {
        try {
            return encoding.run().toString();
        } catch (Exception refused) {
            Throwable cause = refused.getCause();
            return refused.toString() + (cause == null ? "" : " because of " + cause);
        }
    }
}
