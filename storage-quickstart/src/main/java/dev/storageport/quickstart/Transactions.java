// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import static dev.storageport.Condition.all;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Transaction;

/** Changing two collections at once, both or neither. */
final class Transactions {

    private final Storage storage;
    private final Report report;

    Transactions(Storage storage, Report report) {
        this.storage = storage;
        this.report = report;
    }

    void run(String player) {
        report.heading("Transactions over two collections");
        storage.transactWithoutResult(Transactions::recount);
        report.line("before: players by endorsement %s", endorsements());
        storage.transactWithoutResult(transaction -> endorse(transaction, player, Profile.HIGHEST_ENDORSEMENT));
        report.line("committed: players by endorsement %s", endorsements());
        try {
            storage.transactWithoutResult(transaction -> {
                endorse(transaction, player, 1);
                throw new SecondThoughts();
            });
        } catch (SecondThoughts undone) {
            report.line("rolled back: players by endorsement %s", endorsements());
        }
    }

    private static void endorse(Transaction transaction, String player, int level) {
        transaction.collection(Profile.COLLECTION).update(player, profile -> profile.withEndorsement(level));
        recount(transaction);
    }

    /** Brings the static data up to date with what the transaction sees. */
    static void recount(Transaction transaction) {
        DocumentCollection<Profile> profiles = transaction.collection(Profile.COLLECTION);
        transaction
                .collection(StaticData.COLLECTION)
                .put(StaticData.ENDORSEMENTS, StaticData.endorsements(profiles.find(all())));
    }

    private Object endorsements() {
        return storage.collection(StaticData.COLLECTION)
                .get(StaticData.ENDORSEMENTS)
                .orElseThrow()
                .value()
                .figures();
    }

    /** What the application throws to undo a transaction; it arrives unchanged. */
    private static final class SecondThoughts extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
