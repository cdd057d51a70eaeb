// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;

/** A file of Markdown, parsed: its title, its headings, and the rows of its tables that have a name. */
final class Page {

    private static final Pattern RULE = Pattern.compile("[A-Z]{2,}-\\d+");

    private final String path;
    private final Node document;
    private final List<Heading> headings = new ArrayList<>();
    private final List<Heading> rows = new ArrayList<>();
    private final IdentityHashMap<Node, String> anchors = new IdentityHashMap<>();

    Page(String path, String markdown) {
        this.path = path;
        this.document = Markdown.parse(markdown);
        Anchors names = new Anchors();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(org.commonmark.node.Heading heading) {
                String text = Markdown.text(heading);
                String anchor = names.next(text);
                headings.add(new Heading(heading.getLevel(), text, anchor));
                anchors.put(heading, anchor);
            }

            @Override
            public void visit(CustomNode node) {
                if (node instanceof TableRow && node.getParent() instanceof TableBody) {
                    addRow(node, names);
                }
                visitChildren(node);
            }
        });
    }

    private void addRow(Node row, Anchors names) {
        Node first = row.getFirstChild();
        String text = Markdown.text(first);
        if (first.getFirstChild() instanceof Code || RULE.matcher(text).matches()) {
            String anchor = names.next("row " + text);
            rows.add(new Heading(6, text, anchor));
            anchors.put(row, anchor);
        }
    }

    /** Returns the file's path in the repository, with slashes. */
    String path() {
        return path;
    }

    /** Returns the page's path in the site. */
    String target() {
        return path.equals("README.md") ? "index.html" : path.substring(0, path.length() - ".md".length()) + ".html";
    }

    /** Returns the first heading, or the path of a page that has none. */
    String title() {
        return headings.isEmpty() ? path : headings.get(0).text();
    }

    List<Heading> headings() {
        return headings;
    }

    /** Returns the rows of tables that begin with a word of code or the number of a rule: for the search only, since GitHub knows no such anchors. */
    List<Heading> rows() {
        return rows;
    }

    Node document() {
        return document;
    }

    /** Returns the anchor of a heading or row. */
    Optional<String> anchor(Node node) {
        return Optional.ofNullable(anchors.get(node));
    }

    boolean hasAnchor(String anchor) {
        return headings.stream().anyMatch(heading -> heading.anchor().equals(anchor));
    }
}
