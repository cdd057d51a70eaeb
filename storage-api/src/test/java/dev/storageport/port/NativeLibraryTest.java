// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.StorageFailureException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is said of a library that fails in one of the ways libraries do; that JVMs make them fail so is tested where they are started. */
final class NativeLibraryTest {

    /** Cannot be initialized in a JVM that denies native code. */
    private static final class Denied {

        private static final int LOADED = load();

        private static int load() {
            throw new IllegalCallerException("Illegal native access from an unnamed module");
        }
    }

    private static NativeLibrary library(Supplier<Class<?>> user, NativeLibrary.Trial trial) {
        return new NativeLibrary("a library", user, "say where", trial);
    }

    private static void assertDenied(NativeLibrary library, String allowed) {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(library::require)
                    .isInstanceOf(StorageFailureException.class)
                    .hasMessage(
                            "a library: this JVM allows it no native code; start the JVM with --enable-native-access="
                                    + allowed);
        }
    }

    @Test
    void require_whereTheCallerIsDenied_namesTheFlagForItsModule() {
        NativeLibrary.Trial denied = () -> {
            throw new IllegalCallerException("Illegal native access from module x");
        };
        assertDenied(library(() -> NativeLibraryTest.class, denied), "ALL-UNNAMED");
        assertDenied(library(() -> String.class, denied), "java.base");
    }

    @Test
    void require_whereInitializingWasDenied_saysTheSameEachTime() {
        assertDenied(library(() -> Denied.class, () -> assertThat(Denied.LOADED).isZero()), "ALL-UNNAMED");
    }

    @Test
    void require_whereLoadingFailsOtherwise_saysWhereToLoadFrom() {
        NativeLibrary missing = library(() -> String.class, () -> {
            throw new UnsatisfiedLinkError("no such file");
        });
        assertThatThrownBy(missing::require)
                .isInstanceOf(StorageFailureException.class)
                .hasMessageContaining("say where")
                .message()
                .doesNotContain("--enable-native-access", "no such file");
    }

    @Test
    void require_afterSuccess_triesNoMore() {
        AtomicInteger trials = new AtomicInteger();
        NativeLibrary works = library(() -> String.class, trials::incrementAndGet);
        works.require();
        works.require();
        assertThat(trials).hasValue(1);
    }
}
