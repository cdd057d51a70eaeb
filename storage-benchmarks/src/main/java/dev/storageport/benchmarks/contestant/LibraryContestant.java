// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Player;
import dev.storageport.benchmarks.workload.Workload;
import dev.storageport.quickstart.warriors.Warrior;
import dev.storageport.quickstart.warriors.WarriorStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The library, through its public face and with its own options. */
public final class LibraryContestant implements Contestant {

    private static final CollectionSpec<Player> DOCUMENTS =
            CollectionSpec.of("docs", Player.class).build();
    private static final CollectionSpec<Player> PAGES =
            CollectionSpec.of("pages", Player.class).build();
    private static final int BATCH = 10_000;

    private final Storage storage;
    private final DocumentCollection<Player> documents;
    private final DocumentCollection<Player> pages;
    private final DocumentCollection<Warrior> warriors;

    /** Uses a storage that declares {@link #specs()}, and closes it. */
    public LibraryContestant(Storage storage) {
        this.storage = storage;
        documents = storage.collection(DOCUMENTS);
        pages = storage.collection(PAGES);
        warriors = storage.collection(WarriorStorage.COLLECTION);
    }

    /** Returns what the storage has to declare. */
    public static CollectionSpec<?>[] specs() {
        return new CollectionSpec<?>[] {DOCUMENTS, PAGES, WarriorStorage.COLLECTION};
    }

    @Override
    public String name() {
        return LIBRARY;
    }

    @Override
    public boolean can(Workload workload) {
        return true;
    }

    @Override
    public void load(Data data) {
        for (int from = 0; from < data.documents(); from += BATCH) {
            List<Document<Player>> batch = new ArrayList<>();
            for (int i = from; i < Math.min(data.documents(), from + BATCH); i++) {
                batch.add(Document.of(Data.key(i), data.player(i)));
            }
            documents.putAll(batch);
        }
        for (int i = 0; i < data.pages(); i++) {
            pages.put(Data.key(i), data.player(i), Content.text(data.page(i)));
        }
        List<Document<Warrior>> batch = new ArrayList<>();
        for (Warrior warrior : data.warriors()) {
            batch.add(Document.of("warrior-" + batch.size(), warrior));
        }
        for (int from = 0; from < batch.size(); from += BATCH) {
            warriors.putAll(batch.subList(from, Math.min(batch.size(), from + BATCH)));
        }
    }

    @Override
    public int get(String key) {
        return documents.get(key).map(stored -> stored.value().visits()).orElse(-1);
    }

    @Override
    public int getAll(List<String> keys) {
        return documents.getAll(keys).size();
    }

    @Override
    public void put(String key, Player player) {
        documents.put(key, player);
    }

    @Override
    public boolean insert(String key, Player player) {
        return documents.insert(key, player).isPresent();
    }

    @Override
    public boolean update(String key) {
        return documents.update(key, Player::visited).isPresent();
    }

    @Override
    public long revision(String key) {
        return documents.get(key).orElseThrow().revision();
    }

    @Override
    public long replaceIf(String key, long revision, Player player) {
        return documents.replaceIf(key, revision, player).map(Stored::revision).orElse(-1L);
    }

    @Override
    public void putPage(String key, Player player, String html) {
        pages.put(key, player, Content.text(html));
    }

    @Override
    public int getPage(String key) {
        return pages.getWithContent(key)
                .flatMap(found -> found.content())
                .map(content -> content.text().length())
                .orElse(-1);
    }

    @Override
    public void putAll(List<String> keys, List<Player> players) {
        List<Document<Player>> batch = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            batch.add(Document.of(keys.get(i), players.get(i)));
        }
        documents.putAll(batch);
    }

    @Override
    public long stream(int number) {
        try (Stream<Stored<Player>> all =
                documents.stream(Condition.all().byKey().limit(number))) {
            return all.mapToLong(stored -> stored.value().visits()).sum();
        }
    }

    @Override
    public int transfer(String from, String to) {
        AtomicInteger attempts = new AtomicInteger();
        storage.transactWithoutResult(tx -> {
            attempts.incrementAndGet();
            DocumentCollection<Player> inside = tx.collection(DOCUMENTS);
            Player giver = inside.get(from).orElseThrow().value();
            Player taker = inside.get(to).orElseThrow().value();
            inside.put(from, giver.visited());
            inside.put(to, taker.visited());
        });
        return attempts.get();
    }

    @Override
    public int readThenWrite(String key) {
        AtomicInteger attempts = new AtomicInteger();
        storage.transactWithoutResult(tx -> {
            attempts.incrementAndGet();
            DocumentCollection<Player> inside = tx.collection(DOCUMENTS);
            inside.put(key, inside.get(key).orElseThrow().value().visited());
        });
        return attempts.get();
    }

    @Override
    public boolean createWarrior(String id, Warrior warrior) {
        return warriors.insert(id, warrior).isPresent();
    }

    @Override
    public boolean findWarrior(String id) {
        return warriors.get(id).isPresent();
    }

    @Override
    public int pageOfWarriors(String from, String before) {
        return warriors.find(WarriorStorage.NAME
                        .range(from, before)
                        .by(WarriorStorage.NAME)
                        .limit(50))
                .size();
    }

    @Override
    public int searchWarriors(String term) {
        return warriors.find(WarriorStorage.TEXT.contains(term).limit(50)).size();
    }

    @Override
    public long countWarriors() {
        return warriors.count();
    }

    @Override
    public void close() {
        storage.close();
    }
}
