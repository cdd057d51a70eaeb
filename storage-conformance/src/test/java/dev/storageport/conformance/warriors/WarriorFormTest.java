// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance.warriors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.quickstart.warriors.Warrior;
import dev.storageport.quickstart.warriors.WarriorForm;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarriorFormTest {

    @Test
    void form_ofAWarrior_hasNoProblems() {
        WarriorForm form = new WarriorForm(" Yoda ", "2000-02-29", List.of("Zen", "Zen"));
        assertThat(form.problems()).isEmpty();
        assertThat(form.warrior()).isEqualTo(new Warrior(" Yoda ", LocalDate.of(2000, 2, 29), List.of("Zen", "Zen")));
    }

    @Test
    void form_withSeveralProblems_namesAll() {
        assertThat(new WarriorForm("x".repeat(101), "2001-02-29", Arrays.asList("", null)).problems())
                .hasSize(4);
        assertThat(new WarriorForm(null, null, null).problems()).hasSize(3);
        assertThat(new WarriorForm("  ", "1985-13-01", List.of()).problems()).hasSize(3);
        assertThatThrownBy(() -> new WarriorForm(null, null, null).warrior())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
