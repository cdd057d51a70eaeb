// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.health;

import java.util.function.Predicate;

/**
 * Who asks what. An orchestrator that restarts processes because the database is away makes an outage longer, so liveness never depends on it;
 * whether callers would have to wait matters to those who send them, and to nobody else.
 */
enum GroupRule {
    /** What is shown without naming a group, and what alerts look at: whether somebody has to act. */
    PRIMARY {
        @Override
        boolean isMember(String name, Predicate<String> configured) {
            return !isPart(name, HealthDetails.READY) && configured.test(name);
        }
    },
    /** Whether the process is to be restarted. */
    LIVENESS {
        @Override
        boolean isMember(String name, Predicate<String> configured) {
            return !isPart(name, HealthDetails.READY) && !isPart(name, HealthDetails.LIVE) && configured.test(name);
        }
    },
    /** Whether requests are to be sent here. */
    READINESS {
        @Override
        boolean isMember(String name, Predicate<String> configured) {
            return isPart(name, HealthDetails.READY) || configured.test(name);
        }
    },
    /** A group of the application's own: as it is configured. */
    OTHER {
        @Override
        boolean isMember(String name, Predicate<String> configured) {
            return configured.test(name);
        }
    };

    static GroupRule of(String group) {
        return switch (group) {
            case "liveness" -> LIVENESS;
            case "readiness" -> READINESS;
            default -> OTHER;
        };
    }

    abstract boolean isMember(String name, Predicate<String> configured);

    /** Of several storages each is asked for by itself, as {@code storage/orders}. */
    private static boolean isPart(String name, String contributor) {
        return name.equals(contributor) || name.startsWith(contributor + "/");
    }
}
