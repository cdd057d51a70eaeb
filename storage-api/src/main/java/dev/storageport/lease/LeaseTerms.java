// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.lease;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storageport.CorruptDataException;
import dev.storageport.Stored;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What is lent to whom for how long, and the form in which that is stored. JSON by hand, so that neither a module nor an image has to be
 * opened to a mapper for it.
 *
 * @param holder says which process it is, for people
 */
record LeaseTerms(String name, Duration duration, String holder, InstantSource clock) {

    private static final String NAME = "name";
    private static final String HOLDER = "holder";
    private static final String DURATION = "duration";
    private static final String UNTIL = "until";

    /** Returns when a lease that begins now ends. */
    Instant end() {
        return clock.instant().plus(duration);
    }

    JsonNode body(Instant until) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(NAME, name);
        body.put(HOLDER, holder);
        body.put(DURATION, duration.toString());
        body.put(UNTIL, until.toString());
        return body;
    }

    static Instant until(Stored<JsonNode> stored) {
        try {
            return Instant.parse(stored.value().path(UNTIL).asText());
        } catch (DateTimeException malformed) {
            throw damaged(stored, UNTIL);
        }
    }

    static Duration duration(Stored<JsonNode> stored) {
        try {
            return Duration.parse(stored.value().path(DURATION).asText());
        } catch (DateTimeException malformed) {
            throw damaged(stored, DURATION);
        }
    }

    private static CorruptDataException damaged(Stored<JsonNode> stored, String member) {
        return new CorruptDataException(
                Leases.COLLECTION.name(), stored.key(), "is no lease: it has no readable " + member, null);
    }
}
