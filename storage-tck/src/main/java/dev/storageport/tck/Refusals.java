// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.StorageException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Expects that a call is refused with one kind of failure. */
final class Refusals {

    private Refusals() {}

    /** Runs the call and returns the failure; fails if there is none or it is of another kind. */
    static <X extends StorageException> X refusal(Class<X> kind, String call, ThrowingCallable run) {
        Throwable failure = catchThrowable(run);
        assertThat(failure)
                .as("%s: what it throws", call)
                .isNotNull()
                .as("%s: the kind of failure", call)
                .isInstanceOf(kind);
        return kind.cast(failure);
    }
}
