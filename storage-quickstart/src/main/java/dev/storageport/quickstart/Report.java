// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints what the program does, the same in every locale. */
record Report(PrintStream out) {

    void heading(String title) {
        out.println();
        out.println(title);
    }

    void line(String format, @Nullable Object... arguments) {
        out.println("  " + String.format(Locale.ROOT, format, arguments));
    }
}
