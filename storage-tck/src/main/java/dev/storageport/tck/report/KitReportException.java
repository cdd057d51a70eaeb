// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

import java.io.IOException;

/** The kit's results do not prove the contract, or cannot be read. The message says what is missing or wrong, one line each. */
public final class KitReportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    KitReportException(String message) {
        super(message);
    }

    /** Creates the failure of results that cannot be read. */
    KitReportException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
