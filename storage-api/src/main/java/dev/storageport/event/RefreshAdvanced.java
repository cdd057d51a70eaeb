// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;
import java.util.Optional;

/**
 * A refresh in the background got on by a step. Each is triggered, and then dropped, or started and completed or failed; so the difference of
 * these numbers is what waits and what runs.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param collection the name of the collection
 * @param step how far it got
 * @param failure why it failed, as the source or the library threw it, or why it was dropped, if that has a reason; otherwise empty
 * @param duration how long it ran; zero before its end
 */
public record RefreshAdvanced(
        String backend, String collection, Step step, Optional<Throwable> failure, Duration duration) {

    /** The steps of a refresh. */
    public enum Step {
        /** Somebody was served what is stale, or asked for it. */
        TRIGGERED,
        /** It began to load. */
        STARTED,
        /** What is stored is fresh now, by this refresh or because somebody else had written it meanwhile. */
        COMPLETED,
        /** It could not be loaded. What is stored stays. */
        FAILED,
        /** It never started: too many wait, no thread could be had, or it was closed. What is stored stays. */
        DROPPED
    }
}
