package io.oreo.dataset.imports;

import static io.oreo.dataset.imports.Imports.PLAIN;
import static io.oreo.dataset.imports.Imports.importer;
import static io.oreo.dataset.imports.Imports.linesOf;
import static io.oreo.dataset.imports.Imports.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.dataset.DataReport;
import io.oreo.dataset.DatasetException;
import io.oreo.dataset.DropReason;
import io.oreo.dataset.Selections;
import io.oreo.dataset.imports.ImportOptions.Layout;
import io.oreo.dataset.imports.ImportOptions.Rewards;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Origin;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Reward;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.StepRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrajectoryImportTest {

    @TempDir private Path folder;

    @Test
    void a_row_of_prompt_response_and_reward_becomes_a_graded_trajectory() throws Exception {
        Trajectory only =
                read(
                                PLAIN,
                                """
                                {"prompt": "1+1", "response": "two\\n2", "reward": 0.75, \
                                "problem_id": "sum"}
                                """)
                        .getFirst();

        assertEquals("1+1 two\n2", CharacterTokenizer.text(only.tokens().tokenIds()));
        assertEquals(4, only.tokens().actionMask().first());
        assertEquals(IntVector.of(8, 10), only.tokens().stepEnds());
        assertEquals(List.of(new Reward(9, 0.75)), only.tokens().rewards());
        assertEquals("two\n2", only.response());
        assertEquals("sum", only.problem().value());
        assertEquals(Origin.IMPORT, only.origin());
        assertTrue(only.isCorrect());
        assertTrue(
                only.tokens().behaviourLogProbs().isEmpty(), "none were given, none are made up");
        assertEquals("characters/1", only.tokenizerKey());
    }

    @Test
    void every_way_to_write_a_reward_is_understood() throws Exception {
        List<Trajectory> all =
                read(
                        PLAIN,
                        """
                        {"prompt": "q", "response": "a", "correct": true}
                        {"prompt": "q", "response": "a", "correct": false}
                        {"prompt": "q", "completion": "a", "label": "Wrong"}
                        {"prompt": "q", "response": "a", "reward": "1.5"}
                        {"prompt": "q", "response": "a", "reward": -2}
                        """);

        assertEquals(
                List.of(1.0, 0.0, 0.0, 1.5, -2.0),
                all.stream().map(t -> ((Outcome.Graded) t.outcome()).reward()).toList());
        assertEquals(
                1,
                all.stream().map(Trajectory::problem).distinct().count(),
                "rows with the same prompt are attempts at the same problem");
    }

    @Test
    void a_preference_row_becomes_a_pair_that_dpo_finds() throws Exception {
        List<Trajectory> all =
                read(
                        PLAIN,
                        """
                        {"prompt": "q", "chosen": "good", "rejected": "bad"}
                        {"chosen": [{"role": "user", "content": "hi"}, {"role": "assistant", \
                        "content": "hello"}], \
                        "rejected": [{"role": "user", "content": "hi"}, {"role": "assistant", \
                        "content": "go"}]}
                        {"prompt": "hi", "chosen": [{"role": "assistant", "content": "hello"}], \
                        "rejected": [{"role": "assistant", "content": "go"}]}
                        """);

        Selections.Pairs pairs = Selections.pairs(all, 1, new Seed(1));
        assertEquals(6, all.size());
        assertEquals("good", pairs.pairs().getFirst().chosen().response());
        assertEquals("bad", pairs.pairs().getFirst().rejected().response());
        assertEquals("hello", all.get(2).response());
        assertEquals("hello", all.get(4).response());
        assertEquals("hi hello", CharacterTokenizer.text(all.get(4).tokens().tokenIds()));
    }

    @Test
    void in_a_chat_only_what_the_assistant_says_is_an_action() throws Exception {
        ImportOptions template = options(FieldNames.USUAL, new Layout.ChatTemplate());
        Trajectory chat =
                read(
                                template,
                                """
                                {"messages": [{"role": "system", "content": "s"}, \
                                {"role": "user", "content": "u"}, \
                                {"role": "assistant", "content": "old", "weight": 0}, \
                                {"role": "user", "content": "v"}, \
                                {"role": "assistant", "content": [{"type": "text", \
                                "text": "go"}]}, \
                                {"role": "tool", "content": "seen"}, {"role": "assistant", \
                                "content": "take"}, \
                                {"role": "tool", "content": "done"}], "reward": 1}
                                """)
                        .getFirst();

        assertEquals(
                "system:suser:uassistant:olduser:vassistant:gotool:seenassistant:take",
                CharacterTokenizer.text(chat.tokens().tokenIds()));
        assertEquals("go\ntake", chat.response());
        assertEquals("gotake", actions(chat));
        assertEquals(
                chat.tokens().size() - 1,
                chat.tokens().rewards().getFirst().position(),
                "what was seen after the last action leads nowhere");
    }

    @Test
    void in_a_transcript_the_marked_lines_are_actions() throws Exception {
        FieldNames names =
                FieldNames.parse(List.of("transcript=traj", "reward=result", "problem=name"));
        Trajectory episode =
                read(
                                options(names, new Layout.Plain("")),
                                """
                                {"name": "game", "result": true, \
                                "traj": "You see a box.\\n> think\\n> open box\\n\
                                It is open.\\n> take key\\nDone.\\n"}
                                """)
                        .getFirst();

        assertEquals(
                "You see a box.\n> think\n> open box\nIt is open.\n> take key\n",
                CharacterTokenizer.text(episode.tokens().tokenIds()));
        assertEquals("> think\n> open box\n> take key\n", actions(episode));
        assertEquals("game", episode.problem().value());
    }

    @Test
    void every_bad_line_is_dropped_with_its_number_and_reason() throws Exception {
        String lines =
                """
                {"prompt": "q", "response": "a", "reward": 1}
                {"prompt": "q", "response
                [1, 2]

                {"prompt": "q", "response": "  ", "reward": 1}
                {"prompt": "q", "response": "a", "reward": NaN}
                {"prompt": "q", "response": "a"}
                {"prompt": "q", "reward": 1}
                {"prompt": "q", "response": 5, "reward": 1}
                {"prompt": "\\ud800", "response": "a", "reward": 1}
                {"prompt": "q", "response": "%s", "reward": 1}
                {"messages": [{"role": "user", "content": "u"}, {"role": "assistant", \
                "tool_calls": []}], "reward": 1}
                {"prompt": "q", "chosen": "good", "rejected": ""}
                {"prompt": "q", "response": "a", "reward": 1} {"second": "object"}
                """
                        .formatted("long ".repeat(50));
        DataReport report = report(PLAIN, lines);

        assertEquals(13, report.rows(), "the blank line is no row");
        assertEquals(14, report.attempts(), "the preference row holds two");
        assertEquals(2, report.used());
        assertEquals(List.of(2, 3, 14), linesOf(report, DropReason.NOT_JSON));
        assertEquals(List.of(5, 13), linesOf(report, DropReason.EMPTY_RESPONSE));
        assertEquals(List.of(6, 7), linesOf(report, DropReason.BAD_REWARD));
        assertEquals(List.of(8, 9, 12), linesOf(report, DropReason.MISSING_FIELD));
        assertEquals(List.of(10), linesOf(report, DropReason.BAD_TEXT));
        assertEquals(List.of(11), linesOf(report, DropReason.TOO_LONG));
        String said = String.join("\n", report.lines());
        assertTrue(said.contains("rows.jsonl:8 has no 'response' or"), said);
        assertTrue(said.contains(", but prompt, reward"), said);
        assertTrue(said.contains("'label', but prompt, response"), said);
    }

    @Test
    void rows_without_a_reward_are_something_to_imitate_if_that_is_asked_for() throws Exception {
        ImportOptions imitate =
                new ImportOptions(
                        FieldNames.USUAL,
                        new Layout.Plain(""),
                        Rewards.OPTIONAL,
                        new StepRule(List.of()),
                        100,
                        0,
                        1000);
        List<Trajectory> all =
                read(
                        imitate,
                        """
                        {"prompt": "q", "completion": "a"}
                        {"prompt": "q", "completion": "cut", "truncated": true}
                        """);

        assertEquals(new Outcome.Ungraded(), all.getFirst().outcome());
        assertEquals(FinishReason.END_TOKEN, all.getFirst().finishReason());
        assertEquals(CharacterTokenizer.END, all.getFirst().tokens().tokenIds().last());
        assertEquals(FinishReason.LENGTH, all.getLast().finishReason());
        assertEquals('t', all.getLast().tokens().tokenIds().last(), "what was cut has no end");
    }

    @Test
    void a_path_in_the_data_is_a_text_and_no_file_is_opened() throws Exception {
        Path secret = write("secret.txt", "do not read me");
        Trajectory only =
                read(
                                PLAIN,
                                """
                                {"prompt": "%s", "response": "file://%s", "reward": 1, \
                                "problem_id": "../../%s"}
                                """
                                        .formatted(secret, secret, secret))
                        .getFirst();

        assertEquals("file://" + secret, only.response());
        assertFalse(only.toString().contains("do not read me"));
    }

    @Test
    void an_unknown_meaning_of_a_field_is_refused_with_the_known_ones() {
        DatasetException refused =
                assertThrows(
                        DatasetException.class, () -> FieldNames.parse(List.of("promt=question")));
        assertTrue(refused.getMessage().contains("prompt, response, reward"), refused::toString);
    }

    private static String actions(Trajectory trajectory) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < trajectory.tokens().size(); i++) {
            if (trajectory.tokens().actionMask().get(i)) {
                text.append(
                        CharacterTokenizer.text(trajectory.tokens().tokenIds().slice(i, i + 1)));
            }
        }
        return text.toString();
    }

    private List<Trajectory> read(ImportOptions options, String lines) throws IOException {
        List<Trajectory> all = new ArrayList<>();
        DataReport report =
                importer(options).read(List.of(write("rows.jsonl", lines)), all::addAll, _ -> {});
        assertEquals(0, report.droppedCount(), () -> String.join("\n", report.lines()));
        return all;
    }

    private DataReport report(ImportOptions options, String lines) throws IOException {
        return importer(options).read(List.of(write("rows.jsonl", lines)), _ -> {}, _ -> {});
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
