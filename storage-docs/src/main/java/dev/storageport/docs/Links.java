// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where the links of the pages lead. A link to a page becomes one to its page of the site, one to another file of the repository leads to
 * a copy. A link that leads nowhere is a problem.
 */
final class Links {

    /** Begins the links that the site itself makes to the Javadoc it copied. */
    static final String JAVADOC = "javadoc:";

    private final Path root;
    private final Map<String, Page> pages;
    private final List<String> problems;
    private final Set<String> sources = new LinkedHashSet<>();
    private final Set<String> folders = new LinkedHashSet<>();
    private final Set<String> assets = new LinkedHashSet<>();

    /**
     * Looks after the links of one site.
     *
     * @param root the repository
     * @param pages its pages by path
     * @param problems receives a line for each link that leads nowhere
     */
    Links(Path root, Map<String, Page> pages, List<String> problems) {
        this.root = root;
        this.pages = pages;
        this.problems = problems;
    }

    /** Returns the link as the page's place in the site needs it. */
    String resolve(Page from, String link) {
        if (link.matches("(https?|mailto):.*")) {
            return link;
        }
        if (link.startsWith(JAVADOC)) {
            return relative(from.target(), "javadoc/" + link.substring(JAVADOC.length()));
        }
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        String anchor = hash < 0 ? "" : link.substring(hash + 1);
        if (file.isEmpty()) {
            requireAnchor(from, from, anchor, link);
            return link;
        }
        Path target = Path.of(from.path()).resolveSibling(file).normalize();
        String path = target.toString().replace('\\', '/');
        if (path.startsWith("..") || target.isAbsolute()) {
            return broken(from, link, "it leaves the repository");
        }
        Page page = pages.getOrDefault(path, pages.get(path + "/README.md"));
        if (page != null) {
            requireAnchor(from, page, anchor, link);
            return relative(from.target(), page.target()) + (anchor.isEmpty() ? "" : "#" + anchor);
        }
        if (!anchor.isEmpty()) {
            return broken(from, link, "only pages have anchors");
        }
        if (Files.isDirectory(root.resolve(path))) {
            folders.add(path);
            return relative(from.target(), folderTarget(path));
        }
        if (!Files.isRegularFile(root.resolve(path))) {
            return broken(from, link, "there is no such file");
        }
        if (path.endsWith(".svg") || path.endsWith(".png")) {
            assets.add(path);
            return relative(from.target(), path);
        }
        sources.add(path);
        return relative(from.target(), sourceTarget(path));
    }

    private void requireAnchor(Page from, Page page, String anchor, String link) {
        if (!anchor.isEmpty() && !page.hasAnchor(anchor)) {
            broken(from, link, "the page has no such heading");
        }
    }

    private String broken(Page from, String link, String why) {
        problems.add(from.path() + ": the link " + link + " is broken: " + why);
        return link;
    }

    /** Returns the way from one page of the site to another. */
    static String relative(String from, String to) {
        Path folder = Objects.requireNonNull(Path.of("/" + from).getParent());
        return folder.relativize(Path.of("/" + to)).toString().replace('\\', '/');
    }

    /** Returns the place in the site of a file that is shown as it is. */
    static String sourceTarget(String path) {
        return "source/" + path + ".html";
    }

    /** Returns the files that links lead to and that are shown as they are. */
    Set<String> sources() {
        return sources;
    }

    /** Returns the place in the site of the list of a folder's files. */
    static String folderTarget(String path) {
        return "source/" + path + "/index.html";
    }

    /** Returns the folders that links lead to and that have no page about themselves. */
    Set<String> folders() {
        return folders;
    }

    /** Returns the images. */
    Set<String> assets() {
        return assets;
    }
}
