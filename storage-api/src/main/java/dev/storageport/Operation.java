// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/**
 * A method of a collection, as messages and listeners name it.
 *
 * @param collection the name of the collection
 * @param name the name of the method
 * @param place both, for messages
 */
record Operation(String collection, String name, String place) {

    static Operation of(String collection, String name) {
        return new Operation(collection, name, name + " in collection " + collection);
    }
}
