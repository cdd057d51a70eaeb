// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a port must never do, whatever is asked of it. Each breach is an error in one sentence that names the method, instead of what the
 * library would stumble over later. The first one is kept too, since a caller may swallow it. For any number of threads.
 */
final class PortChecks {

    private final String backend;
    private final AtomicReference<@Nullable AssertionError> first;
    private volatile boolean closed;

    /**
     * Creates the checks of one port.
     *
     * @param first takes the first breach, of this port or others
     */
    PortChecks(String backend, AtomicReference<@Nullable AssertionError> first) {
        this.backend = backend;
        this.first = first;
    }

    /** Remembers that the port was closed: every operation that begins from now on must be refused. */
    void closed() {
        closed = true;
    }

    /**
     * Runs an operation: it returns something, and throws nothing but kinds of {@link StorageException}; once the port is closed it throws
     * {@link StorageClosedException}.
     */
    <R> R operation(String method, Supplier<R> operation) {
        boolean afterClose = closed;
        R result;
        try {
            result = call(method, operation);
        } catch (StorageClosedException refused) {
            throw refused;
        } catch (StorageException failure) {
            require(!afterClose, method, "must say after close() that it is closed, and threw " + failure);
            throw failure;
        }
        requireOpen(!afterClose, method);
        return result;
    }

    boolean isClosed() {
        return closed;
    }

    /** Refuses a result that was asked for after close. */
    void requireOpen(boolean wasOpen, String method) {
        require(wasOpen, method, "returned a result after close() instead of saying that it is closed");
    }

    /** Runs a call that may be made after close too. */
    <R> R call(String method, Supplier<R> call) {
        R result;
        try {
            result = call.get();
        } catch (StorageException failure) {
            checkMessage(method, failure);
            throw failure;
        } catch (AssertionError | VirtualMachineError passedOn) {
            throw passedOn;
        } catch (RuntimeException | Error failure) {
            throw breach(method, "threw what is no StorageException: " + failure, failure);
        }
        require(result != null, method, "returned null");
        return result;
    }

    private void checkMessage(String method, StorageException failure) {
        String message = failure.getMessage();
        require(
                message != null && !message.isBlank(),
                method,
                "threw a " + failure.getClass().getSimpleName() + " that does not say what is wrong");
        require(
                !message.startsWith(backend + ":"),
                method,
                "threw a message with the backend's name, which the library puts in front: " + message);
        require(
                FailureMessages.isOfPort(message),
                method,
                "threw a message whose place is not \"collection c, key \"k\", index i: \": " + message);
    }

    /** Refuses what a method did unless the condition holds. */
    void require(boolean holds, String method, String problem) {
        if (!holds) {
            throw breach(method, problem, null);
        }
    }

    /** Returns the error to throw. */
    AssertionError breach(String method, String problem, @Nullable Throwable cause) {
        AssertionError breach = new AssertionError(
                "[" + (method.contains(".") ? method : "StoragePort." + method) + " of " + backend + "] " + problem,
                cause);
        first.compareAndSet(null, breach);
        return breach;
    }
}
