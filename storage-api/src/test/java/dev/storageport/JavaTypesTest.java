// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.storageport.JavaTypes.Row;
import dev.storageport.JavaTypes.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of the JDK that maps by default: what comes back equals what was put, or is refused. */
class JavaTypesTest {

    private static final ObjectMapper MAPPER = StorageOptions.defaultMapper();

    /** A document with one member. */
    record Box<T>(@Nullable T value) {}

    /** A document with the same in containers. */
    record Boxes<T>(List<T> list, Map<String, T> map) {}

    /** A document that is no record. */
    static final class Bean<T> {
        public @Nullable T value;
    }

    static Stream<Sample> kept() {
        return JavaTypes.ROWS.stream().flatMap(row -> row.kept().stream());
    }

    static Stream<Sample> refused() {
        return JavaTypes.ROWS.stream().flatMap(row -> row.refused().stream());
    }

    @ParameterizedTest
    @MethodSource("kept")
    void value_thatIsKept_comesBackEqual(Sample sample) {
        Box<?> box = roundTrip(Box.class, sample, new Box<>(sample.value()));
        assertSame(sample.value(), box.value());

        Bean<Object> bean = new Bean<>();
        bean.value = sample.value();
        assertSame(sample.value(), roundTrip(Bean.class, sample, bean).value);

        Boxes<?> boxes = roundTrip(
                Boxes.class,
                sample,
                new Boxes<>(
                        Collections.singletonList(sample.value()), Collections.singletonMap("key", sample.value())));
        assertSame(sample.value(), boxes.list().get(0));
        assertSame(sample.value(), boxes.map().get("key"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void value_thatWouldChange_isRefusedByItsMember(Sample sample) {
        assertRefused("/value", () -> encode(Box.class, sample, new Box<>(sample.value())));
        assertRefused(
                "/list/0",
                () -> encode(Boxes.class, sample, new Boxes<>(Collections.singletonList(sample.value()), Map.of())));
        assertRefused(
                "/map/key",
                () -> encode(
                        Boxes.class, sample, new Boxes<>(List.of(), Collections.singletonMap("key", sample.value()))));
    }

    private static void assertRefused(String member, Runnable put) {
        assertThatThrownBy(put::run)
                .isInstanceOfAny(InvalidValueException.class, LimitExceededException.class, MappingException.class)
                .hasMessageContaining("collection things")
                .satisfies(refused -> {
                    if (!isOfTheType(refused)) {
                        assertThat(refused).hasMessageContaining(", key \"k\", member " + member);
                    }
                });
    }

    /** What cannot be read at all is refused when a storage is opened. */
    private static boolean isOfTheType(Throwable refused) {
        return refused instanceof MappingException mapping && mapping.key().isEmpty();
    }

    @Test
    void table_ofTheDocumentation_isThatOfThisTest() throws IOException {
        List<String> documented;
        try (Stream<String> lines = Files.lines(Path.of("../docs/values.md"))) {
            documented = lines.filter(line -> line.startsWith("| `"))
                    .map(JavaTypesTest::documented)
                    .toList();
        }
        assertThat(documented)
                .containsExactlyElementsOf(
                        JavaTypes.ROWS.stream().map(JavaTypesTest::tested).toList());
    }

    /** Of each row: the types, and whether values of them are kept, refused, or the one or the other. */
    private static String documented(String line) {
        String[] cells = line.split("\\|", -1);
        return cells[1].replace("`", "").strip()
                + (cells[2].isBlank() ? "" : ", kept")
                + (cells[3].isBlank() ? "" : ", refused");
    }

    private static String tested(Row row) {
        return row.types()
                + (row.kept().isEmpty() ? "" : ", kept")
                + (row.refused().isEmpty() ? "" : ", refused");
    }

    private static <D> String encode(Class<D> document, Sample sample, D value) {
        return codec(document, sample)
                .encode("collection things, key \"k\"", "k", value)
                .json();
    }

    private static <D> D roundTrip(Class<D> document, Sample sample, D value) {
        return codec(document, sample).decode("k", encode(document, sample, value), List.of());
    }

    private static <D> JsonCodec<D> codec(Class<D> document, Sample sample) {
        JavaType type = MAPPER.getTypeFactory()
                .constructParametricType(
                        document, MAPPER.constructType(sample.type().getType()));
        return new JsonCodec<>("things", type, MAPPER);
    }

    private static void assertSame(@Nullable Object put, @Nullable Object got) {
        Object expected = JavaTypes.comparable(put);
        Object actual = JavaTypes.comparable(got);
        assertThat(Objects.deepEquals(expected, actual))
                .as(
                        "%s and %s are equal",
                        Arrays.deepToString(new Object[] {put}), Arrays.deepToString(new Object[] {got}))
                .isTrue();
    }
}
