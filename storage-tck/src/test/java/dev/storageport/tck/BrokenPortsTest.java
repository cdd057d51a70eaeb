// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The frame of the tests of the kit: ports that are wrong in one way each, and for each the rule whose tests must notice. Only these tests run,
 * on the fake, and one of them must fail by an assertion that begins with what was looked at.
 */
abstract class BrokenPortsTest {

    @TempDir
    Path reports;

    /** Returns the ports that must be noticed. */
    abstract Stream<BrokenPort> brokenPorts();

    @TestFactory
    Stream<DynamicTest> brokenPort_isNoticed() {
        return brokenPorts().map(broken -> dynamicTest(broken.toString(), () -> broken.assertNoticed(reports)));
    }
}
