package io.oreo.grading;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a response says that its answer comes: "the answer is", "Answer:", "correct option is". */
final class Marks {

    private static final String BEING =
            "\\s++(?:is|are|was|(?:would|will|should|must|can only) be|comes? (?:out )?to"
                    + "|turns out to be|equals)(?![a-z])(?:\\s++that)?+(?:\\s*+[:=])?+";
    private static final Pattern ANSWER_IS =
            Pattern.compile(
                    "(?<![a-z])(?:answer|ans|correction|correct (?:option|choice))[\"'*_`]{0,3}"
                            + "(?:"
                            + BEING
                            + "|\\s*+[:=]|\\s++-(?=\\s))[*_`:\"'\\s}]*+"
                            + "|(?:\u7b54\u6848|\u7b54\u3048|\u7b54|\ub2f5)"
                            + "[\u662f\u4e3a\u70ba\u306f\uc740:=*\\s]++"
                            + "|(?:r\u00e9ponse est|respuesta es|Antwort (?:ist|lautet))[\\s:*]++",
                    Pattern.CASE_INSENSITIVE);

    /** A heading that announces the answer. */
    private static final Pattern HEADING =
            Pattern.compile(
                    "(?im)^[# \\t]*+[*_]{0,2}(?:the )?(?:final )?(?:answer|result)"
                            + "[*_]{0,2}:?[*_]{0,2}[ \\t]*+\\n\\s*+");

    private static final int MOST = 4;

    private Marks() {}

    /** Places behind the last marks, the last one first. */
    static List<Integer> behind(String response) {
        List<Integer> ends = new ArrayList<>();
        for (Pattern pattern : List.of(ANSWER_IS, HEADING)) {
            for (Matcher found = pattern.matcher(response); found.find(); ) {
                if (found.end() < response.length()) {
                    ends.add(found.end());
                }
            }
        }
        ends.sort((one, other) -> other - one);
        return ends.size() <= MOST ? ends : ends.subList(0, MOST);
    }
}
