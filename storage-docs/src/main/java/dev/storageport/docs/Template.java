// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.util.List;
import java.util.Optional;

/** What stands around the text of each page: search, list of pages, list of headings, the way to the next page. */
final class Template {

    private final Navigation navigation;

    Template(Navigation navigation) {
        this.navigation = navigation;
    }

    /**
     * Returns a whole page.
     *
     * @param target its place in the site
     * @param path its path in the repository; empty for one that only the site has
     * @param headings its headings
     * @param body the HTML of its text
     */
    String html(String target, Optional<String> path, String title, List<Heading> headings, String body) {
        String root = "../".repeat((int) target.chars().filter(c -> c == '/').count());
        StringBuilder html = new StringBuilder();
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(Html.escaped(title.equals("storageport") ? title : title + " · storageport"))
                .append("</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"")
                .append(root)
                .append(
                        "assets/site.css\">\n<script>document.documentElement.className='js'</script>\n<script defer src=\"")
                .append(root)
                .append("assets/index.js\"></script>\n<script defer src=\"")
                .append(root)
                .append("assets/site.js\"></script>\n</head>\n<body data-root=\"")
                .append(root)
                .append(
                        "\">\n<a class=\"skip\" href=\"#site-text\">Skip to the text</a>\n<header>\n<a class=\"brand\" href=\"")
                .append(root)
                .append("index.html\">storageport</a>\n")
                .append(
                        "<button class=\"menu\" type=\"button\" aria-expanded=\"false\" aria-controls=\"site-pages\">Pages</button>\n")
                .append(
                        "<form class=\"search\" role=\"search\"><input id=\"site-search\" type=\"search\" placeholder=\"Search ( / )\"")
                .append(" aria-label=\"Search the headings of all pages\" role=\"combobox\" aria-expanded=\"false\"")
                .append(
                        " aria-controls=\"site-found\" aria-autocomplete=\"list\" autocomplete=\"off\" spellcheck=\"false\">\n")
                .append(
                        "<ul id=\"site-found\" role=\"listbox\" aria-label=\"Found\" hidden></ul></form>\n</header>\n<div class=\"frame\">\n");
        listPages(html, root, path);
        listHeadings(html, headings);
        html.append("<main id=\"site-text\" tabindex=\"-1\">\n").append(body);
        neighbours(html, root, path);
        path.ifPresent(file -> html.append("<p class=\"origin\">From <code>")
                .append(Html.escaped(file))
                .append("</code></p>\n"));
        return html.append("</main>\n</div>\n</body>\n</html>\n").toString();
    }

    private void listPages(StringBuilder html, String root, Optional<String> current) {
        html.append("<nav id=\"site-pages\" class=\"pages\" aria-label=\"Pages\">\n");
        navigation.groups().forEach((group, entries) -> {
            html.append("<h2>").append(Html.escaped(group)).append("</h2>\n<ul>\n");
            for (Navigation.Entry entry : entries) {
                html.append("<li><a href=\"")
                        .append(root)
                        .append(entry.page().target())
                        .append('"');
                if (current.isPresent() && current.get().equals(entry.page().path())) {
                    html.append(" aria-current=\"page\"");
                }
                html.append('>').append(Html.escaped(entry.title())).append("</a></li>\n");
            }
            html.append("</ul>\n");
        });
        html.append("</nav>\n");
    }

    private void neighbours(StringBuilder html, String root, Optional<String> current) {
        List<Navigation.Entry> entries = navigation.entries();
        int place = current.map(path -> entries.stream()
                        .map(entry -> entry.page().path())
                        .toList()
                        .indexOf(path))
                .orElse(-1);
        if (place < 0) {
            return;
        }
        html.append("<nav class=\"neighbours\" aria-label=\"Before and after\">\n");
        if (place > 0) {
            neighbour(html, root, "before", entries.get(place - 1));
        }
        if (place + 1 < entries.size()) {
            neighbour(html, root, "after", entries.get(place + 1));
        }
        html.append("</nav>\n");
    }

    private void neighbour(StringBuilder html, String root, String where, Navigation.Entry entry) {
        html.append("<a class=\"")
                .append(where)
                .append("\" href=\"")
                .append(root)
                .append(entry.page().target())
                .append("\">")
                .append(Html.escaped(entry.title()))
                .append("</a>\n");
    }

    private static void listHeadings(StringBuilder html, List<Heading> headings) {
        List<Heading> listed = headings.stream()
                .filter(heading -> heading.level() == 2 || heading.level() == 3)
                .toList();
        if (listed.size() < 2) {
            return;
        }
        html.append(
                "<nav class=\"headings\" aria-label=\"On this page\">\n<details><summary>On this page</summary>\n<ul>\n");
        for (Heading heading : listed) {
            html.append("<li class=\"level")
                    .append(heading.level())
                    .append("\"><a href=\"#")
                    .append(Html.escaped(heading.anchor()))
                    .append("\">")
                    .append(Html.escaped(heading.text()))
                    .append("</a></li>\n");
        }
        html.append("</ul>\n</details>\n</nav>\n");
    }
}
