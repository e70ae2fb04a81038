package io.oreo.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.oreo.grading.math.Decision;
import io.oreo.grading.math.MathComparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds of answers on which graders in the field went astray, each with its correct outcome. */
class FieldKindsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            textBlock =
                    """
                    "#### Step 1: Add\\n3+4=7\\n#### Step 2: Check\\nfits\\n\\nThe answer is 7."; 7
                    "Sum is 7.\\n\\n#### Final Answer\\n\\boxed{7}";               7
                    "Sum is 7.\\n\\n##### Result\\n\\boxed{7}";                    7
                    "#### Step 1\\n3+4\\n\\n#### Final Answer\\n\\n7";               7
                    "3+4=7\\n#### **Answer: 7**";                                    7
                    "3+4=7\\n#### 7\\n\\nThe sum confirms this.";                    7
                    "####\\n7";                                                      7
                    "<think>\\boxed{9}? no</think>\\nThe answer is 11.";           11
                    "<think>#### 9</think>\\n**11**";                                11
                    "<think>3 of 7</think><answer>x+1</answer>";                     x+1
                    "<reasoning>12</reasoning>\\n<answer>\\n360\\n</answer>";         360
                    "The answer is 42 marbles in 2 bags.";                           42
                    "The correct answer is 42, not 24.";                             42
                    "The answer is not 5 but 8.";                                    8
                    "Answer: 41\\nCorrection: 42";                                   42
                    "Answer: 5\\nI forgot one pair.\\nAnswer: 8";                    8
                    "So, Ann has **42** marbles after 3 days.";                      42
                    "So, Ann has $42$ marbles after 3 days.";                        42
                    "She has 42. Let me know if you need help with question 7!";     42
                    "She has 42. We can check: 42 - 30 = 12.";                       42
                    "\\boxed{42} counts.\\n\\n**Answer: B**";                      B
                    "The answer is $\\$36$.";                                      \\$36
                    "I pay $\\$3.50$.";                                            \\$3.50
                    "I got \\boxed{14}. I used \\boxed as told.";                14
                    "He has 3 million dollars.";                                     3 million
                    "Profit: $70,000";                                               70,000
                    "\u7b54\u6848\u662f\uff1a15";                                    15
                    "\u603b\u5171\u670912,500\u4eba\u3002";                          12,500
                    "\u0627\u0644\u062c\u0648\u0627\u0628 \u0647\u0648 \u0663\u0667"; 37
                    "{""answer"": ""42""}";                                         42
                    `42`;                                                            42
                    """)
    void the_answer_is_found(String response, String answer) {
        String text = response.replace("\\n", "\n");
        assertEquals(answer, AnswerFinder.find(text).orElseThrow().text());
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            textBlock =
                    """
                    x \\equiv 3 \\pmod 7;  x \\equiv 4 \\pmod 7;    DIFFERENT
                    x \\equiv 3 \\pmod 7;  x \\equiv 3 \\pmod{5};   DIFFERENT
                    x \\equiv 3 \\pmod 7;  x \\equiv 10 \\mod 7;    SAME
                    3021_{4};              3021_5;                  DIFFERENT
                    3021_{4};              3021 in base 4;          SAME
                    12_7;                  \\text{12}_{7};          SAME
                    3:4;                   4:3;                     DIFFERENT
                    3:4;                   3;                       DIFFERENT
                    3:4;                   3 : 4;                   SAME
                    3:4;                   6:8;                     SAME
                    11:30;                 1:30;                    DIFFERENT
                    7:15 \\text{ a.m.};    7:15 \\text{ p.m.};      DIFFERENT
                    7:15 \\text{ a.m.};    7:15 a.m.;               SAME
                    3\\text{ hours};       3\\text{ minutes};       DIFFERENT
                    3\\text{ hours};       180\\text{ minutes};     SAME
                    4\\text{ cm};          4\\text{ kg};            DIFFERENT
                    5\\text{ ft } 6\\text{ in}; 5\\text{ ft } 9\\text{ in}; DIFFERENT
                    5\\text{ ft } 6\\text{ in}; 66 inches;         SAME
                    5\\text{ ft } 6\\text{ in}; 5;                 DIFFERENT
                    12 \\text{ R } 3;      12 \\text{ R } 5;        DIFFERENT
                    1, 2, \\ldots, n;      1, 3, \\ldots, n;        DIFFERENT
                    1, 2, \\ldots, n;      1, 2, \\dots, n;         SAME
                    \\langle 1,-2\\rangle; \\langle 1,5\\rangle;    DIFFERENT
                    \\langle 1,-2\\rangle; \u27e81, -2\u27e9;        SAME
                    100, 200;              100200;                  DIFFERENT
                    7,\\! 303,\\! 060;     7303060;                 SAME
                    42!;                   42;                      UNSURE
                    2^{99}-1;              2^{99};                  DIFFERENT
                    2^{99}-1;              633825300114114700748351602687; SAME
                    \\frac{3}{11};         0.\\overline{27};        SAME
                    \\frac{1}{6};          0.1\\overline{6};        SAME
                    \\frac{1}{3};          0.\\dot{3};              SAME
                    \\frac{1}{3};          0.333\\ldots;            SAME
                    \\frac{1}{3};          0.\\overline{34};        DIFFERENT
                    12;                    \\textbf{(C)}\\ 12;      SAME
                    13;                    \\textbf{(C)}\\ 12;      DIFFERENT
                    C;                     \\textbf{(C)}\\ 12;      SAME
                    C;                     Option C;                SAME
                    C;                     D) 3.6;                  DIFFERENT
                    3.6;                   D) 3.6;                  SAME
                    [3,8);                 3 \\le x < 8;            SAME
                    [3,8);                 3 < x < 8;               DIFFERENT
                    (3,\\infty);           x>3;                     SAME
                    [-2,2];                |x| \\le 2;              SAME
                    (-\\infty,-5]\\cup[5,\\infty); x \\le -5 \\text{ or } x \\ge 5; SAME
                    \\frac12;              \\textcolor{red}{\\frac{1}{2}}; SAME
                    \\frac12;              \\bm{\\nicefrac{1}{2}};  SAME
                    \\frac12;              \\frac{1}{2}~;           SAME
                    9-2i;                  9-2\\mathrm{i};          SAME
                    x^2+1;                 x**2+1;                  SAME
                    6\\sqrt{3};            6*sqrt(3);               UNSURE
                    6;                     6\\sqrt(3);              DIFFERENT
                    1234567;               1\u2019234\u2019567;     SAME
                    1234567;               12,34,567;               SAME
                    1234567;               1~234~567;               SAME
                    \\frac{5}{2};          2\u00bd;                 SAME
                    x^{12};                x\u00b9\u00b2;           SAME
                    120000;                1.2\u00d710\u2075;       SAME
                    200;                   US$200;                  SAME
                    200;                   \u20b9200;               SAME
                    42;                    forty-two;               SAME
                    36\\pi;                36\\pi \\text{ square inches}; SAME
                    """)
    void two_answers_are_compared_by_their_meaning(
            String reference, String answer, Decision expected) {
        assertEquals(expected, MathComparison.compare(answer, reference));
        assertEquals(expected, MathComparison.compare(reference, answer));
    }
}
