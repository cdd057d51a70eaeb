// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The chapter on the life of a storage. Opening, closing, failing and recovering. Extend it to run it alone. */
@Tag("lifecycle")
public abstract class LifecycleContract extends Contract {

    /** For subclasses. */
    protected LifecycleContract() {}

    @Nested
    final class Closing extends ClosingRules {}

    @Nested
    final class Declaration extends DeclarationRules {}

    @Nested
    final class Durability extends DurabilityRules {}

    @Nested
    final class Errors extends ErrorRules {}

    @Nested
    final class Failure extends FailureRules {}

    @Nested
    final class Health extends HealthRules {}

    @Nested
    final class Lifecycle extends LifecycleRules {}

    @Nested
    final class Listener extends ListenerRules {}

    @Nested
    final class Message extends MessageRules {}

    @Nested
    final class Outage extends OutageRules {}
}
