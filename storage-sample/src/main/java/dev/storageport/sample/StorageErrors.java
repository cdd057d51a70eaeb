// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sample;

import dev.storageport.StorageException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What a client is told when the storage refuses: whose fault it is, and whether to ask again. */
// tag::errors[]
@RestControllerAdvice
class StorageErrors {

    @ExceptionHandler
    ProblemDetail refused(StorageException failure) {
        return switch (failure.remedy()) {
            case FIX_THE_CALL -> ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, failure.getMessage());
            case RETRY -> ProblemDetail.forStatus(HttpStatus.SERVICE_UNAVAILABLE);
            case REPAIR -> ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
        };
    }
}
// end::errors[]
