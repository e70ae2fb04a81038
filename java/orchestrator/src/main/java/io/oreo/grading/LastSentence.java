package io.oreo.grading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the last sentence of a response stresses, in bold type or as a formula. */
final class LastSentence {

    private static final Pattern CHATTER =
            Pattern.compile(
                    "(?is)(?:^|(?<=[.!?]))\\s*+[*_(]{0,2}(?:let me know|i hope|hope (?:this|that)"
                            + "|feel free|if you (?:have|need|want)|please|we can (?:check|verify)"
                            + "|to (?:check|verify)|check|verification|double-check)\\b.*$");
    private static final Pattern END = Pattern.compile("(?<=[.!?])\\s+(?=[A-Z*$\\\\])|\\n");
    private static final Pattern BOLD = Pattern.compile("\\*\\*([^*\\n]{1,100})\\*\\*");
    private static final Pattern DOLLARED =
            Pattern.compile("(?<![\\\\$])\\$([^$\\n]{1,200})(?<!\\\\)\\$(?!\\d)");
    private static final Pattern JOINT = Pattern.compile("[\\s,;]*+(?:and|or)?[\\s,;]*+");
    private static final int MOST_CHATTER = 4;

    private LastSentence() {}

    /** Without offers of help and checks at the end, unless nothing else is there. */
    static String withoutChatter(String response) {
        String text = response.stripTrailing();
        for (int i = 0; i < MOST_CHATTER; i++) {
            int line = text.lastIndexOf('\n') + 1;
            Matcher chatter = CHATTER.matcher(text).region(line, text.length());
            if (!chatter.find() || text.substring(0, chatter.start()).isBlank()) {
                break;
            }
            text = text.substring(0, chatter.start()).stripTrailing();
        }
        return text;
    }

    /**
     * The last bold text with a digit, or the last formula; those that only commas part together.
     */
    static Optional<FoundAnswer> stressed(String response) {
        String text = response.stripTrailing();
        int line = text.lastIndexOf('\n') + 1;
        String last = text.substring(line);
        Matcher end = END.matcher(last);
        int from = 0;
        while (end.find()) {
            from = end.end() < last.length() ? end.end() : from;
        }
        String sentence = last.substring(from);
        return in(BOLD, sentence, "bold").or(() -> in(DOLLARED, sentence, "last formula"));
    }

    private static Optional<FoundAnswer> in(Pattern pattern, String sentence, String rule) {
        List<String> joined = new ArrayList<>();
        int before = -1;
        for (Matcher found = pattern.matcher(sentence); found.find(); before = found.end()) {
            String content = found.group(1).strip();
            boolean number = content.chars().anyMatch(Character::isDigit);
            long letters = content.chars().filter(Character::isLetter).count();
            if (!number || (letters > 3 && content.indexOf(' ') > 0 && content.indexOf('\\') < 0)) {
                continue;
            }
            if (before < 0 || !JOINT.matcher(sentence.substring(before, found.start())).matches()) {
                joined.clear();
            }
            joined.add(content);
        }
        return joined.isEmpty()
                ? Optional.empty()
                : Optional.of(new FoundAnswer(joined.getLast(), rule, String.join(", ", joined)));
    }
}
