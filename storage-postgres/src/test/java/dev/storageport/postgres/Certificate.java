// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.nio.file.Path;

/**
 * A certificate with its key, in files of every form that driver and server take.
 *
 * @param pem the certificate alone
 * @param key the key alone, in PEM
 * @param pk8 the key alone, in DER
 * @param store both, below {@link #PASSWORD}
 */
record Certificate(Path pem, Path key, Path pk8, Path store) {

    static final String PASSWORD = "of-the-store";
}
