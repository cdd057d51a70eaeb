// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

/** What a history can show that no serial execution does, in the terms of Adya where there are some. */
public enum Anomaly {
    /** An element was read that nobody appended. */
    UNKNOWN_ELEMENT("an element that nobody appended"),
    /** An element was read twice in one list. */
    DUPLICATE_ELEMENT("an element that is there twice"),
    /** G1a: an element was read of which the transaction rolled back. */
    ABORTED_READ("G1a, aborted read"),
    /** G1b: a list was read in the middle of another transaction's appending. */
    INTERMEDIATE_READ("G1b, intermediate read"),
    /** A transaction did not see what it had read or written itself. */
    INTERNAL("a transaction at odds with itself"),
    /** Two reads of a list, of which neither begins with the other. */
    INCOMPATIBLE_READS("two pasts of one list"),
    /** An element that was appended and not seen by those who read later. */
    LOST_APPEND("lost append"),
    /** G0: a cycle of writes. */
    G0("G0, write cycle"),
    /** G1c: a cycle of writes and reads of what was written. */
    G1C("G1c, circular information flow"),
    /** G-single: a cycle in which one transaction overlooked what another one did. */
    G_SINGLE("G-single, read skew"),
    /** G2: a cycle in which several transactions overlooked what others did. */
    G2("G2, write skew"),
    /** A cycle that there is only because one transaction had ended before another one began. */
    TIME("serializable, but not in the order of time");

    private final String text;

    Anomaly(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
