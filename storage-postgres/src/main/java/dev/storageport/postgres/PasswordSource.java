// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

/**
 * Gives the password for each new session: a token of a cloud's identity service, for instance, or what a vault hands out.
 *
 * <p>It is asked each time a session is about to begin and nothing is kept, so who wants a token to be reused keeps it himself. The server looks
 * at a password when a session begins and never again: a token has to be valid then, and sessions outlive it, by 30 minutes as a rule, after
 * which the pool replaces them. A password that the server refuses is asked for once more at once, in case it has just changed, and then
 * again and again after short pauses, as a server that is away is; who waits for a connection meanwhile is told after
 * {@link PostgresOptions#outageTimeout()}.
 *
 * <p>Several threads may ask at once: those of the pool, of callers and of health checks. It may take its time, which counts as connecting
 * does, but has to end: a call bounds its own requests. It must not use the storage.
 */
@FunctionalInterface
public interface PasswordSource {

    /**
     * Returns the password of this moment, neither null nor empty.
     *
     * @throws Exception if there is none now. It is tried again like a connection that does not come about, and in the end callers get a
     *     {@link dev.storageport.StorageUnavailableException} with the class of this exception and not its message, which might quote a
     *     secret. An {@code InterruptedException} interrupts the thread
     */
    String password() throws Exception;
}
