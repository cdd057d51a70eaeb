// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

import java.util.Optional;

/**
 * An operation on one document with its answer, and which documents allow that answer. A document is a number with a revision, or absent. The first
 * revision of a document is anyone's guess, each write adds one.
 */
public sealed interface RegisterAction {

    /**
     * A document.
     *
     * @param number its value
     * @param revision its revision
     */
    record Version(int number, long revision) {}

    /** Returns whether this answer is right if it finds this document. */
    boolean fits(Optional<Version> found);

    /** Returns what is stored after the operation, if it {@linkplain #fits fits}. */
    Optional<Version> after(Optional<Version> found);

    /**
     * A reading.
     *
     * @param answer what it returned
     */
    record Get(Optional<Version> answer) implements RegisterAction {

        @Override
        public boolean fits(Optional<Version> found) {
            return answer.equals(found);
        }

        @Override
        public Optional<Version> after(Optional<Version> found) {
            return found;
        }
    }

    /** What a write expects to find. */
    enum Expected {
        /** Anything or nothing: {@code put}. */
        ANY,
        /** Nothing: {@code insert}. */
        ABSENT,
        /** A document: {@code replace}. */
        PRESENT
    }

    /**
     * A put, an insert or a replacement.
     *
     * @param expected when it writes
     * @param number what it writes
     * @param answer what it said is stored now; empty: it said that it wrote nothing
     */
    record Write(Expected expected, int number, Optional<Version> answer) implements RegisterAction {

        @Override
        public boolean fits(Optional<Version> found) {
            boolean writes = expected == Expected.ANY || found.isPresent() == (expected == Expected.PRESENT);
            return writes ? isNext(answer, number, found) : answer.isEmpty();
        }

        @Override
        public Optional<Version> after(Optional<Version> found) {
            return answer.or(() -> found);
        }
    }

    /**
     * A replacement of one revision.
     *
     * @param revision the revision that it expects
     * @param number what it writes
     * @param answer what it said is stored now; empty: it said that it wrote nothing
     */
    record WriteIf(long revision, int number, Optional<Version> answer) implements RegisterAction {

        @Override
        public boolean fits(Optional<Version> found) {
            return hasRevision(found, revision) ? isNext(answer, number, found) : answer.isEmpty();
        }

        @Override
        public Optional<Version> after(Optional<Version> found) {
            return answer.or(() -> found);
        }
    }

    /**
     * An update.
     *
     * @param given the number that its function was given last; empty: the function was not called
     * @param number what the function made of it
     * @param answer what it said is stored now; empty: it said that there is nothing
     */
    record Update(Optional<Integer> given, int number, Optional<Version> answer) implements RegisterAction {

        @Override
        public boolean fits(Optional<Version> found) {
            return found.isPresent()
                    ? given.equals(found.map(Version::number)) && isNext(answer, number, found)
                    : answer.isEmpty();
        }

        @Override
        public Optional<Version> after(Optional<Version> found) {
            return answer.or(() -> found);
        }
    }

    /**
     * A deletion.
     *
     * @param answer whether it said that it deleted something
     */
    record Delete(boolean answer) implements RegisterAction {

        @Override
        public boolean fits(Optional<Version> found) {
            return answer == found.isPresent();
        }

        @Override
        public Optional<Version> after(Optional<Version> found) {
            return Optional.empty();
        }
    }

    /**
     * A deletion of one revision.
     *
     * @param revision the revision that it expects
     * @param answer whether it said that it deleted something
     */
    record DeleteIf(long revision, boolean answer) implements RegisterAction {

        @Override
        public boolean fits(Optional<Version> found) {
            return answer == hasRevision(found, revision);
        }

        @Override
        public Optional<Version> after(Optional<Version> found) {
            return answer ? Optional.empty() : found;
        }
    }

    private static boolean hasRevision(Optional<Version> found, long revision) {
        return found.filter(version -> version.revision() == revision).isPresent();
    }

    private static boolean isNext(Optional<Version> answer, int number, Optional<Version> found) {
        return answer.filter(stored -> stored.number() == number)
                .filter(stored ->
                        found.isEmpty() || stored.revision() == found.get().revision() + 1)
                .isPresent();
    }
}
