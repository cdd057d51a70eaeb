// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Code as HTML, with words of a language marked: at most one mark for each token, so that what is not known stays plain. */
final class Highlighter {

    private static final String STRING =
            "(?<string>\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*')";

    private static final Pattern JAVA = Pattern.compile("(?<comment>//[^\\n]*|/\\*[\\s\\S]*?\\*/)|" + STRING
            + "|(?<annotation>@\\w+)|\\b(?<keyword>abstract|assert|boolean|break|byte|case|catch|char|class|const|continue|default|do|double|else"
            + "|enum|extends|final|finally|float|for|fun|if|implements|import|instanceof|int|interface|long|new|null|package"
            + "|private|protected|public|record|return|sealed|short|static|super|switch|synchronized|this|throw|throws|true|false"
            + "|try|val|var|void|volatile|when|while|permits)\\b|\\b(?<number>\\d[\\d_]*[Lf]?)\\b");

    private static final Pattern XML = Pattern.compile("(?<comment><!--[\\s\\S]*?-->)|(?<keyword></?[\\w:.-]+|/?>)|"
            + STRING + "(?<annotation>$^)?(?<number>$^)?");

    private static final Pattern SQL = Pattern.compile("(?<comment>--[^\\n]*)|" + STRING
            + "|\\b(?<keyword>SELECT|FROM|WHERE|ORDER|BY|AS|AND|OR|NOT|IS|NULL|GROUP|CREATE|ALTER|GRANT|REVOKE|ON|IN|TO|ROLE|LOGIN|PASSWORD"
            + "|EXTENSION|SCHEMA|DEFAULT|PRIVILEGES|TABLES|USAGE|INSERT|UPDATE|DELETE|ALL|FOR|IF|EXISTS|LIMIT|SHOW)\\b"
            + "|\\b(?<number>\\d+)\\b(?<annotation>$^)?");

    private static final Pattern HASH = Pattern.compile("(?<comment>(?m:^|(?<=\\s))#[^\\n]*)|" + STRING
            + "|(?<keyword>(?m:^\\s*[\\w.-]+(?=[=:])))|(?<annotation>$^)|(?<number>$^)");

    private static final Map<String, Pattern> LANGUAGES = Map.of(
            "java",
            JAVA,
            "kotlin",
            JAVA,
            "kts",
            JAVA,
            "xml",
            XML,
            "sql",
            SQL,
            "yaml",
            HASH,
            "properties",
            HASH,
            "shell",
            HASH);

    private static final Iterable<String> KINDS =
            java.util.List.of("comment", "string", "annotation", "keyword", "number");

    private Highlighter() {}

    /** Returns the code with everything escaped that HTML means something by. */
    static String html(String language, String code) {
        Pattern pattern = LANGUAGES.get(language);
        if (pattern == null) {
            return Html.escaped(code);
        }
        StringBuilder html = new StringBuilder();
        Matcher tokens = pattern.matcher(code);
        int end = 0;
        while (tokens.find()) {
            html.append(Html.escaped(code.substring(end, tokens.start())));
            html.append("<span class=\"").append(kind(tokens)).append("\">");
            html.append(Html.escaped(tokens.group())).append("</span>");
            end = tokens.end();
        }
        return html.append(Html.escaped(code.substring(end))).toString();
    }

    private static String kind(Matcher token) {
        for (String kind : KINDS) {
            if (token.group(kind) != null) {
                return kind;
            }
        }
        throw new IllegalStateException("a token of no kind: " + token.group());
    }
}
