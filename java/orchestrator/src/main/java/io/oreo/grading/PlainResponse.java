package io.oreo.grading;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response as its writer means it: thoughts, HTML, invisible characters and foreign digits aside.
 * What stands in {@code <think>...</think>} is no answer, and what stands in the last {@code
 * <answer>...</answer>} is one.
 */
final class PlainResponse {

    /** Ends of thoughts; the answer stands behind the last of them. */
    private static final String[] THOUGHT_ENDS = {
        "</think>", "</thinking>", "</thought>", "</reasoning>", "assistantfinal"
    };

    private static final String[][] HTML = {
        {"&nbsp;", " "},
        {"&minus;", "-"},
        {"&lt;", "<"},
        {"&gt;", ">"},
        {"&amp;", "&"},
        {"<br>", "\n"},
        {"<br/>", "\n"},
        {"<br />", "\n"},
    };

    /** Signs of other scripts, and the one of ASCII that means the same. */
    private static final String FOREIGN = "\uff0c\uff1a\uff1b\uff05\uff08\uff09\uff1d\uff0b\uff0d";

    private static final String ASCII = ",:;%()=+-";
    private static final Pattern BOLD = Pattern.compile("</?(?:b|strong|em|i|u)>");
    private static final Pattern INVISIBLE = Pattern.compile("[\u200b-\u200f\u2060\ufeff]");
    private static final String OPEN = "<answer>";
    private static final String CLOSE = "</answer>";

    private PlainResponse() {}

    /** Without thoughts, unless nothing else is there. */
    static String of(String response) {
        String text = characters(response);
        if (text.indexOf('&') >= 0 || text.indexOf('<') >= 0) {
            for (String[] mark : HTML) {
                text = text.replace(mark[0], mark[1]);
            }
            text = BOLD.matcher(text).replaceAll("");
        }
        int from = 0;
        for (String end : THOUGHT_ENDS) {
            int place = text.lastIndexOf(end);
            from = Math.max(from, place < 0 ? 0 : place + end.length());
        }
        String rest = text.substring(from);
        return rest.isBlank() ? text : rest;
    }

    /** What stands in the last {@code <answer>}, closed or at the end. */
    static String tagged(String text) {
        int open = text.lastIndexOf(OPEN);
        if (open < 0) {
            return "";
        }
        int close = text.indexOf(CLOSE, open);
        return text.substring(open + OPEN.length(), close < 0 ? text.length() : close).strip();
    }

    private static String characters(String text) {
        int first = 0;
        while (first < text.length() && text.charAt(first) < 128) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            int sign = FOREIGN.indexOf(c);
            if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
                out.append((char) ('0' + Character.digit(c, 10)));
            } else {
                out.append(sign < 0 ? c : ASCII.charAt(sign));
            }
        }
        Matcher invisible = INVISIBLE.matcher(out);
        return invisible.find() ? invisible.replaceAll("") : out.toString();
    }
}
