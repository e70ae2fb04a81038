package io.oreo.alfworld.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.alfworld.RecordedPlays;
import io.oreo.alfworld.RecordedPlays.Play;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
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

    private int run(String... arguments) {
        CommandLine commands = AlfworldCommands.commandLine(List.of(arguments));
        commands.setOut(new PrintWriter(out, true));
        commands.setErr(new PrintWriter(err, true));
        return commands.execute(arguments);
    }

    private int replay(String input, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("replay"));
        arguments.addAll(List.of("--games", folder.resolve("games").toString()));
        arguments.addAll(List.of("--prepared", folder.resolve("prepared").toString()));
        Path in = Files.writeString(folder.resolve("in.jsonl"), input);
        arguments.addAll(List.of("--commands", in.toString()));
        arguments.addAll(List.of("--out", folder.resolve("out.jsonl").toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(new String[0]));
    }

    private String request() throws IOException {
        return JSON.writeValueAsString(
                JSON.createObjectNode()
                        .put("game", play.game())
                        .set(
                                "commands",
                                JSON.valueToTree(
                                        play.steps().stream()
                                                .skip(1)
                                                .map(s -> s.command())
                                                .toList())));
    }

    @Test
    void aReplayWithoutTheLatchIsWhatWasRecorded() throws IOException {
        assertEquals(0, replay(request() + "\n", "--latch=false"), err::toString);
        JsonNode line = JSON.readTree(folder.resolve("out.jsonl").toFile());
        assertEquals(play.game(), line.path("game").asText());
        assertTrue(line.path("steps").path(0).path("command").isNull());
        assertEquals(play.steps().size(), line.path("steps").size());
        for (int i = 0; i < play.steps().size(); i++) {
            JsonNode step = line.path("steps").path(i);
            assertEquals(play.steps().get(i).text(), step.path("observation").asText());
            assertEquals(
                    JSON.valueToTree(play.steps().get(i).admissible()), step.path("admissible"));
            assertEquals(play.steps().get(i).won(), step.path("won").asBoolean());
            assertTrue(step.path("done").isBoolean());
        }
    }

    @Test
    void aReplayWithTheLatchStopsAtTheFirstWin() throws IOException {
        assertEquals(0, replay(request() + "\n"), err::toString);
        JsonNode steps = JSON.readTree(folder.resolve("out.jsonl").toFile()).path("steps");
        assertTrue(steps.size() < play.steps().size());
        assertTrue(steps.path(steps.size() - 1).path("won").asBoolean());
        assertFalse(steps.path(steps.size() - 2).path("won").asBoolean());
    }

    @Test
    void aGameThatFailsKeepsTheOthers() throws IOException {
        String bad = "{\"game\": \"nowhere\", \"commands\": []}\n";
        assertEquals(1, replay(bad + request() + "\n"));
        List<String> lines = Files.readAllLines(folder.resolve("out.jsonl"));
        assertEquals(2, lines.size());
        assertTrue(JSON.readTree(lines.getFirst()).path("error").asText().contains("nowhere"));
        assertTrue(err.toString().contains("line 1"), err::toString);
    }

    @Test
    void aLineThatIsNoRequestIsNamed() throws IOException {
        assertEquals(1, replay(request() + "\n{\"game\": 3}\n"));
        assertTrue(err.toString().contains("line 2"), err::toString);
        assertEquals(2, Files.readAllLines(folder.resolve("out.jsonl")).size());
    }

    @Test
    void aReplayMaySpeakTheOldDialect() throws IOException {
        String put = "{\"game\": \"%s\", \"commands\": [\"look\"]}".formatted(play.game());
        assertEquals(0, replay(put + "\n", "--dialect", "put"), err::toString);
        assertFalse(Files.readString(folder.resolve("out.jsonl")).contains("move "));
        String old = request().replaceAll("move ([a-z]+ \\d+) to ", "put $1 in/on ");
        assertTrue(old.contains(" in/on "), "the play puts something down");
        assertEquals(0, replay(old + "\n", "--dialect=put"), err::toString);
        JsonNode steps = JSON.readTree(folder.resolve("out.jsonl").toFile()).path("steps");
        assertTrue(steps.path(steps.size() - 1).path("won").asBoolean(), "it wins like the other");
    }

    @Test
    void theExpertPlaysInTheReferenceModeOnly() throws IOException {
        String asked = "{\"game\": \"%s\", \"expert\": 5}\n".formatted(play.game());
        assertEquals(1, replay(asked));
        assertTrue(err.toString().contains("--engine reference"), err::toString);
        assertEquals(1, replay(asked.replace("}", ", \"commands\": []}")), "one of both");
    }

    @Test
    void aFolderWithoutGamesIsRefusedByEveryCommand() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Files.createFile(empty.resolve("games.tar.xz"));
        for (String command : List.of("check", "prepare", "play")) {
            assertEquals(1, run(command, "--games", empty.toString()), command);
            String said = out + err.toString();
            assertTrue(said.contains("there is no usable game in"), said);
            assertTrue(said.contains("must be unpacked first"), said);
        }
    }

    @Test
    void checkSaysWhatItFound() {
        assertEquals(0, run("check", "--games", folder.resolve("games").toString()));
        assertTrue(out.toString().contains("6 usable"), out::toString);
        assertEquals(1, run("check", "--games", folder.resolve("none").toString()));
        assertTrue(err.toString().contains("there is no folder"), err::toString);
    }

    @Test
    void aPersonPlaysWithHintsAndUndo() {
        String keys = "?\nhint\nlook\nundo\n" + "hint\n".repeat(2) + "quit\n";
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)));
        try {
            int status =
                    run(
                            "play",
                            "pick_and",
                            "--games",
                            folder.resolve("games").toString(),
                            "--prepared",
                            folder.resolve("prepared").toString());
            assertEquals(0, status, err::toString);
        } finally {
            System.setIn(before);
        }
        assertTrue(out.toString().contains("Try: go to "), out::toString);
        assertTrue(out.toString().contains("inventory"), out::toString);
    }

    @Test
    void followingTheHintsWins() {
        io.oreo.alfworld.game.Game game =
                new io.oreo.alfworld.game.Game(
                        io.oreo.alfworld.game.GameCompiler.compile(
                                io.oreo.alfworld.game.GameDocument.read(play.document())));
        io.oreo.alfworld.tools.Hints hints = new io.oreo.alfworld.tools.Hints(game);
        io.oreo.alfworld.game.Position position = game.start();
        for (int i = 0; i < 20 && !position.won(); i++) {
            position = game.step(position, hints.next(position).orElseThrow());
        }
        assertTrue(position.won());
    }
}
