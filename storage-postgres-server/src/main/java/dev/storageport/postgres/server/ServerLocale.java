// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.util.List;

/**
 * How the databases of a server sort and fold text unless a statement says otherwise.
 *
 * @param provider who compares: the C library, ICU, or the server itself
 * @param name the provider's name of the locale, such as {@code C}, {@code en-US} or {@code C.UTF-8}
 */
public record ServerLocale(Provider provider, String name) {
    /** Who compares text. */
    public enum Provider {
        /** The operating system's C library. */
        LIBC,
        /** The ICU library that comes with the server. */
        ICU,
        /** The server's own code, from version 17. */
        BUILTIN
    }

    /** Refuses an empty name. */
    public ServerLocale {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
    }

    /**
     * A locale of the C library; which exist depends on the machine, but {@code C} always does.
     *
     * @param name such as {@code C}
     * @return the locale
     */
    public static ServerLocale libc(String name) {
        return new ServerLocale(Provider.LIBC, name);
    }

    /**
     * A locale of ICU: text sorts as people of that language expect.
     *
     * @param name such as {@code en-US}
     * @return the locale
     */
    public static ServerLocale icu(String name) {
        return new ServerLocale(Provider.ICU, name);
    }

    /**
     * A locale of the server itself.
     *
     * @param name {@code C} or {@code C.UTF-8}
     * @return the locale
     */
    public static ServerLocale builtin(String name) {
        return new ServerLocale(Provider.BUILTIN, name);
    }

    List<String> initdbArguments() {
        return switch (provider) {
            case LIBC -> List.of("--locale=" + name, "--lc-messages=C");
            case ICU -> List.of("--locale=C", "--locale-provider=icu", "--icu-locale=" + name);
            case BUILTIN -> List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=" + name);
        };
    }
}
