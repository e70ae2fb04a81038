package io.oreo.grading;

import io.oreo.grading.math.Boxes;
import java.util.Optional;

/** Finds the reference answer in the written solution of a benchmark. */
public final class References {

    private References() {}

    /** What stands behind the last {@code ####} of a GSM8K solution. */
    public static Optional<String> afterHashes(String solution) {
        return AnswerFinder.afterHashes(solution);
    }

    /** What stands in the last {@code \boxed} or {@code \fbox} of a MATH solution. */
    public static Optional<String> boxed(String solution) {
        return Boxes.last(solution);
    }

    /**
     * The answer in a text that is an answer itself or a solution which ends in one. Boxes with
     * words between them are not joined here: only the last is what the writer ends in.
     */
    public static String inText(String gold) {
        return AnswerFinder.find(gold)
                .filter(found -> !found.rule().equals(AnswerFinder.LAST_NUMBER))
                .map(
                        found ->
                                found.together().equals(found.text())
                                        ? found.text()
                                        : Boxes.lastJoined(gold).orElse(found.text()))
                .orElse(gold);
    }
}
