// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import dev.storageport.port.StoragePort;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.ArrayList;
import java.util.List;

/** Passes everything on to a port and keeps the writes made outside transactions. For one thread. */
final class RecordingPort extends ForwardingPort {

    private final List<Write> writes = new ArrayList<>();

    RecordingPort(StoragePort port) {
        super(port);
    }

    /** Returns the writes so far; the list may be emptied. */
    List<Write> writes() {
        return writes;
    }

    @Override
    public List<WriteOutcome> write(List<Write> batch) {
        writes.addAll(batch);
        return super.write(batch);
    }
}
