package io.oreo.dataset.imports;

import static io.oreo.dataset.imports.Imports.PLAIN;
import static io.oreo.dataset.imports.Imports.importer;
import static io.oreo.dataset.imports.Imports.linesOf;
import static io.oreo.dataset.imports.Imports.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.dataset.DataReport;
import io.oreo.dataset.DatasetException;
import io.oreo.dataset.DatasetManifest;
import io.oreo.dataset.DropReason;
import io.oreo.dataset.Selections;
import io.oreo.dataset.imports.ImportOptions.Layout;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.Tokenizer.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as published datasets have them. */
class FoundRowsTest {

    @TempDir private Path folder;

    @Test
    void what_a_message_says_beside_its_content_reaches_the_template() throws Exception {
        List<Turn> turns =
                Turns.messages(
                        new JsonMapper()
                                .readTree(
                                        """
                                        [{"role": "user", "content": "u", "name": null},
                                         {"role": "assistant", "content": null, "weight": 1,
                                          "tool_calls": [{"function": {"name": "look"}}]},
                                         {"role": "tool", "content": "s", "tool_call_id": "c"},
                                         {"role": "assistant", "content": "a", "tool_calls": [],
                                          "reasoning_content": "why"}]
                                        """));

        assertEquals(List.of("u", "", "s", "a"), turns.stream().map(Turn::text).toList());
        assertEquals(
                List.of(
                        "",
                        "{\"tool_calls\":[{\"function\":{\"name\":\"look\"}}]}",
                        "{\"tool_call_id\":\"c\"}",
                        "{\"reasoning_content\":\"why\"}"),
                turns.stream().map(Turn::moreJson).toList());
    }

    @Test
    void a_chat_may_end_with_a_tool_call_alone() throws Exception {
        Trajectory only =
                read(
                                options(FieldNames.USUAL, new Layout.ChatTemplate()),
                                """
                                {"conversations": [{"from": "human", "value": "u"}, \
                                {"from": "gpt", "value": "a"}, \
                                {"from": "observation", "value": "o"}, \
                                {"role": "assistant", "content": null, "tool_calls": \
                                [{"function": {"name": "look"}}]}], "tools": "[]", "reward": 1}
                                """)
                        .getFirst();

        assertEquals(
                "user:uassistant:atool:oassistant:",
                CharacterTokenizer.text(only.tokens().tokenIds()));
    }

    @Test
    void a_finish_reason_says_whether_a_response_was_truncated() throws Exception {
        List<Trajectory> all =
                read(
                        PLAIN,
                        """
                        {"prompt": "q", "response": "a", "reward": 0, "finish_reason": "length"}
                        {"prompt": "q", "response": "a", "reward": 0, "finish_reason": "stop"}
                        {"prompt": "q", "response": "a", "reward": 0, "stop_reason": "max_tokens"}
                        {"prompt": "q", "response": "a", "reward": 0, "truncated": false}
                        """);

        assertEquals(
                List.of(
                        FinishReason.LENGTH,
                        FinishReason.END_TOKEN,
                        FinishReason.LENGTH,
                        FinishReason.END_TOKEN),
                all.stream().map(Trajectory::finishReason).toList());
        assertEquals('a', all.getFirst().tokens().tokenIds().last());
        assertEquals(
                List.of(1),
                linesOf(
                        report(
                                """
                                {"prompt": "q", "response": "a", "reward": 0, \
                                "finish_reason": "sunshine"}
                                """),
                        DropReason.MISSING_FIELD));
    }

    @Test
    void a_label_that_is_an_answer_is_no_reward() throws Exception {
        DataReport report =
                report(
                        """
                        {"prompt": "30+42", "completion": "72", "label": "72"}
                        {"prompt": "1+1", "completion": "3", "label": 2}
                        {"prompt": "1+1", "completion": "2", "label": true}
                        {"prompt": "1+1", "completion": "3", "label": 0}
                        {"prompt": "1+1", "completion": "3", "reward": 2}
                        """);

        assertEquals(List.of(1, 2), linesOf(report, DropReason.BAD_REWARD));
        assertTrue(report.lines().getFirst().contains("--field reward=label"), report::toString);
        FieldNames meant = FieldNames.parse(List.of("reward=label"));
        assertEquals(
                1,
                read(
                                options(meant, new Layout.Plain("")),
                                "{\"prompt\": \"q\", \"completion\": \"a\", \"label\": \"72\"}")
                        .size());
    }

    @Test
    void the_pairs_that_are_given_are_the_pairs_that_are_compared() throws Exception {
        List<Trajectory> all =
                read(
                        PLAIN,
                        """
                        {"prompt": "a color", "chosen": "blue", "rejected": "dark"}
                        {"prompt": "a color", "chosen": "dark", "rejected": "seven"}
                        """);

        Selections.Pairs pairs = Selections.pairs(all, 8, new Seed(1));

        assertEquals(
                Set.of("blue > dark", "dark > seven"),
                Set.copyOf(
                        pairs.pairs().stream()
                                .map(p -> p.chosen().response() + " > " + p.rejected().response())
                                .toList()));
        assertEquals(2, pairs.pairs().size());
    }

    @Test
    void a_pair_is_a_pair_whatever_else_its_row_holds() throws Exception {
        List<Trajectory> all =
                read(
                        PLAIN,
                        """
                        {"prompt": "q", "prompt_id": "x", "chosen": [{"role": "user", \
                        "content": "q"}, {"role": "assistant", "content": "7"}], \
                        "rejected": [{"role": "user", "content": "q"}, {"role": "assistant", \
                        "content": "8"}], "messages": [{"role": "user", "content": "q"}, \
                        {"role": "assistant", "content": "7"}], "score_chosen": 8.0}
                        """);

        assertEquals(List.of("7", "8"), all.stream().map(Trajectory::response).toList());
    }

    @Test
    void what_is_no_file_of_rows_is_called_what_it_is() throws Exception {
        Path list = write("list.json", "[\n  {\"prompt\": \"q\"}\n]\n");
        Path saved = Files.createDirectory(folder.resolve("saved"));

        assertTrue(refusal(list).contains("one JSON list"), () -> refusal(list));
        assertTrue(refusal(saved).contains("is a folder"), () -> refusal(saved));
    }

    @Test
    void a_dataset_remembers_whether_its_prompts_are_chats() throws Exception {
        Path rows = write("rows.jsonl", "{\"prompt\":\"q\",\"response\":\"a\",\"reward\":1}\n");
        importer(options(FieldNames.USUAL, new Layout.ChatTemplate()))
                .store(List.of(rows), folder.resolve("chat"), _ -> {});
        importer(PLAIN).store(List.of(rows), folder.resolve("plain"), _ -> {});

        assertTrue(DatasetManifest.read(folder.resolve("chat")).chatTemplate());
        assertFalse(DatasetManifest.read(folder.resolve("plain")).chatTemplate());
    }

    private static String refusal(Path file) {
        return assertThrows(
                        DatasetException.class,
                        () -> importer(PLAIN).read(List.of(file), _ -> {}, _ -> {}))
                .toString();
    }

    private List<Trajectory> read(ImportOptions options, String lines) throws IOException {
        List<Trajectory> all = new ArrayList<>();
        DataReport report =
                importer(options).read(List.of(write("rows.jsonl", lines)), all::addAll, _ -> {});
        assertEquals(0, report.droppedCount(), () -> String.join("\n", report.lines()));
        return all;
    }

    private DataReport report(String lines) throws IOException {
        return importer(PLAIN).read(List.of(write("rows.jsonl", lines)), _ -> {}, _ -> {});
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
