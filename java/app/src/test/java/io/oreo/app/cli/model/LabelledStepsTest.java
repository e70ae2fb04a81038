package io.oreo.app.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.cli.model.Diagnosing.Solution;
import io.oreo.app.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Solutions with a label at their first incorrect step. */
class LabelledStepsTest {

    private static final String WRONG =
            """
            {"question": "2 + 2?", "model_output_steps": ["a ", "b", "c"],\
             "model_output_answer_correctness": "wrong",\
             "model_output_solution_correctness": "wrong",\
             "model_output_solution_first_error_step": 2}
            """;

    @TempDir private Path folder = Path.of("");

    private List<Solution> read(String lines) throws IOException {
        return LabelledSteps.read(
                Files.writeString(folder.resolve("labels.jsonl"), lines), "Q: {question}\nA:");
    }

    @Test
    void steps_stand_a_line_each_and_labels_count_correct_ones() throws IOException {
        String correct =
                WRONG.replace("\"wrong\"", "\"correct\"").replace("step\": 2", "step\": \"N/A\"");
        assertEquals(
                List.of(
                        new Solution("Q: 2 + 2?\nA:", "a\nb\nc", false, 1),
                        new Solution("Q: 2 + 2?\nA:", "a\nb\nc", true, 3)),
                read(WRONG + "\n" + correct));
    }

    @ParameterizedTest
    @CsvSource({
        "step\": 2, step\": 4, 1 to 3",
        "step\": 2, step\": 0, 1 to 3",
        "question, wuestion, 'question'",
        "{\"q, {q, no JSON",
        "correctness\": \"wrong\", correctness\": \"maybe\", must be"
    })
    void a_wrong_line_is_named(String part, String instead, String says) throws IOException {
        String text = WRONG.replace(part.strip(), instead.strip());
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> read(WRONG + text));
        assertTrue(String.valueOf(refused.getMessage()).contains("line 2"), refused.getMessage());
        assertTrue(
                String.valueOf(refused.getMessage()).contains(says.strip()), refused.getMessage());
    }

    @Test
    void an_empty_file_and_none_are_refused() throws IOException {
        assertThrows(ConfigurationException.class, () -> read("\n"));
        assertThrows(
                ConfigurationException.class,
                () -> LabelledSteps.read(folder.resolve("none"), "{question}"));
    }
}
