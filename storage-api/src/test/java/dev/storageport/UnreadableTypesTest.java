// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storageport.MappingException.Reason;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Types whose values would be written and never be read are refused when a storage is opened, or at the first value that shows it. */
class UnreadableTypesTest {

    private static final ObjectMapper MAPPER = StorageOptions.defaultMapper();

    /** An interface of which nothing tells the class. */
    sealed interface Shape permits Circle {}

    record Circle(int radius) implements Shape {}

    /** Has no constructor that Jackson can use. */
    static final class Spot {
        public final int number;

        Spot(int number) {
            this.number = number;
        }
    }

    @SuppressWarnings("ClassCanBeStatic") // what Jackson cannot make
    class Inner {
        public int number;
    }

    record Box<T>(@Nullable T value) {}

    record InMember(Shape shape) {}

    record InList(List<Shape> shapes) {}

    @SuppressWarnings("ArrayRecordComponent") // applications have them
    record InArray(Shape[] shapes) {}

    record InMap(Map<String, Shape> shapes) {}

    record InOptional(Optional<Shape> shape) {}

    record InNested(List<Optional<Map<String, InMember>>> nested) {}

    record SpotInMember(Spot spot) {}

    record SpotInList(List<Spot> spots) {}

    record OfInner(Inner inner) {}

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of(new TypeReference<Shape>() {}, Reason.ABSTRACT_TYPE, ": could"),
                Arguments.of(new TypeReference<List<Shape>>() {}, Reason.ABSTRACT_TYPE, ", member /*: could"),
                Arguments.of(new TypeReference<Box<Shape>>() {}, Reason.ABSTRACT_TYPE, ", member /value: could"),
                Arguments.of(new TypeReference<InMember>() {}, Reason.ABSTRACT_TYPE, ", member /shape: could"),
                Arguments.of(new TypeReference<InList>() {}, Reason.ABSTRACT_TYPE, ", member /shapes/*: could"),
                Arguments.of(new TypeReference<InArray>() {}, Reason.ABSTRACT_TYPE, ", member /shapes/*: could"),
                Arguments.of(new TypeReference<InMap>() {}, Reason.ABSTRACT_TYPE, ", member /shapes/*: could"),
                Arguments.of(new TypeReference<InOptional>() {}, Reason.ABSTRACT_TYPE, ", member /shape/*: could"),
                Arguments.of(
                        new TypeReference<InNested>() {}, Reason.ABSTRACT_TYPE, ", member /nested/*/*/*/shape: could"),
                Arguments.of(new TypeReference<Spot>() {}, Reason.NO_CREATOR, ": could"),
                Arguments.of(new TypeReference<Map<String, Spot>>() {}, Reason.NO_CREATOR, ", member /*: could"),
                Arguments.of(new TypeReference<SpotInMember>() {}, Reason.NO_CREATOR, ", member /spot: could"),
                Arguments.of(new TypeReference<SpotInList>() {}, Reason.NO_CREATOR, ", member /spots/*: could"),
                Arguments.of(new TypeReference<OfInner>() {}, Reason.NO_CREATOR, ", member /inner: could"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void type_thatCannotBeRead_isRefusedWithoutAValue(TypeReference<?> type, Reason reason, String place) {
        assertThatThrownBy(() -> new JsonCodec<>("things", type.getType(), MAPPER))
                .isInstanceOfSatisfying(MappingException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(reason);
                    assertThat(refused.key()).isEmpty();
                    assertThat(refused.remedy()).isEqualTo(StorageException.Remedy.FIX_THE_CALL);
                })
                .hasMessageStartingWith("collection things" + place)
                .hasNoCause();
    }

    /** Setters that Jackson cannot choose from. */
    static final class Torn {
        public void setValue(Map<String, String> texts) {}

        public void setValue(List<String> texts) {}
    }

