// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The chapter on documents. Single documents and batches of them: writing, revisions, deleting, and the content beside a document. */
@NullMarked
package dev.storageport.tck.documents;

import org.jspecify.annotations.NullMarked;
