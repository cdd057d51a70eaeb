// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What was found of how a server and its roles are set up. A value: nothing of it is an exception, and no password is in it.
 *
 * @param findings one for each thing that was looked at, in the order in which they were
 */
public record SetupReport(List<Finding> findings) {

    /** How it stands with one thing, the worst last. */
    public enum Verdict {
        /** It is as it should be. */
        PASS,
        /** It could not be looked at, because the role that looked may not, or because what it belongs to is missing. */
        SKIP,
        /** The storage works, and is protected less than it could be. */
        WARN,
        /** Somebody cannot do what they are to do, or may do what they are not to. */
        FAIL
    }

    /**
     * How it stands with one thing.
     *
     * @param verdict how
     * @param subject the thing, for instance {@code role of the application}
     * @param text what was found and, if it is not as it should be, what to do: one line for people
     */
    public record Finding(Verdict verdict, String subject, String text) {

        /** Returns the line that a report has of it. */
        @Override
        public String toString() {
            return verdict + " " + subject + ": " + text;
        }
    }

    /** Copies the findings. */
    public SetupReport {
        findings = List.copyOf(findings);
    }

    /** Returns whether nothing failed. What was skipped is not known. */
    public boolean ok() {
        return findings.stream().noneMatch(finding -> finding.verdict() == Verdict.FAIL);
    }

    /** Returns the findings as lines. */
    @Override
    public String toString() {
        return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }
}
