// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.TransactionOptions;
import java.util.List;
import java.util.stream.Stream;

/** Operations that a test breaks off, and how to find out from outside whether they took effect. */
enum InterruptedOperation {
    PUT(1) {
        @Override
        void run(Storage storage, String token) {
            storage.collection(Tokens.SPEC).put(token, Tokens.of(token));
        }

        @Override
        int found(DocumentCollection<Tokens> stored, String token) {
            return there(stored, token);
        }
    },
    PUT_WITH_CONTENT(2) {
        @Override
        void run(Storage storage, String token) {
            storage.collection(Tokens.SPEC).put(token, Tokens.of(token), Content.text("x".repeat(100_000)));
        }

        @Override
        int found(DocumentCollection<Tokens> stored, String token) {
            return there(stored, token) + (stored.content(token).isPresent() ? 1 : 0);
        }
    },
    INSERT(1) {
        @Override
        void run(Storage storage, String token) {
            assertThat(storage.collection(Tokens.SPEC).insert(token, Tokens.of(token)))
                    .isPresent();
        }

        @Override
        int found(DocumentCollection<Tokens> stored, String token) {
            return there(stored, token);
        }
    },
    UPDATE(1) {
        @Override
        void prepare(DocumentCollection<Tokens> stored, String token) {
            stored.put(token, Tokens.of());
        }

        @Override
        void run(Storage storage, String token) {
            assertThat(storage.collection(Tokens.SPEC).update(token, old -> old.and(token)))
                    .isPresent();
        }

        @Override
        int found(DocumentCollection<Tokens> stored, String token) {
            return stored.get(token).orElseThrow().value().count(token);
        }
    },
    DELETE(1) {
        @Override
        void prepare(DocumentCollection<Tokens> stored, String token) {
            stored.put(token, Tokens.of());
        }

        @Override
        void run(Storage storage, String token) {
            assertThat(storage.collection(Tokens.SPEC).delete(token)).isTrue();
        }

        @Override
        int found(DocumentCollection<Tokens> stored, String token) {
            return 1 - there(stored, token);
        }
    },
    PUT_ALL(3) {
        @Override
        void run(Storage storage, String token) {
            storage.collection(Tokens.SPEC).putAll(three(token));
        }

        @Override
        int found(DocumentCollection<Tokens> stored, String token) {
            return theThree(stored, token);
        }
    },
    DELETE_BY_QUERY(3) {
        @Override
        void prepare(DocumentCollection<Tokens> stored, String token) {
            stored.putAll(three(token));
        }

        @Override
        void run(Storage storage, String token) {
            assertThat(storage.collection(Tokens.SPEC).delete(Condition.keyStartsWith(token + "-")))
                    .isEqualTo(3);
        }

        @Override
        int found(DocumentCollection<Tokens> stored, String token) {
            return 3 - theThree(stored, token);
        }
    },
    TRANSACTION(4) {
        @Override
        void prepare(DocumentCollection<Tokens> stored, String token) {
            stored.put(token, Tokens.of());
        }

        @Override
        void run(Storage storage, String token) {
            storage.transactWithoutResult(open -> {
                DocumentCollection<Tokens> inside = open.collection(Tokens.SPEC);
                assertThat(inside.get(token)).isPresent();
                assertThat(inside.update(token, old -> old.and(token))).isPresent();
                inside.putAll(three(token));
                assertThat(inside.count(Condition.keyStartsWith(token))).isEqualTo(4);
            });
        }

        @Override
        int found(DocumentCollection<Tokens> stored, String token) {
            return theThree(stored, token)
                    + stored.get(token).orElseThrow().value().count(token);
        }
    },
    GET(0) {
        @Override
        void run(Storage storage, String token) {
            assertThat(storage.collection(Tokens.SPEC).get(token)).isEmpty();
        }
    },
    GET_ALL(0) {
        @Override
        void run(Storage storage, String token) {
            assertThat(storage.collection(Tokens.SPEC).getAll(List.of(token, token + "-2")))
                    .isEmpty();
        }
    },
    FIND(0) {
        @Override
        void run(Storage storage, String token) {
            assertThat(storage.collection(Tokens.SPEC).find(Condition.keyStartsWith(token)))
                    .isEmpty();
        }
    },
    STREAM(0) {
        @Override
        void run(Storage storage, String token) {
            try (Stream<Stored<Tokens>> all =
                    storage.collection(Tokens.SPEC).stream(Condition.keyStartsWith("streamed-"))) {
                assertThat(all.count()).isEqualTo(STREAMED);
            }
        }
    },
    READ_ONLY_TRANSACTION(0) {
        @Override
        void run(Storage storage, String token) {
            long found = storage.transact(
                    TransactionOptions.snapshot(),
                    open -> open.collection(Tokens.SPEC).getAll(List.of(token)).size()
                            + open.collection(Tokens.SPEC).count(Condition.keyStartsWith(token)));
            assertThat(found).isZero();
        }
    };

    /** More than the backend fetches at a time. */
    static final int STREAMED = 520;

    private final int whole;

    InterruptedOperation(int whole) {
        this.whole = whole;
    }

    /** Returns how many parts it has, none of which may be there without the others; none if it only reads. */
    int whole() {
        return whole;
    }

    /** Stores what it needs, by a storage that nobody breaks. */
    void prepare(DocumentCollection<Tokens> stored, String token) {}

    abstract void run(Storage storage, String token);

    /** Returns how many parts of it are stored. */
    int found(DocumentCollection<Tokens> stored, String token) {
        return 0;
    }

    private static int there(DocumentCollection<Tokens> stored, String token) {
        return stored.contains(token) ? 1 : 0;
    }

    private static List<Document<Tokens>> three(String token) {
        return Stream.of("-1", "-2", "-3")
                .map(suffix -> Document.of(token + suffix, Tokens.of(token)))
                .toList();
    }

    private static int theThree(DocumentCollection<Tokens> stored, String token) {
        return stored.find(Condition.keyStartsWith(token + "-")).size();
    }
}
