// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/** A storage URL or an option is unknown, malformed or contradicts another one. Thrown at open, before any I/O. */
public final class ConfigurationException extends StorageException {

    private static final long serialVersionUID = 1L;

    private final String option;

    /**
     * Creates the failure.
     *
     * @param option the option or the part of the URL at fault, by name
     * @param problem what is wrong with it; never its value if that may hold a password
     */
    public ConfigurationException(String option, String problem) {
        this(option, problem, null);
    }

    /**
     * Creates the failure with a cause.
     *
     * @param option the option or the part of the URL at fault, by name
     * @param problem what is wrong with it; never its value if that may hold a password
     * @param cause the underlying error, or {@code null} if there is none
     */
    public ConfigurationException(String option, String problem, @Nullable Throwable cause) {
        super(option + ": " + problem, cause);
        this.option = option;
    }

    private ConfigurationException(ConfigurationException original) {
        super(original);
        this.option = original.option;
    }

    /** Returns the option or the part of the URL at fault, by name. */
    public String option() {
        return option;
    }

    @Override
    ConfigurationException again() {
        return new ConfigurationException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.FIX_THE_CALL;
    }
}
