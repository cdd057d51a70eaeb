// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart.warriors;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Warriors made up from a seed: the same ones for the same seed, on every machine. */
public final class GeneratedWarriors {

    private static final List<String> FIRST = List.of(
            "Master",
            "Obi",
            "Luke",
            "Leia",
            "Mace",
            "Ahsoka",
            "Qui",
            "Kit",
            "Plo",
            "Shaak",
            "Luminara",
            "Aayla",
            "Boba",
            "Jango",
            "Darth");
    private static final List<String> SYLLABLES = List.of(
            "yo", "da", "wan", "ke", "no", "bi", "sky", "wal", "ker", "mau", "va", "der", "gri", "vous", "ta", "no",
            "fis", "to", "koon", "ti", "un", "du", "li", "se", "cu", "ra", "fett", "win", "du", "jinn");
    private static final List<String> SKILLS = List.of(
            "Lightsaber",
            "Force push",
            "Force pull",
            "Mind trick",
            "Piloting",
            "Karate",
            "Kung-Fu",
            "Judo",
            "Épée",
            "Archery",
            "100% aim",
            "back_stab",
            "Stealth",
            "Healing",
            "Diplomacy",
            "Zen",
            "Boxing",
            "Jiu-Jitsu",
            "Wrestling",
            "Fencing");

    private final Random random;

    /** Begins a sequence. */
    public GeneratedWarriors(long seed) {
        random = new Random(seed);
    }

    /** Returns the next warriors. */
    public List<Warrior> next(int number) {
        List<Warrior> warriors = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            warriors.add(next());
        }
        return warriors;
    }

    private Warrior next() {
        StringBuilder name = new StringBuilder(any(FIRST)).append(' ');
        int start = name.length();
        for (int syllables = 2 + random.nextInt(3); syllables > 0; syllables--) {
            name.append(any(SYLLABLES));
        }
        name.setCharAt(start, Character.toUpperCase(name.charAt(start)));
        List<String> skills = new ArrayList<>();
        for (int number = 1 + random.nextInt(4); number > 0; number--) {
            skills.add(any(SKILLS));
        }
        return new Warrior(name.toString(), LocalDate.of(1900, 1, 1).plusDays(random.nextInt(40_000)), skills);
    }

    private String any(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
