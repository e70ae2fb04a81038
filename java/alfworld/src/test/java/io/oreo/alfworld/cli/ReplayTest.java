package io.oreo.alfworld.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.alfworld.RecordedPlays;
import io.oreo.alfworld.RecordedPlays.Play;
import io.oreo.alfworld.RecordedPlays.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What people give to {@code replay}, {@code bench} and {@code fetch}. */
class ReplayTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder = Path.of("");
    private final StringWriter err = new StringWriter();
    private final Play play =
            RecordedPlays.all().stream()
                    .filter(p -> p.game().startsWith("pick_and"))
                    .findFirst()
                    .orElseThrow();

    @BeforeEach
    void write() throws IOException {
        RecordedPlays.write(folder.resolve("games"));
        RecordedPlays.prepared(folder.resolve("prepared"));
    }

    private Path in() {
        return folder.resolve("in.jsonl");
    }

    private Path out() {
        return folder.resolve("out.jsonl");
    }

    private int run(String verb, String... more) {
        List<String> arguments = new ArrayList<>(List.of(verb));
        if (!verb.equals("fetch")) {
            arguments.addAll(List.of("--games", folder.resolve("games").toString()));
            arguments.addAll(List.of("--prepared", folder.resolve("prepared").toString()));
        }
        arguments.addAll(List.of(more));
        CommandLine commands = AlfworldCommands.commandLine(arguments);
        commands.setOut(new PrintWriter(new StringWriter(), true));
        commands.setErr(new PrintWriter(err, true));
        return commands.execute(arguments.toArray(new String[0]));
    }

    private int replay(Path in, Path out, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--commands", in.toString(), "--out", out.toString()));
        arguments.addAll(List.of(more));
        return run("replay", arguments.toArray(new String[0]));
    }

    private int replay(byte[] input, String... more) throws IOException {
        return replay(Files.write(in(), input), out(), more);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String request(String game, List<String> commands) throws IOException {
        return JSON.writeValueAsString(Map.of("game", game, "commands", commands)) + "\n";
    }

    private List<JsonNode> answers() throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        for (String line : Files.readAllLines(out())) {
            answers.add(JSON.readTree(line));
        }
        return answers;
    }

    private List<String> texts(int line) throws IOException {
        List<String> texts = new ArrayList<>();
        answers()
                .get(line)
                .path("steps")
                .forEach(step -> texts.add(step.path("observation").asText()));
        return texts;
    }

    @Test
    void halfACharacterIsACommandThatDoesNothing() throws IOException {
        String odd = request(play.game(), List.of("look", "go to X 1")).replace("X", "\\ud800");
        String look = request(play.game(), List.of("look"));
        assertEquals(0, replay(bytes(look + odd + look)), err::toString);
        assertEquals(3, answers().size());
        assertEquals("Nothing happens.", texts(1).getLast());
        assertEquals(
                "go to \ud800 1", answers().get(1).path("steps").path(2).path("command").asText());
    }

    @Test
    void aLineThatIsNotUtf8IsRefusedByItsNumberAndTheOthersArePlayed() throws IOException {
        String look = request(play.game(), List.of("look"));
        String latin = look + request(play.game(), List.of("go to caf\u00e9 1")) + look;
        assertEquals(1, replay(latin.getBytes(StandardCharsets.ISO_8859_1)));
        assertTrue(err.toString().contains("line 2"), err::toString);
        assertTrue(err.toString().contains("is not UTF-8"), err::toString);
        assertEquals(3, answers().size());
        assertEquals(2, texts(2).size());
    }

    @Test
    void gzipIsRead() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes(request(play.game(), List.of("look"))));
        }
        assertEquals(0, replay(zipped.toByteArray()), err::toString);
        assertEquals(2, texts(0).size());
    }

    @Test
    void filesThatCannotBeReadOrWrittenAreNamedInASentence() throws IOException {
        String look = request(play.game(), List.of("look"));
        Files.writeString(in(), look);
        assertEquals(1, replay(in(), in()));
        assertTrue(err.toString().contains("name another output"), err::toString);
        assertEquals(look, Files.readString(in()));
        assertEquals(1, replay(folder, out()));
        assertTrue(err.toString().contains(folder + " is a folder"), err::toString);
        assertEquals(1, replay(in(), folder.resolve("no/out.jsonl")));
        assertTrue(err.toString().contains("there is no folder"), err::toString);
        if (Files.isWritable(Path.of("/dev/full"))) {
            assertEquals(1, replay(in(), Path.of("/dev/full")));
            assertTrue(err.toString().contains("/dev/full"), err::toString);
            assertTrue(err.toString().contains("No space left on device"), err::toString);
        }
        assertFalse(err.toString().contains("Exception"), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    @Test
    void gamesAreFoundByTheirTrials() throws IOException {
        String trial = play.game().replace("/game.tw-pddl", "");
        String input = "";
        for (String name :
                List.of(
                        trial,
                        trial + "/",
                        trial + "/traj_data.json",
                        "json_2.1.1/valid_seen/" + trial,
                        "json_2.1.1/valid_seen/" + play.game(),
                        trial.substring(trial.indexOf('/') + 1),
                        folder.resolve("games").resolve(play.game()).toString())) {
            input += request(name, List.of("look"));
        }
        assertEquals(0, replay(bytes(input)), err::toString);
        assertEquals(7, answers().size());
        assertEquals(1, replay(bytes(request("trial_T1", List.of()))));
        assertTrue(err.toString().contains("or by task/trial"), err::toString);
    }

    @Test
    void theOldDialectIsSpokenWholly() throws IOException {
        List<String> commands = play.steps().stream().skip(1).map(Step::command).toList();
        String put =
                commands.stream()
                        .filter(text -> text.startsWith("move "))
                        .findFirst()
                        .orElseThrow();
        List<String> before = commands.subList(0, commands.indexOf(put));
        List<String> tried = new ArrayList<>(before);
        tried.add("help");
        tried.add(put);
        tried.add(put.replace("move ", "put ").replace(" to ", " on "));
        tried.add(put.replace("move ", "put ").replace(" to ", " in/on "));

        assertEquals(
                0, replay(bytes(request(play.game(), tried)), "--dialect", "put"), err::toString);

        List<String> shown = texts(0);
        assertEquals(tried.size() + 1, shown.size());
        for (int i = 0; i < 3; i++) {
            assertEquals("Nothing happens.", shown.get(before.size() + 1 + i), tried::toString);
        }
        assertTrue(shown.getLast().startsWith("You put the "), shown.getLast());
        assertTrue(
                shown.stream().anyMatch(text -> text.matches("(?s)You arrive at loc \\d+\\. .*")),
                shown::toString);
        answers()
                .getFirst()
                .path("steps")
                .forEach(
                        step ->
                                step.path("admissible")
                                        .forEach(
                                                each -> assertFalse(each.asText().equals("help"))));

        assertEquals(
                0,
                replay(
                        bytes(request(play.game(), tried)),
                        "--latch=false",
                        "--dialect=put",
                        "--any-put"),
                err::toString);
        assertTrue(texts(0).get(before.size() + 3).startsWith("You put the "), texts(0)::toString);
        assertEquals(2, replay(bytes(request(play.game(), tried)), "--any-put"));
    }

    @Test
    void thoughtsMayStandBeforeActions() throws IOException {
        List<String> wrote =
                play.steps().stream()
                        .skip(1)
                        .map(step -> "Thought: Action: think.\nAction: " + step.command() + "\n")
                        .toList();
        assertEquals(
                0,
                replay(bytes(request(play.game(), wrote)), "--command-after", "Action:"),
                err::toString);
        JsonNode steps = answers().getFirst().path("steps");
        assertTrue(steps.path(steps.size() - 1).path("won").asBoolean());
    }

    @Test
    void whatIsNoRecordIsNamed() throws IOException {
        Files.writeString(in(), request(play.game(), List.of("look")));
        assertEquals(1, run("bench", "--record", in().toString()));
        assertTrue(err.toString().contains("line 1 of"), err::toString);
        assertTrue(err.toString().contains("is no play of"), err::toString);
    }

    @Test
    void anArchiveThatCannotBeHadIsNamedWithTheWayRound() throws IOException {
        String out = folder.resolve("fetched").toString();
        assertEquals(
                1, run("fetch", "--out", out, "--from", folder.resolve("no.zip").toUri() + ""));
        assertTrue(err.toString().contains("it is not there"), err::toString);
        assertEquals(1, run("fetch", "--out", out, "--from", "http://127.0.0.1:1/games.zip"));
        assertTrue(err.toString().contains("cannot be reached"), err::toString);
        Path text = Files.writeString(folder.resolve("text.zip"), "no archive");
        assertEquals(1, run("fetch", "--out", out, "--from", text.toUri().toString()));
        assertTrue(err.toString().contains("holds no games"), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
    }
}
