// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

/**
 * A line of the input that holds a profile.
 *
 * @param number the line's number, from 1
 * @param id the player's id
 * @param profile the profile
 */
record ProfileLine(int number, String id, Profile profile) {}