    @Test
    void type_thatJacksonCannotMapAtAll_isRefusedWithItsReason() {
        assertThatThrownBy(() -> codec(Torn.class))
                .isInstanceOfSatisfying(
                        MappingException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.OTHER))
                .cause()
                .hasMessageContaining("setValue");
    }

    @Test
    void class_inAPackageThatIsNotOpen_isRefusedWithWhatToWrite(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> codec(module(folder).loadClass("garden.Flower")))
                .isInstanceOfSatisfying(
                        MappingException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.PACKAGE_NOT_OPEN))
                .hasMessageContainingAll(
                        "garden.Flower",
                        "opens garden to com.fasterxml.jackson.databind",
                        "module-info.java of module garden");
    }

    private static ClassLoader module(Path folder) throws IOException {
        Path sources = Files.createDirectory(folder.resolve("sources"));
        Path info = Files.writeString(sources.resolve("module-info.java"), "module garden {}");
        Path flower = Files.writeString(
                Files.createDirectory(sources.resolve("garden")).resolve("Flower.java"),
                "package garden; record Flower(String name) {}");
        Path classes = folder.resolve("classes");
        int errors = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, "-d", classes.toString(), info.toString(), flower.toString());
        assertThat(errors).isZero();
        ModuleLayer boot = ModuleLayer.boot();
        return boot.defineModulesWithOneLoader(
                        boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("garden")),
                        UnreadableTypesTest.class.getClassLoader())
                .findLoader("garden");
    }

    private static <T> JsonCodec<T> codec(Class<T> type) {
        return new JsonCodec<>("things", type, MAPPER);
    }

    /** Can be read and not be written: of no concern to a program that reads. */
    static final class Person {
        public final String first;
        public final @Nullable String last;

        @JsonCreator
        Person(@JsonProperty("first") String first, @JsonProperty("last") @Nullable String last) {
            this.first = first;
            this.last = last;
        }

        @JsonInclude(JsonInclude.Include.NON_NULL)
        public @Nullable String getFullName() {
            return last == null ? null : first + " " + last;
        }
    }

    record Team(List<Person> people) {}

    @Test
    void getter_withoutCounterpart_isRefusedAtTheFirstPut_alsoWhereItIsNull() {
        JsonCodec<Team> teams = codec(Team.class);
        assertThat(teams.decode("k", "{\"people\":[]}", List.of()).people()).isEmpty();
        assertRefused(
                teams,
                new Team(List.of(new Person("s3cret", null))),
                Reason.UNKNOWN_MEMBER,
                "/people/*/fullName",
                Person.class);
    }

    record Titled(String title) {
        public String getShout() {
            return title + "!";
        }
    }

    @Test
    void getterOfARecord_thatAnotherMapperTakesForAMember_isRefused() {
        assertThat(codec(Titled.class).encode("d", "k", new Titled("a")).json()).isEqualTo("{\"title\":\"a\"}");
        JsonCodec<Titled> ofJackson = new JsonCodec<>("things", Titled.class, new ObjectMapper());
        assertRefused(ofJackson, new Titled("s3cret"), Reason.UNKNOWN_MEMBER, "/shout", Titled.class);
    }

    @Test
    void getter_withoutCounterpart_thatTheMapperIgnoresWhenReading_isLeftToIt() {
        ObjectMapper lenient =
                StorageOptions.defaultMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        JsonCodec<Team> teams = new JsonCodec<>("things", Team.class, lenient);
        String json = teams.encode("d", "k", new Team(List.of(new Person("Ada", "L"))))
                .json();
        assertThat(teams.decode("k", json, List.of()).people().get(0).getFullName())
                .isEqualTo("Ada L");
    }

    /** Computes what is not read, and says so. */
    static final class Told {
        public int one;

        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        public int getTwo() {
            return 2 * one;
        }

        @JsonIgnore
        public int getThree() {
            return 3 * one;
        }
    }

    @Test
    void getter_thatIsAnnotated_isAccepted() {
        Told told = new Told();
        told.one = 1;
        assertThat(codec(Told.class).encode("d", "k", told).json()).isEqualTo("{\"one\":1,\"two\":2}");
    }

    private static <T> void assertRefused(JsonCodec<T> codec, T value, Reason reason, String member, Class<?> named) {
        assertThatThrownBy(() -> codec.encode("collection things, key \"k\"", "k", value))
                .isInstanceOfSatisfying(MappingException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(reason);
                    assertThat(refused.key()).contains("k");
                    assertThat(refused.remedy()).isEqualTo(StorageException.Remedy.FIX_THE_CALL);
                })
                .hasMessageStartingWith("collection things, key \"k\", member " + member + ": ")
                .hasMessageContaining(named.getName())
                .hasNoCause()
                .message()
                .doesNotContain("s3cret");
    }

    /** A class that others extend. */
    static class Pet {
        public @Nullable String name;
    }

    static final class Dog extends Pet {
        public String bark = "s3cret";
    }

    record Home(
            @Nullable Pet pet,
            List<Pet> guests,
            Map<String, Pet> byName,
            @Nullable Dog dog) {}

    @Test
    void subclass_thatComesLater_isRefusedAtEachPlaceOfItsBase() {
        JsonCodec<Home> homes = codec(Home.class);
        for (int i = 0; i < 100; i++) {
            homes.encode("d", "k", new Home(new Pet(), List.of(new Pet()), Map.of("a" + i, new Pet()), new Dog()));
        }
        for (int i = 0; i < 2; i++) { // what was refused is not taken for proven
            assertRefused(
                    homes,
                    new Home(new Dog(), List.of(), Map.of(), null),
                    Reason.UNKNOWN_MEMBER,
                    "/pet/bark",
                    Pet.class);
        }
        assertRefused(
                homes,
                new Home(null, List.of(new Pet(), new Dog()), Map.of(), null),
                Reason.UNKNOWN_MEMBER,
                "/guests/1/bark",
                Pet.class);
        assertRefused(
                homes,
                new Home(null, List.of(), Map.of("x", new Dog()), null),
                Reason.UNKNOWN_MEMBER,
                "/byName/x/bark",
                Pet.class);
    }

    /** An interface whose JSON tells the class. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Oak.class), @JsonSubTypes.Type(Fern.class)})
    interface Plant {}

    record Oak(int height) implements Plant {}

    /** Known and without a constructor. */
    static final class Fern implements Plant {
        public final int leaves;

        Fern(int leaves) {
            this.leaves = leaves;
        }
    }

    record Moss(int area) implements Plant {}

    record Garden(List<Plant> plants) {}

    @Test
    void subtype_thatComesLater_isRefusedIfItCannotBeRead() {
        JsonCodec<Garden> gardens = codec(Garden.class);
        for (int i = 0; i < 100; i++) {
            gardens.encode("d", "k", new Garden(List.of(new Oak(i))));
        }
        assertRefused(
                gardens, new Garden(List.of(new Oak(1), new Fern(2))), Reason.NO_CREATOR, "/plants/1", Fern.class);
        assertRefused(gardens, new Garden(List.of(new Moss(1))), Reason.UNKNOWN_SUBTYPE, "/plants/0", Plant.class);
    }

    record Plain(@JsonDeserialize(as = Circle.class) Shape shape, List<Plain> more) {}

    @Test
    void abstractType_thatTheApplicationMaps_isAccepted() {
        Plain value = new Plain(new Circle(1), List.of(new Plain(new Circle(2), List.of())));
        JsonCodec<Plain> plain = codec(Plain.class);
        assertThat(plain.decode("k", plain.encode("d", "k", value).json(), List.of()))
                .isEqualTo(value);
    }

    /** Counts how often it is made, of JSON or otherwise. */
    record Counted(int number) {
        static int made;

        Counted {
            made++;
        }
    }

    record Later(@Nullable Object nothing, @Nullable Counted counted) {}

    @ParameterizedTest
    @MethodSource("mappers")
    void value_ofAClassThatWasReadBackInItsPlace_isNotReadAgain(ObjectMapper mapper, int readings) {
        JsonCodec<Later> codec = new JsonCodec<>("things", Later.class, mapper);
        for (int i = 0; i < 20; i++) {
            codec.encode("d", "k", new Later("x", null));
        }
        Counted one = new Counted(1);
        Counted.made = 0;
        for (int i = 0; i < 20; i++) {
            codec.encode("d", "k", new Later("x", one));
        }
        assertThat(Counted.made).isEqualTo(readings);
    }

    static Stream<Arguments> mappers() {
        return Stream.of(
                Arguments.of(MAPPER, 1),
                // what writes JSON in a way of its own does not tell what it writes: only the document's own class is
                // known
                Arguments.of(
                        JsonMapper.builder()
                                .enable(SerializationFeature.INDENT_OUTPUT)
                                .build(),
                        0));
    }

    @Test
    void document_thatCannotBeRead_tellsWhy() {
        assertRead(Home.class, "{\"pet\":{\"s3cret\":1}}", Reason.UNKNOWN_MEMBER, "/pet/s3cret");
        assertRead(Home.class, "{\"pet\":\"s3cret\"}", Reason.MISMATCH, "/pet");
        assertRead(Garden.class, "{\"plants\":[{\"@type\":\"s3cret\"}]}", Reason.UNKNOWN_SUBTYPE, "/plants/0");
        assertRead(Garden.class, "{\"plants\":[{\"area\":7}]}", Reason.UNKNOWN_SUBTYPE, "/plants/0");
        assertRead(
                Garden.class,
                "{\"plants\":[{\"@type\":\"UnreadableTypesTest$Fern\",\"leaves\":7}]}",
                Reason.NO_CREATOR,
                "/plants/0");
    }

    private static void assertRead(Class<?> type, String json, Reason reason, String member) {
        assertThatThrownBy(() -> codec(type).decode("k", json, List.of()))
                .isInstanceOfSatisfying(MappingException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(reason);
                    assertThat(refused.remedy()).isEqualTo(StorageException.Remedy.REPAIR);
                })
                .hasMessageStartingWith("collection things, key \"k\", member " + member + ": does not fit ")
                .hasNoCause();
    }
}
