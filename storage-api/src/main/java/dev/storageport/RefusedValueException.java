// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.databind.JsonMappingException;

/** Tells, through Jackson, why a value cannot be stored: its text holds no data. Jackson adds where the value stands. */
final class RefusedValueException extends JsonMappingException {

    private static final long serialVersionUID = 1L;

    RefusedValueException(String problem) {
        super(null, problem);
    }
}
