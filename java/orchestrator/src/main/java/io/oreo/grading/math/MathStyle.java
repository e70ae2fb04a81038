package io.oreo.grading.math;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a formula what concerns its looks alone, and writes signs of Unicode and of code as
 * LaTeX: {@code 2\u00bd}, {@code \textcolor{red}{x}}, {@code x**2}, {@code 6*sqrt(3)}. The meaning
 * stays; both stages of grading read what comes out.
 */
public final class MathStyle {

    private static final String[][] SIGNS = {
        {"\u2212", "-"},
        {"\u2013", "-"},
        {"\u00d7", "\\times "},
        {"\u00b7", "\\cdot "},
        {"\u22c5", "\\cdot "},
        {"\u2219", "\\cdot "},
        {"\u00f7", "\\div "},
        {"\u03c0", "\\pi "},
        {"\u221e", "\\infty "},
        {"\u00b0", "^\\circ "},
        {"\u222a", "\\cup "},
        {"\u2229", "\\cap "},
        {"\u2264", "\\leq "},
        {"\u2265", "\\geq "},
        {"\u2260", "\\neq "},
        {"\u00b1", "\\pm "},
        {"\u2205", "\\emptyset "},
        {"\u211d", "\\mathbb{R}"},
        {"\u27e8", "\\langle "},
        {"\u27e9", "\\rangle "},
        {"\u2026", "\\ldots "},
        {"\u03b8", "\\theta "},
        {"\u03b1", "\\alpha "},
        {"\u03b2", "\\beta "},
        {"\u00a0", " "},
        {"\u202f", " "},
        {"\u2009", " "},
        {"\u20ac", ""},
        {"\u00a3", ""},
        {"\u00a5", ""},
        {"\u20b9", ""},
        {"\u2019", "'"},
        {"\u2713", ""},
        {"\u2714", ""},
        {"\u3002", ""},
    };

    private static final String SUPERSCRIPTS =
            "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077" + "\u2078\u2079\u207b\u207f";
    private static final String RAISED = "0123456789-n";
    private static final String VULGAR =
            "\u00bd\u2153\u2154\u00bc\u00be\u2155\u2156\u2157\u2158"
                    + "\u2159\u215a\u215b\u215c\u215d\u215e";
    private static final String[] FRACTIONS = {
        "1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/6", "5/6", "1/8", "3/8",
        "5/8", "7/8"
    };

    private static final Pattern RAISED_RUN = Pattern.compile("[" + SUPERSCRIPTS + "]+");
    private static final Pattern ROOT_SIGN =
            Pattern.compile(
                    "([\u221a\u221b])\\s*(?:\\(([^()]*)\\)|\\{([^{}]*)\\}|(\\d+|[a-zA-Z]))");
    private static final Pattern COLOUR =
            Pattern.compile("\\\\(?:text)?color\\s*(?:\\[[^\\]]*\\])?\\{[^{}]*\\}");
    private static final Pattern LOOKS =
            Pattern.compile(
                    "\\\\(?:bm|boldsymbol|pmb|underline|ensuremath|small|tiny|large|Large|huge"
                            + "|textstyle|displaystyle|scriptstyle|normalsize|checkmark"
                            + "|hspace\\*?\\{[^{}]*\\}"
                            + "|hfill|strut|phantom\\{[^{}]*\\}|limits|,|;|:|!\\s*)(?![a-zA-Z])");
    private static final Pattern SINGLE =
            Pattern.compile("\\\\(?:mathrm|text|mathit|mathbf|operatorname)\\{([eid])\\}");
    private static final Pattern FUNCTION =
            Pattern.compile(
                    "\\\\(?:operatorname|mathrm|text)\\s*\\{\\s*"
                            + "((?:arc)?(?:sin|cos|tan|cot|sec|csc)"
                            + "|ln|log|exp|gcd|lcm|max|min)\\s*\\}");
    private static final Pattern SIDE =
            Pattern.compile("\\\\(?:left|right)\\s*(?:\\.|(?![a-zA-Z]))");
    private static final Pattern FRACTION =
            Pattern.compile("\\\\(?:nicefrac|sfrac|flatfrac)(?![a-z])");
    private static final Pattern CODE_ROOT =
            Pattern.compile("(?<![a-zA-Z])\\\\?sqrt\\s*\\(([^()]*)\\)");
    private static final Pattern CODE_EXP =
            Pattern.compile("(?<![a-zA-Z])\\\\?exp\\s*(?:\\(([^()]*)\\)|\\{([^{}]*)\\})");
    private static final Pattern CODE_FUNCTION =
            Pattern.compile(
                    "(?<![a-zA-Z\\\\])((?:arc)?(?:sin|cos|tan|cot|sec|csc)|ln|log)(?=\\s*\\()");
    private static final Pattern CODE_POWER =
            Pattern.compile("(?<=[\\w)}])\\s*\\*\\*\\s*(?=[\\w({\\-])(?:\\(([^()]*)\\)|(-?\\w+))?");
    private static final Pattern CODE_PI = Pattern.compile("(?<![a-zA-Z\\\\])[pP]i(?![a-zA-Z])");
    private static final Pattern CODE_TIMES =
            Pattern.compile("(?<=[\\w)}])\\s*\\*\\s*(?=[\\w(\\\\])");
    private static final Pattern CURRENCY =
            Pattern.compile(
                    "\\b(?:(?:US|CA|AU|NZ|HK|SG|A|C|S)\\s?\\\\?\\$|(?:Rs\\.?|USD|EUR|GBP|INR)\\s?)"
                            + "(?=\\d)");
    private static final Pattern GROUPS =
            Pattern.compile(
                    "(?<![\\d.,'])(\\d{1,3})(?:[~'_ ]|\\\\ )(\\d{3}(?:(?:[~'_ ]|\\\\ )\\d{3})*)"
                            + "(?![\\d'_])");

