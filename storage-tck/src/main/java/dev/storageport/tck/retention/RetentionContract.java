// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The chapter on retention. What is removed, what stays, and who does it. Extend it to run it alone. */
@Tag("retention")
public abstract class RetentionContract extends Contract {

    /** For subclasses. */
    protected RetentionContract() {}

    /** Returns whose retention is asked: the library's. */
    protected Retentions retentions() {
        return new Retentions() {};
    }

    @Nested
    final class Expiry extends ExpiryRules {
        @Override
        Retentions retentions() {
            return RetentionContract.this.retentions();
        }
    }

    @Nested
    final class Surplus extends SurplusRules {
        @Override
        Retentions retentions() {
            return RetentionContract.this.retentions();
        }
    }

    @Nested
    final class Run extends RunRules {
        @Override
        Retentions retentions() {
            return RetentionContract.this.retentions();
        }
    }

    @Nested
    final class Lease extends LeaseRules {
        @Override
        Retentions retentions() {
            return RetentionContract.this.retentions();
        }
    }

    @Nested
    final class Leftovers extends LeftoverRules {
        @Override
        Retentions retentions() {
            return RetentionContract.this.retentions();
        }
    }

    @Nested
    final class Schedule extends ScheduleRules {
        @Override
        Retentions retentions() {
            return RetentionContract.this.retentions();
        }
    }

    @Nested
    final class Unexpired extends UnexpiredRules {
        @Override
        Retentions retentions() {
            return RetentionContract.this.retentions();
        }
    }
}
