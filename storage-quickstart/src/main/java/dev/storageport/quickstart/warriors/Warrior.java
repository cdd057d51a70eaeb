// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart.warriors;

import java.time.LocalDate;
import java.util.List;

/**
 * A warrior.
 *
 * @param name the name
 * @param dob the day of birth, a day of the calendar wherever it is read
 * @param fightSkills the skills, in their order, repetitions included
 */
public record Warrior(String name, LocalDate dob, List<String> fightSkills) {

    /** Copies the list. */
    public Warrior {
        fightSkills = List.copyOf(fightSkills);
    }
}
