// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What callers do, in a closed loop: each begins the next operation when the last has ended. In the order in which they run: first what leaves the
 * number of documents as it is.
 */
public enum Workload {
    GET("get", 1, "1, 16, 100") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            caller.require(contestant.get(caller.anyKey()) >= 0);
        }
    },
    PUT("put", 1, "1, 16, 100") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            contestant.put(caller.anyKey(), caller.anyPlayer());
        }
    },
    READ_THEN_WRITE("read-then-write transact", 1, "1, 100") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            caller.attempted(contestant.readThenWrite(caller.anyKey()));
        }
    },
    TRANSFER("transact of 2 reads + 2 writes", 1, "1, 16") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            caller.attempted(contestant.transfer(caller.anyKey(), caller.anyKey()));
        }
    },
    /** Rows beside one another, so that conflicts are seen that are not the documents' own. */
    NEIGHBOURS("transact on 500 neighbours", 1, "4") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            int among = Math.min(500, caller.documents());
            caller.attempted(contestant.transfer(Data.key(caller.index(among)), Data.key(caller.index(among))));
        }
    },
    GET_ALL("getAll of 100", 1, "1, 16, 100") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            List<String> keys = new ArrayList<>();
            int first = caller.index(caller.documents() - 1000);
            for (int i = 0; i < 100; i++) {
                keys.add(Data.key(first + i * 10));
            }
            caller.require(contestant.getAll(keys) == 100);
        }
    },
    UPDATE("update", 1, "1, 16, 100") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            caller.require(contestant.update(caller.anyKey()));
        }
    },
    REPLACE_IF("conditional put", 1, "1, 16, 100") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            caller.replaceOwn(contestant);
        }
    },
    STREAM("stream of 20,000", 20_000, "1") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            contestant.stream(documents());
        }
    },
    PAGE("query page of 50", 1, "1, 16") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            char letter = (char) ('a' + caller.index(20));
            caller.require(contestant.pageOfWarriors("Kit " + Character.toUpperCase(letter), "Leia") >= 0);
        }
    },
    SEARCH("search", 1, "1, 16") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            contestant.searchWarriors(caller.namePart());
        }
    },
    PUT_PAGE("put with 60 KB page", 1, "1, 16") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            contestant.putPage(Data.key(caller.index(caller.data().pages())), caller.anyPlayer(), caller.anyPage());
        }
    },
    GET_PAGE("get with 60 KB page", 1, "1, 16") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            caller.require(
                    contestant.getPage(Data.key(caller.index(caller.data().pages()))) > 0);
        }
    },
    INSERT("insert", 1, "1, 16, 100") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            caller.require(contestant.insert(caller.freshKey(), caller.anyPlayer()));
        }
    },
    PUT_ALL("putAll of 10,000, existing", 10_000, "1") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            List<String> keys = new ArrayList<>();
            int first = caller.index(Math.max(1, caller.documents() - documents()));
            for (int i = 0; i < documents(); i++) {
                keys.add(Data.key(first + i));
            }
            contestant.putAll(keys, caller.players(documents()));
        }
    },
    PUT_ALL_NEW("putAll of 10,000, new", 10_000, "1") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            String prefix = caller.freshKey();
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < documents(); i++) {
                keys.add(String.format(Locale.ROOT, "%s-%05d", prefix, i));
            }
            contestant.putAll(keys, caller.players(documents()));
        }
    },
    MIXED("mixed load", 1, "16") {
        @Override
        public void run(Contestant contestant, Caller caller) throws Exception {
            caller.mixed().request(contestant, caller);
        }
    };

    private final String title;
    private final int documents;
    private final String callers;

    Workload(String title, int documents, String callers) {
        this.title = title;
        this.documents = documents;
        this.callers = callers;
    }

    /** Does it once. */
    public abstract void run(Contestant contestant, Caller caller) throws Exception;

    /** Returns the name for people. */
    public String title() {
        return title;
    }

    /** Returns how many documents one operation counts for. */
    public int documents() {
        return documents;
    }

    /** Returns how many threads call at once, one number after the other, ascending. */
    public List<Integer> callers() {
        return Arrays.stream(callers.split(", ", -1)).map(Integer::valueOf).toList();
    }

    /** Returns the name for arguments. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
