package io.oreo.grading;

import io.oreo.grading.math.Boxes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the answer in a response, thoughts aside. The rules, the first that finds something counts:
 * {@code <answer>}; a line {@code #### answer} without a box behind it; the last {@code \boxed},
 * unless an answer is announced behind it; "the answer is"; a last line that begins with {@code
 * A:}; the whole response, if it is nothing but an answer; what the last sentence stresses; the
 * last formula, if no number stands behind it; the last number.
 */
public final class AnswerFinder {

    /** Name of the rule that guesses. */
    static final String LAST_NUMBER = "last number";

    private static final String HASHES = "####";
    private static final Pattern HASH_LINE = Pattern.compile("(?m)^[ \\t]*####(?!#)[ \\t]*");
    private static final Pattern HEADING =
            Pattern.compile(
                    "(?i)(?:step|part|case|method|conclusion|final|result|answer|check|solution"
                            + "|explanation|verification|summary|question)\\b.*");
    private static final Pattern OPENING =
            Pattern.compile(
                    "(?i)[*_]*+(?:the )?(?:final )?answer[*_]*+(?:\\s++is|\\s*+[:=])[*_:\\s]*+");
    private static final Pattern SENTENCE_END =
            Pattern.compile("\\n|[.!?](?=[*_\"'`)]*(?:\\s|$))|\u3002|</");
    private static final Pattern LONG_WORD = Pattern.compile("(?<![\\\\a-zA-Z])[a-zA-Z]{2,}");
    private static final Pattern TEXT_COMMAND =
            Pattern.compile("\\\\[a-zA-Z]+(?:\\{[a-z]*matrix\\})?");
    private static final Pattern CORRECTED =
            Pattern.compile("(?i)not [^,]{1,40}?,? but(?: rather)? (.+)");
    private static final Pattern REJECTED =
            Pattern.compile(
                    "(?i),? (?:(?:and|but) )?(?:not|rather than|instead of) .*|, ?\"\\w+\" ?:.*");

    /** A choice with its reason behind it. */
    private static final Pattern CHOICE =
            Pattern.compile("\\(?([A-J])\\)?,? (?:because|since|as|for|which) .*");

    private static final Pattern BEGINS =
            Pattern.compile(
                    "[*_]{0,2}([-\u2212+]?\\$?\\d[\\d,]*+(?:\\.\\d++)?+(?:/\\d++)?+%?)[*_]{0,2}"
                            + " .*");

    /** Words in front of a number, which alone is the answer then. */
    private static final Pattern PROSE =
            Pattern.compile("[A-Za-z]{2,},?(?::\\s|\\s(?!=)[^\\\\]*=?).*\\d");

    private static final String OPENING_QUOTES = "\"'`*_";
    private static final String CLOSING_QUOTES = "\"'`*_},";
    private static final String BLOCK_QUOTE = ">";
    private static final int LONGEST_ANSWER = 400;
    private static final int MOST_WORDS = 3;

    private AnswerFinder() {}

    /** The answer, if there is one. */
    public static Optional<FoundAnswer> find(String response) {
        String plain = PlainResponse.of(response);
        String tagged = PlainResponse.tagged(plain);
        if (!tagged.isEmpty()) {
            return Boxes.last(tagged)
                    .or(() -> Optional.of(isAnswer(tagged) ? tagged : answerIn(tagged)))
                    .map(text -> found(text, "<answer>"));
        }
        return marked(plain).or(() -> whole(plain)).or(() -> guessed(plain));
    }

    private static Optional<FoundAnswer> guessed(String response) {
        String text = LastSentence.withoutChatter(response);
        return LastSentence.stressed(text)
                .or(() -> Formulas.last(text).map(formula -> found(formula, "last formula")))
                .or(() -> LastNumber.in(text).map(number -> found(number, LAST_NUMBER)));
    }

    private static Optional<FoundAnswer> marked(String response) {
        Optional<FoundAnswer> line = hashLine(response);
        if (line.isPresent()) {
            return line;
        }
        Optional<String> box = Boxes.last(response).filter(content -> !content.isEmpty());
        if (box.isPresent()) {
            String together = Boxes.lastInSentence(response).orElse(box.get());
            String alone = Boxes.lastAreChoice(response) ? together : box.get();
            return afterLastBox(response)
                    .or(() -> Optional.of(new FoundAnswer(alone, "\\boxed", together)));
        }
        return afterWords(response, 0)
                .or(() -> lastLine(response))
                .filter(a -> !a.text().isEmpty());
    }

    /** An answer that is announced behind the last box counts. */
    private static Optional<FoundAnswer> afterLastBox(String response) {
        return afterWords(response, Boxes.endOfLast(response))
                .filter(answer -> isShort(answer.text()) && isAnswer(answer.text()));
    }

    /** A number, or the letter of a choice. */
    private static boolean isShort(String text) {
        return text.chars().anyMatch(Character::isDigit)
                || text.chars().filter(Character::isLetter).count() == 1;
    }

    /** The last line {@code #### answer}; a heading is none, nor one with a box behind it. */
    private static Optional<FoundAnswer> hashLine(String response) {
        int from = -1;
        for (Matcher mark = HASH_LINE.matcher(response); mark.find(); ) {
            from = mark.end();
        }
        int last = response.lastIndexOf(HASHES);
        boolean inLine = last >= 0 && response.lastIndexOf('\n', last) < 0 && from < 0;
        if (from < 0 && !inLine) {
            return Optional.empty();
        }
        String rest = response.substring(from < 0 ? last + HASHES.length() : from).strip();
        int end = rest.indexOf('\n');
        String line = (end < 0 ? rest : rest.substring(0, end)).strip();
        if (line.startsWith("#")) {
            return Optional.empty();
        }
        Matcher opening = OPENING.matcher(line);
        boolean announced = opening.lookingAt() && opening.end() < line.length();
        String answer = announced ? line.substring(opening.end()) : line;
        boolean boxBehind = Boxes.last(rest.substring(line.length())).isPresent();
        boolean heading = !announced && HEADING.matcher(line.replace("*", "")).matches();
        boolean words = end >= 0 && answer.chars().noneMatch(Character::isDigit);
        boolean useless = line.isEmpty() || boxBehind || heading || (words && !isAnswer(answer));
        return useless
                ? Optional.empty()
                : Optional.of(found(clean(Boxes.last(answer).orElse(answer)), HASHES));
    }

    /** What stands behind the last {@code ####}, up to the end of its line. */
    static Optional<String> afterHashes(String response) {
        int mark = response.lastIndexOf(HASHES);
        if (mark < 0) {
            return Optional.empty();
        }
        String rest = response.substring(mark + HASHES.length());
        int end = rest.indexOf('\n');
        String answer = (end < 0 ? rest : rest.substring(0, end)).strip();
        return answer.isEmpty() ? Optional.empty() : Optional.of(answer);
    }

    private static Optional<FoundAnswer> afterWords(String response, int from) {
        for (int mark : Marks.behind(response)) {
            String answer = mark >= from ? answerIn(response.substring(mark)) : "";
            if (!answer.isEmpty()) {
                return Optional.of(found(answer, "the answer is"));
            }
        }
        return Optional.empty();
    }

    /** The answer at the beginning of a text: a formula, an expression or the sentence's number. */
    private static String answerIn(String rest) {
        Optional<String> formula = Formulas.first(rest);
        if (formula.isPresent()) {
            return formula.get();
        }
        Matcher end = SENTENCE_END.matcher(rest);
        String sentence = spaced(end.find() ? rest.substring(0, end.start()) : rest);
        Matcher corrected = CORRECTED.matcher(sentence);
        String kept = corrected.matches() ? corrected.group(1) : sentence;
        String said = clean(REJECTED.matcher(kept).replaceFirst(""));
        if (isAnswer(said)) {
            return said;
        }
        Matcher choice = CHOICE.matcher(said);
        if (choice.matches()) {
            return choice.group(1);
        }
        Matcher begins = BEGINS.matcher(said);
        boolean first = begins.matches() && said.indexOf('=') < 0;
        return first ? begins.group(1) : LastNumber.in(said).orElse(said);
    }

    /** Without quotes and marks of bold type around it. */
    private static String clean(String text) {
        String stripped = text.strip();
        if (stripped.indexOf('{') >= 0 && !stripped.startsWith("\"")) {
            return stripped;
        }
        int from = 0;
        int to = stripped.length();
        while (from < to - 1 && OPENING_QUOTES.indexOf(stripped.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && CLOSING_QUOTES.indexOf(stripped.charAt(to - 1)) >= 0) {
            to--;
        }
        return stripped.substring(from, to).strip();
    }

    /** With one blank between words, so that no expression has to try all of many. */
    private static String spaced(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = Character.isWhitespace(c);
            if (!blank) {
                out.append(c);
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.toString().strip();
    }

    private static Optional<FoundAnswer> lastLine(String response) {
        String text = response.stripTrailing();
        String line = text.substring(text.lastIndexOf('\n') + 1);
        return line.startsWith("A:") || line.startsWith("A. ")
                ? Optional.of(found(line.substring(2).strip(), "A:"))
                : Optional.empty();
    }

    private static Optional<FoundAnswer> whole(String response) {
        String text = response.strip();
        boolean marked = !text.isEmpty() && "*`_>\"".indexOf(text.charAt(0)) >= 0;
        String inner = text.startsWith(BLOCK_QUOTE) ? text.substring(1) : text;
        String answer = marked ? clean(inner) : text;
        return isAnswer(answer) && !PROSE.matcher(answer).lookingAt()
                ? Optional.of(found(answer, "whole text"))
                : Optional.empty();
    }

    /** Nothing but an answer: one line of a few words at most, LaTeX's commands aside. */
    private static boolean isAnswer(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ANSWER || text.indexOf('\n') >= 0) {
            return false;
        }
        if (Formulas.standInProse(text)) {
            return false;
        }
        String plain = TEXT_COMMAND.matcher(text).replaceAll(" ");
        long words = LONG_WORD.matcher(plain).results().count();
        boolean formula = text.chars().anyMatch(c -> "\\^=<>{}".indexOf(c) >= 0) || words == 0;
        boolean number = text.chars().anyMatch(Character::isDigit);
        boolean foreign = number && text.chars().anyMatch(AnswerFinder::isForeign);
        return !foreign && words <= (number && !formula ? 2 : MOST_WORDS);
    }

    /**
     * A letter of a script in which words stand beside numbers without blanks or with other rules.
     */
    private static boolean isForeign(int c) {
        if (c < 0x590 || !Character.isLetter(c)) {
            return false;
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return script != Character.UnicodeScript.LATIN
                && script != Character.UnicodeScript.GREEK
                && script != Character.UnicodeScript.COMMON;
    }

    private static FoundAnswer found(String text, String rule) {
        return new FoundAnswer(text.strip(), rule);
    }
}
