// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/** One topic of a chapter: tests that share a workbench, which is made for each of them. Stands nested in a {@link Contract}. */
@ExtendWith(WorkbenchExtension.class)
@SuppressWarnings("exports") // the extension is nobody's to name; JUnit finds it here
public abstract class Topic {

    private @Nullable Workbench bench;

    /** For subclasses. */
    protected Topic() {}

    /** Returns the tools of the running test. */
    protected final Workbench bench() {
        return Objects.requireNonNull(bench, "there is no workbench outside of a test");
    }

    final void open(Workbench opened) {
        bench = opened;
    }

    /** Closes the workbench, if the harness could be made. */
    final void close() {
        if (bench != null) {
            bench.close();
        }
    }
}
