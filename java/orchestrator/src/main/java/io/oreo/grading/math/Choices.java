package io.oreo.grading.math;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The letter of a choice with its text: {@code \textbf{(C)}\ 12}, {@code D) 3.6}, {@code Option C}.
 */
public final class Choices {

    private static final String TEXT = "\\\\(?:text(?:bf|rm|it)?|mathrm|mathbf)\\s*+\\{\\s*+";

    /** Groups: the command for text, the letter in brackets, the letter before a sign, the rest. */
    private static final Pattern LETTERED =
            Pattern.compile(
                    "("
                            + TEXT
                            + ")?+(?:\\(([A-J])\\)|([A-J])[).:])[~\\s]*+(\\})?+"
                            + "(?:\\\\ |\\\\quad|[~\\s:.])*+([^\\s}+*/^=_<>].*+)");

    private static final Pattern OPTION =
            Pattern.compile(
                    "(?i:(?:the )?(?:option|choice))\\s++\\(?([A-J])\\)?"
                            + "(?: is (?:the )?(?:correct|right|answer)[a-z ]*)?\\.?");
    private static final Pattern LETTER =
            Pattern.compile("(?:" + TEXT + ")?\\(?([A-J])\\)?\\.?\\}?");

    /** A second letter: several choices are named, so the first alone is not the answer. */
    private static final Pattern ANOTHER =
            Pattern.compile(
                    "(?:[\\s,;/&+|]|and\\b|or\\b|"
                            + TEXT
                            + "|\\})*\\(?[A-J]\\)?(?![a-zA-Z(_^]).*"
                            + "|.*(?:\\([A-J]\\)|\\b(?:and|or|not)\\s+[A-J]\\b).*");

    private static final int LONGEST = 200;

    private Choices() {}

    /** The part of a text that is to be compared with another one: the letter or the rest. */
    public static String part(String text, String other) {
        if (text.length() > LONGEST || other.length() > LONGEST) {
            return text;
        }
        Matcher option = OPTION.matcher(text.strip());
        if (option.matches()) {
            return option.group(1);
        }
        Matcher lettered = LETTERED.matcher(text.strip());
        if (!lettered.matches() || ANOTHER.matcher(lettered.group(5)).matches()) {
            return text;
        }
        boolean open = lettered.group(1) != null && lettered.group(4) == null;
        String rest = lettered.group(5);
        String content = open && rest.endsWith("}") ? rest.substring(0, rest.length() - 1) : rest;
        String letter = lettered.group(2) == null ? lettered.group(3) : lettered.group(2);
        boolean wanted = LETTER.matcher(other.strip()).matches();
        return wanted || LETTERED.matcher(other.strip()).matches() ? letter : content;
    }
}
