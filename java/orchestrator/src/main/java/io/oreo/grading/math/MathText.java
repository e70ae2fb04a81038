package io.oreo.grading.math;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings a written answer into one form, so that most equal answers are equal texts.
 *
 * <p>The rules are those of the MATH benchmark's own comparison (arXiv 2103.03874: spacing, {@code
 * \left}, {@code \dfrac}, short fractions and roots, degrees, dollars, units, {@code x=}), and
 * beyond them what {@link MathStyle} takes away. Percent signs stay: {@link NumberText} knows what
 * they mean.
 */
public final class MathText {

    /** Command without backslash, and what stands for it. */
    private static final String[][] COMMANDS = {
        {"left", ""},
        {"right", ""},
        {"bigl", ""},
        {"bigr", ""},
        {"Bigl", ""},
        {"Bigr", ""},
        {"big", ""},
        {"Big", ""},
        {"displaystyle", ""},
        {"limits", ""},
        {"quad", " "},
        {"qquad", " "},
        {"dfrac", "\\frac"},
        {"tfrac", "\\frac"},
        {"cfrac", "\\frac"},
        {"le", "\\leq"},
        {"ge", "\\geq"},
        {"lt", "<"},
        {"gt", ">"},
        {"ne", "\\neq"},
        {"degree", ""},
        {"dollar", ""},
        {"lbrace", "\\{"},
        {"rbrace", "\\}"},
        {"ast", "*"},
        {"bmatrix", "pmatrix"},
        {"hspace", ""},
        {"dots", "\\ldots"},
        {"dotsc", "\\ldots"},
        {"cdots", "\\ldots"},
        {"lvert", "|"},
        {"rvert", "|"},
        {"langle", "("},
        {"rangle", ")"},
        {"varnothing", "\\emptyset"},
        {"percent", "%"},
        {"infinity", "\\infty"},
    };

    private static final Pattern TEXT_COMMAND =
            Pattern.compile(
                    "\\\\(?:text(?:bf|it|rm|normal|tt|sf)?|mbox|math(?:rm|bf|it|bb)|operatorname)"
                            + "\\s*\\{([^{}]*)\\}");
    private static final Pattern SHORT_FRACTION =
            Pattern.compile(
                    "\\\\frac\\s*(?:(\\d)|\\{([^{}]*)\\})\\s*(?:(\\d+)|\\{([^{}]*)\\}|([a-z]))");
    private static final Pattern SHORT_ROOT = Pattern.compile("\\\\sqrt\\s*(\\d+|[a-zA-Z])");
    private static final Pattern DEGREES =
            Pattern.compile("\\^\\s*(?:\\{\\s*\\\\circ\\s*\\}|\\\\circ)");
    private static final Pattern PERCENT_WORD =
            Pattern.compile("\\s*(?:\\\\?%|\\b(?:percent|pct)\\b\\.?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern GROUPED_BLANKS =
            Pattern.compile("-?\\d{1,3}(?: \\d{3})+(?:\\.\\d+)?");
    private static final Pattern MIXED = Pattern.compile("(-?)(\\d+) (\\d+)/(\\d+)");
    private static final Pattern DIGITS_APART = Pattern.compile("(?<=[\\d.]) +(?=[\\d.])");

    /** A blank behind the comma says that these are two numbers. */
    private static final Pattern LIST_COMMA = Pattern.compile("(?<=\\d), (?=\\d{3}(?!\\d))");

    private static final Pattern DOUBLED = Pattern.compile("\\\\\\\\(?=[a-zA-Z])");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Stands for the end of a row while commands are replaced; no answer holds it. */
    private static final String ROW = "\u0001";

    private static final Pattern SHORT_POWER = Pattern.compile("\\^\\{(\\w)\\}(?!\\d)");

    /** No answer is longer; longer texts are equal or left open. */
    static final int LONGEST = 2_000;

    private MathText() {}

    /**
     * The answer in its one form; never longer than a few times the answer. What is longer than
     * {@link #LONGEST} stays as it is.
     */
    public static String normalise(String answer) {
        String text = answer.strip();
        if (text.length() > LONGEST || isPlainNumber(text)) {
            return text;
        }
        text = MathStyle.plain(text).strip();
        if (isPlainNumber(text)) {
            return text;
        }
        text =
                text.indexOf('\\') >= 0 || text.indexOf('{') >= 0
                        ? commands(text)
                        : text.replace("$", "");
        if (text.indexOf('%') >= 0 || text.indexOf('p') >= 0 || text.indexOf('P') >= 0) {
            text = PERCENT_WORD.matcher(text).replaceAll("%");
        }
        text = end(text.strip());
        text = blanks(text);
        text = text.indexOf('^') >= 0 ? SHORT_POWER.matcher(text).replaceAll("^$1") : text;
        return bare(Sides.normalise(text));
    }

    private static boolean isPlainNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static String commands(String text) {
        String plain = rows(text).replace("\\$", "").replace("$", "");
        plain = plain.replace("\\!", "").replace("\\,", "").replace("\\;", "").replace("\\:", "");
        plain = plain.replace("\\(", "").replace("\\)", "").replace("\\[", "");
        plain = plain.replace("\\]", "").replace("\\%", "%").replace("{,}", ",");
        plain = named(plain.replace("\\ ", " "));
        plain = plain.contains("\\circ") ? DEGREES.matcher(plain).replaceAll("") : plain;
        plain = TEXT_COMMAND.matcher(plain).find() ? UnitText.unwrap(plain, TEXT_COMMAND) : plain;
        // Twice, since a short fraction may stand in another.
        plain = fractions(fractions(plain));
        plain =
                plain.contains("\\sqrt")
                        ? SHORT_ROOT.matcher(plain).replaceAll("\\\\sqrt{$1}")
                        : plain;
        return plain.replace(ROW, "\\\\");
    }

    /** Keeps the ends of a matrix's rows apart; elsewhere a doubled backslash was meant as one. */
    private static String rows(String text) {
        if (!text.contains("\\\\")) {
            return text;
        }
        return text.contains("\\begin")
                ? text.replace("\\\\", ROW)
                : DOUBLED.matcher(text).replaceAll("\\\\");
    }

    private static String fractions(String text) {
        if (!text.contains("\\frac")) {
            return text;
        }
        return SHORT_FRACTION
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(fraction(found)));
    }

