// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import dev.storageport.quickstart.warriors.Warrior;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tables and statements of those who write SQL themselves: no more columns, indexes and statements than the workloads need. Documents
 * have a revision, because the conditional put asks for one.
 */
enum Dialect {
    POSTGRES("?::jsonb", "vacuum analyze"),
    SQLITE("?", "analyze");

    private final String body;
    private final String afterLoading;

    Dialect(String body, String afterLoading) {
        this.body = body;
        this.afterLoading = afterLoading;
    }

    /** Returns the statements that create the tables. */
    List<String> tables() {
        return this == POSTGRES ? Definitions.POSTGRES : Definitions.SQLITE;
    }

    /** Returns what is done when the tables have been filled. */
    String afterLoading() {
        return afterLoading;
    }

    /** Parameters: key, body. */
    String put() {
        return "insert into docs (key, body, revision) values (?, " + body + ", 1)"
                + " on conflict (key) do update set body = excluded.body, revision = docs.revision + 1";
    }

    /** Parameters: array of keys, array of bodies; PostgreSQL only. */
    static String putArrays() {
        return "insert into docs (key, body, revision) select key, body::jsonb, 1"
                + " from unnest(?::text[], ?::text[]) as given (key, body)"
                + " on conflict (key) do update set body = excluded.body, revision = docs.revision + 1";
    }

    /** Parameters: key, body. */
    String insert() {
        return "insert into docs (key, body, revision) values (?, " + body + ", 1) on conflict (key) do nothing";
    }

    /** Parameter: key. Columns: body, revision. */
    String get() {
        return "select body, revision from docs where key = ?";
    }

    /** Parameters: an array of keys on PostgreSQL, each key on SQLite. Columns: key, body, revision. */
    String getAll(int keys) {
        return "select key, body, revision from docs where key "
                + (this == POSTGRES ? "= any(?)" : "in (?" + ",?".repeat(keys - 1) + ")");
    }

    /** Parameters: body, key, revision. */
    String replaceIf() {
        return "update docs set body = " + body + ", revision = revision + 1 where key = ? and revision = ?";
    }

    /** Parameters: body, key. */
    String replace() {
        return "update docs set body = " + body + ", revision = revision + 1 where key = ?";
    }

    /** Parameters: key, body, compressed page. */
    String putPage() {
        return "insert into pages (key, body, html) values (?, " + body + ", ?)"
                + " on conflict (key) do update set body = excluded.body, html = excluded.html";
    }

    /** Parameter: key. Columns: body, html. */
    String getPage() {
        return "select body, html from pages where key = ?";
    }

    /** Parameter: how many. Columns: body, revision. */
    String stream() {
        return "select body, revision from docs order by key limit ?";
    }

    /** Parameters: id, body, name, texts. */
    String createWarrior() {
        return "insert into warriors (id, body, name, texts) values (?, " + body
                + ", ?, ?) on conflict (id) do nothing";
    }

    /** Parameter: id. Column: body. */
    String findWarrior() {
        return "select body from warriors where id = ?";
    }

    /** Parameters: the lowest name, the name after the highest. Column: body. */
    String pageOfWarriors() {
        return "select body from warriors where name >= ? and name < ? order by name, id limit 50";
    }

    String countWarriors() {
        return "select count(*) from warriors";
    }

    /** Parameters: {@link #searched}. Column: body. */
    String search(List<String> words) {
        StringBuilder sql = new StringBuilder("select w.body from warriors w");
        if (this == POSTGRES) {
            sql.append(" where true");
        } else if (words.stream().anyMatch(Dialect::hasTrigram)) {
            sql.append(" join warriors_texts t on t.rowid = w.n where warriors_texts match ?");
        } else {
            sql.append(" where true");
        }
        words.stream().filter(word -> !matched(word)).forEach(word -> sql.append(" and w.texts like ? escape '!'"));
        return sql + " order by case when " + position() + " > 0 then 0 else 1 end, w.name, w.id limit 50";
    }

    /** Returns the parameters of a search, in order. */
    List<String> searched(List<String> words) {
        List<String> parameters = new ArrayList<>();
        List<String> phrases = words.stream()
                .filter(this::matched)
                .map(word -> '"' + word.replace("\"", "\"\"") + '"')
                .toList();
        if (!phrases.isEmpty()) {
            parameters.add(String.join(" ", phrases));
        }
        words.stream().filter(word -> !matched(word)).forEach(word -> parameters.add("%" + escaped(word) + "%"));
        parameters.add(words.get(0));
        return parameters;
    }

    private String position() {
        return this == POSTGRES ? "strpos(lower(w.name), ?)" : "instr(lower(w.name), ?)";
    }

    // A full-text table of trigrams finds no word that has none.
    private boolean matched(String word) {
        return this == SQLITE && hasTrigram(word);
    }

    private static boolean hasTrigram(String word) {
        return word.length() >= 3;
    }

    private static String escaped(String word) {
        return word.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    /** Returns the words of a term. */
    static List<String> words(String term) {
        return List.of(term.strip().toLowerCase(Locale.ROOT).split(" +", -1));
    }

    /** Returns the text in which a warrior is found. */
    static String texts(Warrior warrior) {
        return (warrior.name() + '\n' + warrior.dob() + '\n' + String.join("\n", warrior.fightSkills()))
                .toLowerCase(Locale.ROOT);
    }

    private static final class Definitions {

        static final List<String> POSTGRES = List.of(
                "create extension pg_trgm",
                "create table docs (key text collate \"C\" primary key, body jsonb not null, revision bigint not null)",
                "create table pages (key text collate \"C\" primary key, body jsonb not null, html bytea not null)",
                // The frames are compressed already; the server would only try in vain.
                "alter table pages alter column html set storage external",
                "create table warriors (id text collate \"C\" primary key, body jsonb not null,"
                        + " name text collate \"C\" not null, texts text not null)",
                "create index on warriors (name, id)",
                "create index on warriors using gin (texts gin_trgm_ops)");

        static final List<String> SQLITE = List.of(
                "create table docs (key text primary key, body text not null, revision integer not null) strict",
                "create table pages (key text primary key, body text not null, html blob not null) strict",
                "create table warriors (n integer primary key, id text not null unique, body text not null,"
                        + " name text not null, texts text not null) strict",
                "create index warriors_by_name on warriors (name, id)",
                "create virtual table warriors_texts using fts5(texts, content='warriors', content_rowid='n',"
                        + " tokenize='trigram')",
                "create trigger warriors_created after insert on warriors begin"
                        + " insert into warriors_texts(rowid, texts) values (new.n, new.texts); end");
    }
}
