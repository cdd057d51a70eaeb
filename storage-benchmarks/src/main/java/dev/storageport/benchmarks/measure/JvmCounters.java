// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the JVM tells of its use of the machine. */
public final class JvmCounters {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private JvmCounters() {}

    /** Returns the bytes that the calling thread has allocated. */
    static long allocatedByThisThread() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Returns the nanoseconds of processor time that this JVM has used. */
    static long processorTime() {
        return SYSTEM.getProcessCpuTime();
    }

    /** Returns the bytes of memory of the machine. */
    public static long memory() {
        return SYSTEM.getTotalMemorySize();
    }
}
