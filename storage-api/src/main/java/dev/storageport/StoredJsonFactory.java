// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * Makes the parsers of one collection's stored JSON. They share the names of members that they have read, which saves a sixth of the time
 * of reading a document, as long as these are few.
 *
 * <p>Names are data where a document holds a map, and then each new one would make Jackson copy its table of names; names chosen to collide
 * would fill it. So the table is given up, for good, when it has more names than a schema has, and it is that of one collection only.
 */
final class StoredJsonFactory {

    private static final int MOST_NAMES = 512;

    private static final JsonFactory WITHOUT_NAMES =
            settings().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

    private final Named named = new Named();

    /** Read and written without a lock: a parser more or less with the table makes no difference. */
    private volatile boolean crowded;

    private static JsonFactoryBuilder settings() {
        return new JsonFactoryBuilder()
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // Names that collide are then read like others, and not kept.
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(CanonicalJson.READ_CONSTRAINTS);
    }

    JsonParser parser(String json) throws IOException {
        if (!crowded && named.names() > MOST_NAMES) {
            crowded = true;
        }
        return (crowded ? WITHOUT_NAMES : named).createParser(json);
    }

    /** Tells how many names its parsers share. */
    private static final class Named extends JsonFactory {

        private static final long serialVersionUID = 1L;

        private Named() {
            super(settings());
        }

        private int names() {
            return _rootCharSymbols.size();
        }
    }
}
