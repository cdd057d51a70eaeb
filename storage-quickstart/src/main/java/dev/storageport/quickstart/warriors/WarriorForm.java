// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart.warriors;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client sent, checked as a whole before anything is stored.
 *
 * @param name the name as sent
 * @param dob the day of birth as sent, as {@code 2001-12-31}
 * @param fightSkills the skills as sent
 */
public record WarriorForm(
        @Nullable String name,
        @Nullable String dob,
        @Nullable List<? extends @Nullable String> fightSkills) {

    private static final int LONGEST = 100;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

    /** Returns everything that is wrong with the form, in words for the client; empty if it is a warrior. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        check(problems, "name", name);
        if (dob == null || day(dob) == null) {
            problems.add("dob is not a day of the calendar");
        }
        if (fightSkills == null || fightSkills.isEmpty()) {
            problems.add("fightSkills are missing");
        } else {
            fightSkills.forEach(skill -> check(problems, "a skill", skill));
        }
        return problems;
    }

    private static void check(List<String> problems, String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            problems.add(field + " is missing");
        } else if (text.codePointCount(0, text.length()) > LONGEST) {
            problems.add(field + " is longer than " + LONGEST + " characters");
        }
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text, DAY);
        } catch (DateTimeParseException notADay) {
            return null;
        }
    }

    /**
     * Returns the warrior.
     *
     * @throws IllegalArgumentException if the form has {@link #problems()}
     */
    public Warrior warrior() {
        List<String> problems = problems();
        if (!problems.isEmpty() || name == null || dob == null || fightSkills == null) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        List<String> skills = new ArrayList<>();
        fightSkills.forEach(skill -> skills.add(String.valueOf(skill)));
        return new Warrior(name, LocalDate.parse(dob, DAY), skills);
    }
}
