package io.oreo.grading;

import io.oreo.grading.math.Boxes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the answer in a response. The rules, the first that finds something counts: {@code ####};
 * the last {@code \boxed}; "the answer is"; a last line that begins with {@code A:}; the whole
 * response, if it is nothing but an answer; the last formula, if no number stands behind it; the
 * last number.
 */
public final class AnswerFinder {

    /** Name of the rule that guesses. */
    static final String LAST_NUMBER = "last number";

    private static final String HASHES = "####";
    private static final String FINAL = "inal answer is";
    private static final String BEING = "\\s+(?:is|are|would be|will be)(?![a-z])(?:\\s+that)?";
    private static final Pattern ANSWER_IS =
            Pattern.compile(
                    "answer(?:\\*\\*)?(?:" + BEING + "|\\s*[:=])\\**:?\\s*",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern SENTENCE_END = Pattern.compile("\\n|[.!?](?=\\s|$)");
    private static final Pattern LONG_WORD = Pattern.compile("(?<![\\\\a-zA-Z])[a-zA-Z]{2,}");
    private static final Pattern TEXT_COMMAND =
            Pattern.compile("\\\\[a-zA-Z]+(?:\\{[a-z]*matrix\\})?");
    private static final int LONGEST_ANSWER = 400;
    private static final int MOST_WORDS = 3;

    private AnswerFinder() {}

    /** The answer, if there is one. */
    public static Optional<FoundAnswer> find(String response) {
        return marked(response)
                .or(() -> whole(response))
                .or(() -> Formulas.last(response).map(text -> found(text, "last formula")))
                .or(() -> LastNumber.in(response).map(text -> found(text, LAST_NUMBER)));
    }

    private static Optional<FoundAnswer> marked(String response) {
        Optional<String> line = afterHashes(response);
        if (line.isPresent()) {
            return line.map(text -> found(text, HASHES));
        }
        Optional<String> box = Boxes.last(response);
        if (box.isPresent()) {
            String together = Boxes.lastInSentence(response).orElse(box.get());
            return afterLastBox(response)
                    .or(() -> box.map(text -> new FoundAnswer(text, "\\boxed", together)));
        }
        return afterWords(response).or(() -> lastLine(response)).filter(a -> !a.text().isEmpty());
    }

    /** A number or formula after "The final answer is" counts, though boxes stand before it. */
    private static Optional<FoundAnswer> afterLastBox(String response) {
        int box = Math.max(response.lastIndexOf("\\boxed"), response.lastIndexOf("\\fbox"));
        if (response.lastIndexOf(FINAL) <= box) {
            return Optional.empty();
        }
        return afterWords(response)
                .filter(answer -> answer.text().chars().anyMatch(Character::isDigit))
                .filter(answer -> isAnswer(answer.text()));
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

    private static Optional<FoundAnswer> afterWords(String response) {
        int from = lastAnswerWord(response, response.length());
        for (int tries = 0; from >= 0 && tries < MOST_WORDS; tries++) {
            Matcher words = ANSWER_IS.matcher(response).region(from, response.length());
            if (words.lookingAt() && words.end() < response.length()) {
                return Optional.of(
                        found(answerIn(response.substring(words.end())), "the answer is"));
            }
            from = lastAnswerWord(response, from - 1);
        }
        return Optional.empty();
    }

    private static int lastAnswerWord(String response, int from) {
        return Math.max(response.lastIndexOf("answer", from), response.lastIndexOf("Answer", from));
    }

    /** The answer at the beginning of a text: a formula, an expression or the sentence's number. */
    private static String answerIn(String rest) {
        Optional<String> formula = Formulas.first(rest);
        if (formula.isPresent()) {
            return formula.get();
        }
        Matcher end = SENTENCE_END.matcher(rest);
        String sentence = (end.find() ? rest.substring(0, end.start()) : rest).strip();
        return isAnswer(sentence) ? sentence : LastNumber.in(sentence).orElse(sentence);
    }

    private static Optional<FoundAnswer> lastLine(String response) {
        String text = response.stripTrailing();
        String line = text.substring(text.lastIndexOf('\n') + 1);
        return line.startsWith("A:")
                ? Optional.of(found(line.substring(2).strip(), "A:"))
                : Optional.empty();
    }

    private static Optional<FoundAnswer> whole(String response) {
        String text = response.strip();
        return isAnswer(text) ? Optional.of(found(text, "whole text")) : Optional.empty();
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
        return words <= (number && !formula ? 2 : MOST_WORDS);
    }

    private static FoundAnswer found(String text, String rule) {
        return new FoundAnswer(text.strip(), rule);
    }
}
