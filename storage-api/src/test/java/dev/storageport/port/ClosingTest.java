// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClosingTest {

    @Test
    void all_failing_areAllTriedAndTheFirstFailureHasTheOthers() {
        List<String> tried = new ArrayList<>();
        assertThatThrownBy(() -> Closing.all(List.of("a", "b", "c"), element -> {
                    tried.add(element);
                    throw new IllegalStateException(element);
                }))
                .hasMessage("a")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("b", "c"));
        assertThat(tried).containsExactly("a", "b", "c");
    }

    @Test
    void all_failingWithOneObject_areAllTriedAndItIsThrown() {
        IllegalStateException one = new IllegalStateException("the connection is lost");
        List<String> tried = new ArrayList<>();
        assertThatThrownBy(() -> Closing.all(List.of("a", "b"), element -> {
                    tried.add(element);
                    throw one;
                }))
                .isSameAs(one)
                .hasNoSuppressedExceptions();
        assertThat(tried).containsExactly("a", "b");
    }
}
