// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/** The HTML of a page's text: tables and code that scroll by themselves, headings that can be linked to, links that lead into the site. */
final class PageBody {

    private final Page page;
    private final Links links;
    private final HtmlRenderer renderer;

    PageBody(Page page, Links links) {
        this.page = page;
        this.links = links;
        this.renderer = HtmlRenderer.builder()
                .extensions(Markdown.EXTENSIONS)
                .attributeProviderFactory(context -> this::attributes)
                .nodeRendererFactory(Blocks::new)
                .build();
    }

    String html() {
        page.document().accept(new AbstractVisitor() {
            @Override
            public void visit(CustomBlock block) {
                if (block instanceof TableBlock && !(block.getParent() instanceof Scrolling)) {
                    Scrolling box = new Scrolling();
                    block.insertBefore(box);
                    box.appendChild(block);
                }
            }
        });
        return renderer.render(page.document());
    }

    private void attributes(Node node, String tag, Map<String, String> attributes) {
        page.anchor(node).ifPresent(anchor -> attributes.put("id", anchor));
        if (node instanceof Link link) {
            attributes.put("href", links.resolve(page, link.getDestination()));
        } else if (node instanceof Image image && tag.equals("img")) {
            attributes.put("src", links.resolve(page, image.getDestination()));
        }
    }

    /** What scrolls sideways by itself where it is wider than the page. */
    private static final class Scrolling extends CustomBlock {}

    private static final class Blocks implements NodeRenderer {

        private final HtmlNodeRendererContext context;

        Blocks(HtmlNodeRendererContext context) {
            this.context = context;
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(
                    Scrolling.class, Heading.class, FencedCodeBlock.class, IndentedCodeBlock.class, HtmlBlock.class);
        }

        @Override
        public void render(Node node) {
            if (node instanceof Scrolling) {
                table(node);
            } else if (node instanceof Heading heading) {
                heading(heading);
            } else if (node instanceof FencedCodeBlock block) {
                code(block.getInfo(), block.getLiteral());
            } else if (node instanceof IndentedCodeBlock block) {
                code("shell", block.getLiteral());
            } else {
                String html = ((HtmlBlock) node).getLiteral().strip();
                if (!html.startsWith("<!--") || !html.endsWith("-->")) {
                    throw new IllegalStateException("pages hold no HTML but comments: " + html);
                }
            }
        }

        private void table(Node box) {
            context.getWriter().line();
            context.getWriter()
                    .tag("div", Map.of("class", "scroll", "role", "region", "aria-label", "table", "tabindex", "0"));
            context.render(box.getFirstChild());
            context.getWriter().tag("/div");
            context.getWriter().line();
        }

        private void heading(Heading heading) {
            String tag = "h" + heading.getLevel();
            Map<String, String> attributes = new HashMap<>(context.extendAttributes(heading, tag, Map.of()));
            context.getWriter().line();
            context.getWriter().tag(tag, attributes);
            Node child = heading.getFirstChild();
            while (child != null) {
                context.render(child);
                child = child.getNext();
            }
            if (heading.getLevel() > 1) {
                context.getWriter()
                        .tag(
                                "a",
                                Map.of(
                                        "class",
                                        "anchor",
                                        "href",
                                        "#" + attributes.get("id"),
                                        "aria-label",
                                        "link to this section"));
                context.getWriter().text("#");
                context.getWriter().tag("/a");
            }
            context.getWriter().tag("/" + tag);
            context.getWriter().line();
        }

        private void code(String language, String code) {
            context.getWriter().line();
            context.getWriter().tag("pre", Map.of("tabindex", "0"));
            context.getWriter().tag("code");
            context.getWriter().raw(Highlighter.html(language, code));
            context.getWriter().tag("/code");
            context.getWriter().tag("/pre");
            context.getWriter().line();
        }
    }
}