    private static String fraction(MatchResult found) {
        String numerator = found.group(1) == null ? found.group(2) : found.group(1);
        if (found.group(4) != null) {
            return "\\frac{%s}{%s}".formatted(numerator, found.group(4));
        }
        String rest = found.group(3) == null ? found.group(5) : found.group(3);
        return "\\frac{%s}{%s}%s".formatted(numerator, rest.charAt(0), rest.substring(1));
    }

    /** Replaces commands, whole names only: {@code \left} but not {@code \leftarrow}. */
    private static String named(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 >= text.length() || !isLetter(text.charAt(i + 1))) {
                out.append(c);
                i++;
                continue;
            }
            int end = i + 1;
            while (end < text.length() && isLetter(text.charAt(end))) {
                end++;
            }
            out.append(replacement(text.substring(i + 1, end)));
            i = end;
        }
        return out.toString().replace("{bmatrix}", "{pmatrix}");
    }

    private static String replacement(String command) {
        for (String[] known : COMMANDS) {
            if (known[0].equals(command)) {
                return known[1];
            }
        }
        return "\\" + command;
    }

    /** Without the punctuation that ends a sentence. */
    private static String end(String text) {
        int end = text.length();
        while (end > 0 && isPunctuation(text, end - 1)) {
            end--;
        }
        String kept = text.substring(0, end).strip();
        return kept.startsWith("**") ? kept.substring(2).strip() : kept;
    }

    /**
     * The sign of the factorial stands behind a number, a letter or a bracket, not behind a word.
     */
    private static boolean isPunctuation(String text, int place) {
        if (text.charAt(place) == '!') {
            return place > 1
                    && isLetter(text.charAt(place - 1))
                    && isLetter(text.charAt(place - 2));
        }
        return ".,;:*`_".indexOf(text.charAt(place)) >= 0;
    }

    private static String blanks(String text) {
        if (text.indexOf(' ') < 0 && !UnitText.mayEnd(text)) {
            return text;
        }
        String spaced = LIST_COMMA.matcher(BLANKS.matcher(text).replaceAll(" ")).replaceAll(";");
        if (GROUPED_BLANKS.matcher(spaced).matches()) {
            return spaced.replace(" ", "");
        }
        Matcher mixed = MIXED.matcher(spaced);
        if (mixed.matches()) {
            return "%s%s\\frac{%s}{%s}"
                    .formatted(mixed.group(1), mixed.group(2), mixed.group(3), mixed.group(4));
        }
        String measured = UnitText.withoutWords(spaced);
        // A blank between digits says that these are two numbers; it must not join them.
        return DIGITS_APART.matcher(measured).replaceAll("_ _").replace(" ", "");
    }

    /** Without braces around the whole. */
    private static String bare(String text) {
        String bare = text;
        while (bare.startsWith("{") && Boxes.closing(bare, 0) == bare.length() - 1) {
            bare = bare.substring(1, bare.length() - 1);
        }
        return bare;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Splits at commas that stand in no bracket; semicolons count as commas. */
    static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0) {
                depth--;
            } else if (depth == 0 && (c == ',' || c == ';')) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
