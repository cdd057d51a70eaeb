// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaMode;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.StorageUnavailableException;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.port.Catalog;
import dev.storageport.tck.harness.ForwardingPort;
import org.junit.jupiter.api.Test;

/** What becomes of a port that fails at one thing after another with the same exception object. */
final class SharedFailureTest {

    @Test
    void open_whosePortFailsAndCannotBeClosedForTheSameReason_throwsThat() {
        StorageUnavailableException lost = new StorageUnavailableException("the connection is lost", null);
        ForwardingPort port = new ForwardingPort(FakeStorage.port(new FakeDatabase())) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                throw lost;
            }

            @Override
            public void close() {
                throw lost;
            }
        };
        assertThatThrownBy(() -> Storage.open(port, StorageOptions.defaults()))
                .isSameAs(lost)
                .hasNoSuppressedExceptions();
    }
}
