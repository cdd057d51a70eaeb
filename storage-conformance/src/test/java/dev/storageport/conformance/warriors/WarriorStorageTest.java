// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance.warriors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.InvalidValueException;
import dev.storageport.LimitExceededException;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.conformance.Backend;
import dev.storageport.conformance.TestDatabase;
import dev.storageport.quickstart.warriors.FoundWarrior;
import dev.storageport.quickstart.warriors.Warrior;
import dev.storageport.quickstart.warriors.WarriorStorage;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class WarriorStorageTest {

    private static final LocalDate DAY = LocalDate.of(1970, 1, 2);

    private final TestDatabase database;
    private final Storage storage;
    private final WarriorStorage warriors;

    WarriorStorageTest(Backend backend) {
        database = backend.empty();
        storage = database.open(StorageOptions.defaults(), WarriorStorage.COLLECTION);
        warriors = new WarriorStorage(storage);
    }

    @AfterEach
    void close() {
        try (database) {
            storage.close();
        }
    }

    private UUID create(String name, String dob, String... skills) {
        return warriors.create(new Warrior(name, LocalDate.parse(dob), List.of(skills)));
    }

    private List<String> names(String term) {
        return warriors.search(term).stream()
                .map(found -> found.warrior().name())
                .toList();
    }

    @Test
    void create_thenGet_givesTheSameWarrior() {
        Warrior yoda = new Warrior("Master Yoda", DAY, List.of("Force push", "Lightsaber", "Force push"));
        UUID id = warriors.create(yoda);
        FoundWarrior found = warriors.get(id.toString()).orElseThrow();
        assertThat(found.id()).isEqualTo(id);
        assertThat(found.warrior()).isEqualTo(yoda);
        assertThat(warriors.get(id.toString().toUpperCase(Locale.ROOT))).contains(found);
    }

    @Test
    void create_takenId_isAConflictAndChangesNothing() {
        UUID id = create("First", "1990-01-01", "Zen");
        assertThat(warriors.create(id, new Warrior("Second", DAY, List.of("Zen"))))
                .isFalse();
        assertThat(warriors.get(id.toString()).orElseThrow().warrior().name()).isEqualTo("First");
        assertThat(warriors.count()).isOne();
        assertThat(names("second")).isEmpty();
    }

    @Test
    void get_unknownOrMalformedId_isEmpty() {
        create("Somebody", "1990-01-01", "Zen");
        for (String id : List.of(
                UUID.randomUUID().toString(), "", "abc", "1-1-1-1-1", "' OR 1=1 --", "\u0000", "x".repeat(10_000))) {
            assertThat(warriors.get(id)).isEmpty();
        }
    }

    @Test
    void search_ranksNameThenDateThenSkill_thenByNameThenById() {
        create("Zoe 1985", "1990-01-01", "Zen");
        create("Ada", "1985-03-04", "Zen");
        create("Bob", "1990-01-01", "Zen", "class of 1985");
        create("Al 1985", "1985-01-01", "1985");
        UUID one = UUID.fromString("00000000-0000-4000-8000-000000000001");
        UUID two = UUID.fromString("f0000000-0000-4000-8000-000000000001");
        warriors.create(two, new Warrior("Eve", DAY, List.of("1985")));
        warriors.create(one, new Warrior("Eve", DAY, List.of("x1985y")));
        assertThat(names("1985")).containsExactly("Al 1985", "Zoe 1985", "Ada", "Bob", "Eve", "Eve");
        assertThat(warriors.search("1985").stream().map(FoundWarrior::id).skip(4))
                .containsExactly(one, two);
    }

    @Test
    void search_isLiteralAndIgnoresCase() {
        create("Müller", "1990-01-01", "100% aim");
        create("Mueller", "1990-01-01", "back_stab");
        create("O'Neil \\ \"Jack\"", "1990-01-01", "Straße");
        assertThat(names("100%")).containsExactly("Müller");
        assertThat(names("%")).containsExactly("Müller");
        assertThat(names("_")).containsExactly("Mueller");
        assertThat(names("\\")).containsExactly("O'Neil \\ \"Jack\"");
        assertThat(names("'")).containsExactly("O'Neil \\ \"Jack\"");
        assertThat(names("\"ja")).containsExactly("O'Neil \\ \"Jack\"");
        assertThat(names("STRASSE")).containsExactly("O'Neil \\ \"Jack\"");
        assertThat(names("MÜL")).containsExactly("Müller");
        assertThat(names("m\u0075\u0308LLER")).containsExactly("Müller");
        assertThat(names("l")).containsExactly("Mueller", "Müller", "O'Neil \\ \"Jack\"");
        assertThat(names("m_ller")).isEmpty();
    }

    @Test
    void search_severalWords_findsWhoHasAll() {
        create("Luke Skywalker", "1977-05-25", "Lightsaber");
        create("Anakin Skywalker", "1977-05-25", "Piloting");
        assertThat(names("sky light")).containsExactly("Luke Skywalker");
        assertThat(names("1977 skywalker")).containsExactly("Anakin Skywalker", "Luke Skywalker");
        assertThat(names("sky yoda")).isEmpty();
    }

    @Test
    void search_withoutALimit_findsFifty() {
        for (int i = 0; i < 60; i++) {
            create("Clone %02d".formatted(i), "1990-01-01", "Archery");
        }
        assertThat(names("clone")).hasSize(50).startsWith("Clone 00").endsWith("Clone 49");
        assertThat(warriors.search("clone", 3)).hasSize(3);
        assertThat(warriors.search("clone", 1000)).hasSize(60);
    }

    @Test
    void search_badTermOrLimit_isRefused() {
        assertThatThrownBy(() -> warriors.search("")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> warriors.search(" \t ")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> warriors.search("x".repeat(101))).isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> warriors.search("x", 0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> warriors.search("x", -1)).isInstanceOf(InvalidValueException.class);
        assertThat(names("x".repeat(100))).isEmpty();
    }

    @Test
    void dob_inAnyTimeZone_isTheSameDay() {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            UUID id = create("Traveller", "0001-01-01", "Zen");
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Pago_Pago"));
            assertThat(warriors.get(id.toString()).orElseThrow().warrior().dob())
                    .isEqualTo(LocalDate.of(1, 1, 1));
            assertThat(names("0001-01-01")).containsExactly("Traveller");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void count_isExact() {
        assertThat(warriors.count()).isZero();
        create("One", "1990-01-01", "Zen");
        create("Two", "1990-01-01", "Zen");
        assertThat(warriors.count()).isEqualTo(2);
    }
}
