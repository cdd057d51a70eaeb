// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.ConfigurationException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How old something stored may be. Ages are by the storage's clock, since the document was last written, and the bounds are exact: at a bound
 * what it says holds no more.
 *
 * <pre>
 *   age   0 ── fresh ──► refreshAfter ── stale ──► expireAfter ── served if loading fails ──► + staleOnError
 *              served        served, and refreshed       a miss: loaded                             a miss
 * </pre>
 *
 * Immutable; each method returns another policy.
 */
public final class FreshnessPolicy {

    private final Duration refreshAfter;
    private final @Nullable Duration expireAfter;
    private final Duration staleOnError;
    private final @Nullable Duration negatives;

    private FreshnessPolicy(
            Duration refreshAfter,
            @Nullable Duration expireAfter,
            Duration staleOnError,
            @Nullable Duration negatives) {
        this.refreshAfter = refreshAfter;
        this.expireAfter = expireAfter;
        this.staleOnError = staleOnError;
        this.negatives = negatives;
    }

    /**
     * Returns a policy by which a value is fresh until it has that age, is then served as stale for ever, and refreshed in the background
     * whenever it is.
     *
     * @throws ConfigurationException if the age is not positive
     */
    public static FreshnessPolicy refreshAfter(Duration age) {
        return new FreshnessPolicy(positive("refreshAfter", age), null, Duration.ZERO, null);
    }

    /**
     * Returns the policy by which a value of that age is not served any more, and loaded while its caller waits; never, if not set. An age
     * that is equal to {@code refreshAfter} leaves nothing to be refreshed in the background.
     *
     * @throws ConfigurationException if the age is not positive, or below {@code refreshAfter}
     */
    public FreshnessPolicy expireAfter(Duration age) {
        if (positive("expireAfter", age).compareTo(refreshAfter) < 0) {
            throw new ConfigurationException("expireAfter", "is below refreshAfter");
        }
        return new FreshnessPolicy(refreshAfter, age, staleOnError, negatives);
    }

    /**
     * Returns the policy by which a value that has expired is served as stale for that much longer if it cannot be loaded; not at all, if
     * not set.
     *
     * @throws ConfigurationException if it is not positive
     */
    public FreshnessPolicy staleOnError(Duration longer) {
        return new FreshnessPolicy(refreshAfter, expireAfter, positive("staleOnError", longer), negatives);
    }

    /**
     * Returns the policy by which it is kept that the source has nothing for a key, and believed until that has this age: in
     * {@link ReadThrough#ABSENCES}, which the storage must have been opened with. Not kept, if not set: each call asks the source again.
     *
     * @throws ConfigurationException if the age is not positive
     */
    public FreshnessPolicy negatives(Duration age) {
        return new FreshnessPolicy(refreshAfter, expireAfter, staleOnError, positive("negatives", age));
    }

    private static Duration positive(String name, Duration age) {
        if (age.isZero() || age.isNegative()) {
            throw new ConfigurationException(name, "is not positive");
        }
        return age;
    }

    /** Returns the age from which on a value is stale. */
    public Duration refreshAfter() {
        return refreshAfter;
    }

    /** Returns the age from which on a value is not served; empty for never. */
    public Optional<Duration> expireAfter() {
        return Optional.ofNullable(expireAfter);
    }

    /** Returns for how long an expired value is served if it cannot be loaded; zero for not at all. */
    public Duration staleOnError() {
        return staleOnError;
    }

    /** Returns until what age an absence is believed; empty if none is kept. */
    public Optional<Duration> negatives() {
        return Optional.ofNullable(negatives);
    }

    boolean isStale(Duration age) {
        return age.compareTo(refreshAfter) >= 0;
    }

    boolean isServed(Duration age) {
        return expireAfter == null || age.compareTo(expireAfter) < 0;
    }

    boolean isServedOnError(Duration age) {
        return expireAfter == null || age.minus(staleOnError).compareTo(expireAfter) < 0;
    }

    boolean keepsAbsences() {
        return negatives != null;
    }

    boolean isAbsenceBelieved(Duration age) {
        return negatives != null && age.compareTo(negatives) < 0;
    }

    /** Returns the bounds. */
    @Override
    public String toString() {
        return "FreshnessPolicy[refreshAfter=" + refreshAfter + ", expireAfter="
                + (expireAfter == null ? "never" : expireAfter) + ", staleOnError=" + staleOnError + ", negatives="
                + (negatives == null ? "off" : negatives) + "]";
    }
}
