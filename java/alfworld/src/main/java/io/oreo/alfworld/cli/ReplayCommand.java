package io.oreo.alfworld.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.alfworld.Dialect;
import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.ReferenceEnvironment;
import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import io.oreo.environment.Turn;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays given commands and records what the games show. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Play the commands of a file and write down what the games show.",
            "Lines of the input: {\"game\": path below --games, \"commands\": [...]}. Lines of the"
                    + " output: the same game and its steps, the first being the reset. In the"
                    + " reference mode, {\"game\": path, \"expert\": N} lets ALFWorld's hand-coded"
                    + " expert play at most N commands."
        })
final class ReplayCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin private Games games = new Games();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--commands", required = true, paramLabel = "IN", description = "JSON Lines")
    private Path in = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "OUT", description = "JSON Lines")
    private Path out = Path.of("");

    @Option(
            names = "--engine",
            description = "${COMPLETION-CANDIDATES}; the default is ${DEFAULT-VALUE}")
    private Games.Engine engine = Games.Engine.fast;

    @Option(
            names = "--latch",
            arity = "0..1",
            fallbackValue = "true",
            description = "stop a game at its first win; false goes on as TextWorld does")
    private boolean latch = true;

    @Option(
            names = "--dialect",
            paramLabel = "D",
            description =
                    "how commands speak: move ('move X to Y') or put ('put X in/on Y'); the"
                            + " default is the games' own")
    private @Nullable Dialect dialect;

    /** A game and what to play in it: commands, or so many of the expert's. */
    private record Request(GameId game, List<String> commands, int expert) {}

    @Override
    public Integer call() throws IOException {
        if (engine == Games.Engine.reference && Relaunch.mayHelp()) {
            return Relaunch.run(spec, "replay");
        }
        PrintWriter err = spec.commandLine().getErr();
        int failed = 0;
        int played = 0;
        try (Environment environment = spoken(games.open(engine, err));
                BufferedReader reader = Files.newBufferedReader(in);
                BufferedWriter writer = Files.newBufferedWriter(out)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                Request request = request(line, number);
                String error = play(environment, request, writer);
                played++;
                if (error != null) {
                    failed++;
                    err.println("line " + number + " of " + in + ": " + error);
                }
            }
        }
        err.printf("played %d games, %d failed%n", played, failed);
        err.flush();
        return failed == 0 ? 0 : 1;
    }

    /** The games, spoken as was asked; all games of a folder speak as its first. */
    private Environment spoken(Environment environment) {
        Dialect asked = dialect;
        if (asked == null) {
            return environment;
        }
        GameFolder folder = games.folder();
        GameId first = folder.someGames().getFirst();
        Dialect own =
                Dialect.of(folder.file(first).grammar())
                        .orElseThrow(
                                () ->
                                        new EnvironmentException(
                                                EnvironmentException.Kind.UNSUPPORTED_GAME,
                                                "game %s speaks no dialect that is known"
                                                        .formatted(first)));
        return asked.spokenTo(environment, own);
    }

    private Request request(String line, int number) {
        try {
            JsonNode node = JSON.readTree(line);
            JsonNode commands = node.path("commands");
            List<String> texts = new ArrayList<>();
            commands.forEach(command -> texts.add(command.asText()));
            boolean allTexts = true;
            for (JsonNode command : commands) {
                allTexts &= command.isTextual();
            }
            int expert = node.path("expert").asInt(0);
            if (node.path("game").isTextual() && allTexts && commands.isArray() != expert > 0) {
                return new Request(new GameId(node.path("game").asText()), texts, expert);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(number);
        }
        throw wrong(number);
    }

    private ParameterException wrong(int number) {
        return new CommandLine.ParameterException(
                spec.commandLine(),
                "line %d of %s is not {\"game\": \"path\", \"commands\": [\"...\"]}"
                        .formatted(number, in));
    }

    /** Plays a game and writes its line; returns what went wrong. */
    private @Nullable String play(Environment environment, Request request, BufferedWriter writer)
            throws IOException {
        StringWriter line = new StringWriter();
        String error = null;
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("game", request.game().value());
            json.writeArrayFieldStart("steps");
            error = steps(environment, request, json);
            json.writeEndArray();
            if (error != null) {
                json.writeStringField("error", error);
            }
            json.writeEndObject();
        }
        writer.write(line.toString());
        writer.write('\n');
        return error;
    }

    private @Nullable String steps(Environment environment, Request request, JsonGenerator json)
            throws IOException {
        if (request.expert() > 0) {
            return demonstrate(environment, request, json);
        }
        try (Session session = environment.open(request.game())) {
            Observation shown = session.observation();
            write(null, shown, json);
            for (String command : request.commands()) {
                if (latch && shown.won()) {
                    break;
                }
                shown = session.step(command);
                write(command, shown, json);
            }
            return null;
        } catch (EnvironmentException | UncheckedIOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static @Nullable String demonstrate(
            Environment environment, Request request, JsonGenerator json) throws IOException {
        if (!(environment instanceof ReferenceEnvironment reference)) {
            return "the expert plays in the reference mode and its games' own dialect:"
                    + " --engine reference, without --dialect";
        }
        try {
            List<Turn> turns = reference.demonstration(request.game(), request.expert());
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                write(i == 0 ? null : turn.command(), turn.observation(), json);
            }
            return null;
        } catch (EnvironmentException | UncheckedIOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void write(@Nullable String command, Observation shown, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        if (command == null) {
            json.writeNullField("command");
        } else {
            json.writeStringField("command", command);
        }
        json.writeStringField("observation", shown.text());
        json.writeArrayFieldStart("admissible");
        for (String admissible : shown.admissible()) {
            json.writeString(admissible);
        }
        json.writeEndArray();
        json.writeBooleanField("won", shown.won());
        json.writeBooleanField("done", shown.done());
        json.writeEndObject();
    }
}
