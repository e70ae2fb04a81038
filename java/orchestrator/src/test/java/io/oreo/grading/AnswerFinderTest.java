package io.oreo.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.grading.math.MathComparison;
import io.oreo.grading.math.MathText;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerFinderTest {

    /** Pieces, parted by bars, each of which fills a response. */
    private static final String PIECES =
            " |\t|*|**1|\"|_|1|1,|1.|1/|a|a |a 1|not |but |, not|answer |answer is |"
                    + "answer: |{|}|(|(1,|[|$|$1|$$|\\$|\\boxed|\\boxed{1}|"
                    + "\\boxed{1} \\boxed{|\\(|\\frac|\\text{|\\\\|####|#### 1\n|# |\n|\n |"
                    + "<answer>|</think>|&lt;|. |.*|!?|check. |\u7b54\u6848|\u0663|\u200b|A: |"
                    + "(A) |^|\\pm|:|5 ft ";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    '3+4=7\n#### 1,234';                           1,234;          '####'
                    'so \\boxed{\\frac{1}{2}}. Good';              \\frac{1}{2};   \\boxed
                    'first \\boxed{1}, in the end \\boxed 2';      2;              \\boxed
                    'The answer is 42. Thanks for asking me 3 x';  42;             the answer is
                    '**Answer:** $5$';                             5;              the answer is
                    'The answer is that he has 5 apples left';     5;              the answer is
                    'He adds.\nA: 12';                             12;             'A:'
                    '-5';                                          -5;             whole text
                    'Evelyn';                                      Evelyn;         whole text
                    'Thus we see that it must be $\\frac{3}{4}$.'; \\frac{3}{4};   last formula
                    'He pays 3 and then has $-1,200.50 left over'; '-1,200.50';    last number
                    'so 9-3 makes in the end just as much as 5-2'; 2;              last number
                    """)
    void the_rule_that_found_an_answer_is_named(String response, String answer, String rule) {
        FoundAnswer found = AnswerFinder.find(response).orElseThrow();
        assertEquals(answer, found.text());
        assertEquals(rule, found.rule());
    }

    @Test
    void boxes_that_belong_together_are_offered_together() {
        FoundAnswer found =
                AnswerFinder.find("\\boxed{(2, 2)} \\quad \\text{and} \\quad \\boxed{(6, 2)}")
                        .orElseThrow();
        assertEquals("(6, 2)", found.text());
        assertEquals("(2, 2), (6, 2)", found.together());
    }

    @Test
    void words_alone_are_no_answer() {
        String words = "I am not able to say what it is, since nobody told me.";
        assertEquals(Optional.empty(), AnswerFinder.find(words));
        assertEquals(Optional.empty(), AnswerFinder.find(""));
        assertEquals(Optional.empty(), AnswerFinder.find(" \n"));
    }

    @Test
    void long_repetitive_responses_take_no_longer_than_others() {
        for (String piece :
                new String[] {
                    "\\boxed{", "answer is", "$", "#### \n", "{", "1,", "- ", "\\frac1"
                }) {
            String response = piece.repeat(20_000);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () ->
                            assertTrue(
                                    AnswerFinder.find(response)
                                                    .map(found -> MathText.normalise(found.text()))
                                                    .map(String::length)
                                                    .orElse(0)
                                            <= 2 * response.length()),
                    piece);
        }
    }

    @Test
    void every_rule_reads_a_long_response_once() {
        String[] beginnings = {"", "Answer: not ", "#### ", "\\boxed{", "so $"};
        for (String beginning : beginnings) {
            for (String piece : PIECES.split("\\|", -1)) {
                String response = beginning + piece.repeat(100_000 / piece.length());
                assertTimeoutPreemptively(
                        Duration.ofSeconds(5),
                        () -> {
                            String answer =
                                    AnswerFinder.find(response).map(FoundAnswer::text).orElse("");
                            MathComparison.compare(answer, "42");
                            MathComparison.canonical(answer);
                        },
                        () -> beginning + " and many of " + piece);
            }
        }
    }
}
