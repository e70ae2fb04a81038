package io.oreo.grading;

import io.oreo.grading.math.MathComparison;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The graders of ours, by the name of the task they belong to. */
public final class Graders {

    private static final AnswerGrader ARITHMETIC =
            new AnswerGrader(
                    "arithmetic/1",
                    LastLineAnswer::find,
                    LastLineAnswer::compare,
                    UnaryOperator.identity(),
                    Optional.empty());

    private static final AnswerGrader PARITY =
            new AnswerGrader(
                    "parity/1",
                    LastLineAnswer::findParity,
                    LastLineAnswer::compare,
                    UnaryOperator.identity(),
                    Optional.empty());

    private static final AnswerGrader GSM8K = written("gsm8k/4", Optional.empty());
    private static final AnswerGrader MATH = written("math/4", Optional.empty());

    private static final List<AnswerGrader> ALL = List.of(ARITHMETIC, PARITY, GSM8K, MATH);

    private Graders() {}

    /** Whole numbers modulo something, in the last line after {@code A: }. */
    public static Grader arithmetic() {
        return ARITHMETIC;
    }

    /** {@code even} or {@code odd}, in the last line after {@code A: }. */
    public static Grader parity() {
        return PARITY;
    }

    /** Numbers in all written forms, as GSM8K asks for them. */
    public static Grader gsm8k() {
        return GSM8K;
    }

    /** Numbers and formulas, as MATH asks for them. */
    public static Grader math() {
        return MATH;
    }

    /** The same, with a second stage for what it leaves open. */
    public static Grader gsm8k(HardAnswers hard) {
        return written(GSM8K.name(), Optional.of(hard));
    }

    /** The same, with a second stage for what it leaves open. */
    public static Grader math(HardAnswers hard) {
        return written(MATH.name(), Optional.of(hard));
    }

    private static AnswerGrader written(String name, Optional<HardAnswers> hard) {
        return new AnswerGrader(
                name, AnswerFinder::find, MathComparison::compare, MathComparison::canonical, hard);
    }

    /** The grader called this, with or without its version: {@code math} or {@code math/4}. */
    public static Optional<Grader> named(String name) {
        return ALL.stream()
                .filter(grader -> grader.name().equals(name) || taskOf(grader).equals(name))
                .<Grader>map(grader -> grader)
                .findFirst();
    }

    /** Names without versions. */
    public static List<String> names() {
        return ALL.stream().map(Graders::taskOf).toList();
    }

    private static String taskOf(Grader grader) {
        return grader.name().substring(0, grader.name().indexOf('/'));
    }
}
