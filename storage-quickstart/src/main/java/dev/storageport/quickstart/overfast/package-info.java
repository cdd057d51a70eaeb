// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The storage of an application that serves Overwatch data: an example of how an application's own storage interface, with rules of
 * its own, is built on the library. Nothing in it knows which database it runs on.
 */
@NullMarked
package dev.storageport.quickstart.overfast;

import org.jspecify.annotations.NullMarked;