    private static final Pattern DEGREES =
            Pattern.compile(
                    "\\\\(sin|cos|tan|cot|sec|csc)\\s*[({]?\\s*(\\d+(?:\\.\\d+)?)\\s*\\^\\s*"
                            + "\\{?\\s*\\\\circ\\s*\\}?\\s*[)}]?");

    /** Dots above the first and the last digit of what repeats itself, or above the only one. */
    private static final Pattern CYCLE =
            Pattern.compile("\\\\dot\\{?(\\d)\\}?(?:(\\d*)\\\\dot\\{?(\\d)\\}?)?");

    private static final Pattern IF =
            Pattern.compile("\\\\(?:text|mathrm|mbox)\\s*\\{\\s*(?:if|for|when)?\\s*\\}");
    private static final Pattern ALIGNED =
            Pattern.compile(
                    "\\\\(?:begin|end)\\{(?:aligned|align\\*?|equation\\*?|gathered|split)\\}");

    private MathStyle() {}

    /** The formula without its looks. */
    public static String plain(String text) {
        String plain = text.chars().allMatch(c -> c < 128) ? text : unicode(text);
        if (plain.indexOf('\\') >= 0) {
            plain = latex(plain);
        }
        if (plain.chars().anyMatch(c -> c == '*' || c >= 'A')) {
            plain = code(plain);
        }
        plain =
                plain.indexOf('~') >= 0
                                || plain.indexOf('\'') >= 0
                                || plain.indexOf('_') >= 0
                                || plain.indexOf(' ') >= 0
                        ? grouped(plain).replace('~', ' ')
                        : plain;
        return plain;
    }

    private static String grouped(String text) {
        return GROUPS.matcher(text)
                .replaceAll(found -> found.group(1) + found.group(2).replaceAll("[^0-9]", ""));
    }

    private static String unicode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int vulgar = VULGAR.indexOf(text.charAt(i));
            if (vulgar >= 0) {
                String fraction = FRACTIONS[vulgar];
                out.append("\\frac{")
                        .append(fraction.charAt(0))
                        .append("}{")
                        .append(fraction.charAt(2))
                        .append('}');
            } else {
                out.append(text.charAt(i));
            }
        }
        String plain = RAISED_RUN.matcher(out).replaceAll(MathStyle::raised);
        plain = ROOT_SIGN.matcher(plain).replaceAll(MathStyle::root);
        plain = plain.replace("\u221a", "\\sqrt ");
        for (String[] sign : SIGNS) {
            plain = plain.replace(sign[0], sign[1]);
        }
        return plain;
    }

    private static String raised(MatchResult run) {
        StringBuilder power = new StringBuilder("^{");
        run.group().chars().forEach(c -> power.append(RAISED.charAt(SUPERSCRIPTS.indexOf(c))));
        return power.append('}').toString();
    }

    private static String root(MatchResult found) {
        String degree = found.group(1).equals("\u221b") ? "[3]" : "";
        String content = first(found, 2);
        return Matcher.quoteReplacement("\\sqrt" + degree + "{" + content + "}");
    }

    private static String first(MatchResult found, int from) {
        for (int i = from; i <= found.groupCount(); i++) {
            if (found.group(i) != null) {
                return found.group(i);
            }
        }
        return "";
    }

    private static String latex(String text) {
        String plain = COLOUR.matcher(text).replaceAll("");
        plain = SINGLE.matcher(plain).replaceAll("$1");
        plain = FUNCTION.matcher(plain).replaceAll("\\\\$1 ");
        plain = FRACTION.matcher(plain).replaceAll("\\\\frac");
        plain = SIDE.matcher(plain).replaceAll("");
        plain = LOOKS.matcher(plain).replaceAll("");
        plain = plain.replace("\\varnothing", "\\emptyset");
        if (plain.contains("\\dot")) {
            plain = CYCLE.matcher(plain).replaceAll("\\\\overline{$1$2$3}");
        }
        if (plain.contains("\\begin{")) {
            plain = environments(plain);
        }
        plain = DEGREES.matcher(plain).replaceAll("\\\\$1{(\\\\frac{$2\\\\pi}{180})}");
        return plain.endsWith("\\\\") ? plain.substring(0, plain.length() - 2) : plain;
    }

    /** One row of an aligned formula is the formula; "if" says nothing in a definition by cases. */
    private static String environments(String text) {
        if (text.contains("{cases}")) {
            return IF.matcher(text).replaceAll(" ");
        }
        String inner = ALIGNED.matcher(text).replaceAll("");
        boolean rows = inner.contains("\\\\") || inner.equals(text);
        return rows ? text : inner.replace("&", "").strip();
    }

    private static String code(String text) {
        String plain = CURRENCY.matcher(text).replaceAll("");
        plain = CODE_ROOT.matcher(plain).replaceAll("\\\\sqrt{$1}");
        plain =
                CODE_EXP.matcher(plain)
                        .replaceAll(f -> Matcher.quoteReplacement("e^{" + first(f, 1) + "}"));
        plain =
                CODE_POWER
                        .matcher(plain)
                        .replaceAll(f -> first(f, 1).isEmpty() ? "^" : "^{" + first(f, 1) + "}");
        plain = CODE_FUNCTION.matcher(plain).replaceAll("\\\\$1");
        plain = CODE_PI.matcher(plain).replaceAll("\\\\pi ");
        return CODE_TIMES.matcher(plain).replaceAll(" \\\\cdot ");
    }
}
