package io.oreo.grading.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.oreo.grading.AnswerFinder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathComparisonTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            textBlock =
                    """
                    72 clips;              72;                 SAME
                    $1,234.50;             1234.5;             SAME
                    1 234;                 1234;               SAME
                    1{,}234;               1234;               SAME
                    -5;                    \u22125;            SAME
                    .5;                    0.5;                SAME
                    5.00;                  5;                  SAME
                    1/2;                   \\frac12;           SAME
                    -\\dfrac{3}{4};        -0.75;              SAME
                    1 1/2;                 3/2;                SAME
                    2^{10};                1024;               SAME
                    \\sqrt{49};            7;                  SAME
                    1.5e3;                 1500;               SAME
                    1.5\\times10^{3};      1500;               SAME
                    3 million;             3000000;            SAME
                    50%;                   0.5;                SAME
                    50\\%;                 50;                 SAME
                    28 percent;            28;                 SAME
                    10\\text{ units};      10;                 SAME
                    15\\mbox{ cm}^2;       15;                 SAME
                    90^\\circ;             90;                 SAME
                    x = 5;                 5;                  SAME
                    seven;                 7;                  SAME
                    \\left(x-2\\right)y;   (x-2)y;             SAME
                    (0.5, 2);              (\\frac12, 2);      SAME
                    \\{2, 1\\};            \\{1, 2\\};         SAME
                    \\text{(C)};           C;                  SAME
                    \\text{Monday};        monday;             SAME
                    x \\geq 5;             5 \\leq x;          SAME
                    72;                    73;                 DIFFERENT
                    1/3;                   1/4;                DIFFERENT
                    -5;                    5;                  DIFFERENT
                    50%;                   0.05;               DIFFERENT
                    3 5;                   35;                 UNSURE
                    (1,2);                 (2,1);              DIFFERENT
                    A;                     B;                  DIFFERENT
                    0.333;                 1/3;                UNSURE
                    4;                     4\\sqrt{2};         DIFFERENT
                    256\\pi;              23;                 DIFFERENT
                    2\\frac{\\sqrt{3}}{3}; 3-\\sqrt7;      DIFFERENT
                    \\sqrt[3]{9};        2x+1;               DIFFERENT
                    x^2-5;                 -\\frac{\\sqrt{3}}{2}; DIFFERENT
                    5x(x-2);               x^2-2x;             UNSURE
                    5(x-2)x;               x^2-2x;             DIFFERENT
                    5;                     (2,-1);             DIFFERENT
                    4;                     \\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}; DIFFERENT
                    (4,\\sqrt2);         (4,\\pi);         DIFFERENT
                    \\text{(B)};         549;                DIFFERENT
                    Let us think step by step; 54;             DIFFERENT
                    \\text{parabola};     3;                  DIFFERENT
                    -3,-2,\\frac13;      4\\sqrt2;          DIFFERENT
                    \\{2,3\\};          3;                  DIFFERENT
                    1,22;                  1.22;               UNSURE
                    1,23,456;              123456;             SAME
                    four and twenty birds; 24;                 UNSURE
                    90^\\circ;           \\frac{\\pi}{2}; UNSURE
                    1.414;                 \\sqrt{2};        UNSURE
                    3.14;                  \\pi;             UNSURE
                    5m;                    5;                  UNSURE
                    x+1;                   t+1;                UNSURE
                    AB;                    BA;                 UNSURE
                    f(x);                  fx;                 UNSURE
                    2i;                    2;                  UNSURE
                    e^2;                   7;                  UNSURE
                    \\frac{1}{2x};       1/2x;               UNSURE
                    \\sqrt{12};          2\\sqrt{3};       UNSURE
                    \\sqrt{x-9};         2;                  UNSURE
                    385_9;                 330;                UNSURE
                    (x+1)^2;               x^2+2x+1;           UNSURE
                    [1,2];                 (1,2);              UNSURE
                    204_5;                 204;                UNSURE
                    """)
    void two_written_answers_are_the_same_different_or_left_open(
            String answer, String reference, Decision expected) {
        assertEquals(expected, MathComparison.compare(answer, reference));
        assertEquals(expected, MathComparison.compare(reference, answer));
    }

    @Test
    void a_power_of_absurd_size_is_left_open_at_once() {
        assertEquals(Decision.UNSURE, MathComparison.compare("9^{9^{9}}", "9"));
        assertEquals(Decision.UNSURE, MathComparison.compare("{".repeat(5000) + "1", "1"));
    }

    @Test
    void equal_numbers_vote_together() {
        assertEquals(MathComparison.canonical("0.50"), MathComparison.canonical("\\frac{1}{2}"));
        assertNotEquals(MathComparison.canonical("0.5"), MathComparison.canonical("5"));
    }

    @Property
    void a_fraction_equals_itself_in_every_form(
            @ForAll @IntRange(min = -9999, max = 9999) int numerator,
            @ForAll @IntRange(min = 1, max = 9999) int denominator) {
        String plain = numerator + "/" + denominator;
        String latex = "\\dfrac{%d}{%d}".formatted(2L * numerator, 2L * denominator);
        assertEquals(Decision.SAME, MathComparison.compare(plain, latex));
        String other = "\\frac{%d}{%d}".formatted(numerator + 1, denominator);
        assertEquals(Decision.DIFFERENT, MathComparison.compare(plain, other));
    }

    @Property(tries = 2000)
    void any_text_gets_a_decision_and_equals_itself(
            @ForAll @StringLength(max = 60) String text, @ForAll Fragments fragments) {
        String answer = fragments.mix(text);
        Decision decision = MathComparison.compare(answer, answer);
        assertEquals(Decision.SAME, decision, answer);
        MathComparison.compare(answer, text);
        AnswerFinder.find(answer + text);
    }

    /** Pieces of LaTeX, so that random texts reach the inner rules. */
    enum Fragments {
        NONE(""),
        FRACTION("\\frac{"),
        ROOT("\\sqrt"),
        TEXT("\\text{ a "),
        BOX("\\boxed{"),
        POWER("^{-3"),
        LIST("(1,2"),
        NUMBER("-1,234.5");

        private final String piece;

        Fragments(String piece) {
            this.piece = piece;
        }

        String mix(String text) {
            int half = text.length() / 2;
            return text.substring(0, half) + piece + text.substring(half) + piece;
        }
    }
}
