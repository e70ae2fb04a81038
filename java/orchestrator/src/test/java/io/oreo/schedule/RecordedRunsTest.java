package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.run.EvaluationName;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunState;
import io.oreo.run.Stage;
import io.oreo.schedule.settings.EvaluationSettings;
import io.oreo.store.RunStore;
import io.oreo.testing.Golden;
import io.oreo.testing.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logs that whole runs wrote, an event a line. They are never written anew: what was a run once
 * must open for ever. The golden file beside each says what today's code makes of it.
 */
class RecordedRunsTest {

    private static final Path FOLDER = Path.of("src/test/resources/recorded");
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one-iteration",
                "two-iterations",
                "games",
                "imported",
                "comparison-seed-2",
                "older-format"
            })
    void aRunOfThePastOpensAndSaysTheSame(String name) throws IOException {
        RunState state = replayed(name);
        assertEquals(Stage.DONE, state.stage());
        Golden.check("recorded/" + name + ".txt", summary(state));
    }

    /** Logs of earlier versions name neither the search of a unit nor what a training took. */
    @Test
    void aLogOfAnEarlierVersionFindsItsSearchesInTheSettings() throws IOException {
        String log = Files.readString(FOLDER.resolve("older-format.jsonl"));
        assertTrue(!log.contains("\"search\"") && !log.contains("selectionJson"), log);
        RunState old = replayed("older-format");
        RunState now = replayed("one-iteration");
        EvaluationSettings settings =
                SmallRun.of(SmallRun.Kind.SUMS, 1, 1, Path.of("data")).settings().evaluation();
        for (String evaluation :
                List.of(
                        "sft/greedy",
                        "oreo-1/step-beam 2x2 by oreo-1",
                        "oreo-1/best-of-3 by oreo-1")) {
            EvaluationName name = EvaluationName.parse(evaluation);
            assertTrue(old.search(evaluation).isEmpty() && now.search(evaluation).isPresent());
            assertEquals(
                    RunResults.search(name, now, settings),
                    RunResults.search(name, old, settings),
                    evaluation);
        }
        assertTrue(old.training("oreo-1").orElseThrow().selectionJson().isEmpty());
        assertEquals(now.reportDigest(), old.reportDigest());
    }

    private static RunState replayed(String name) throws IOException {
        RunStore store = new MemoryStore(Instant::now).opened();
        Files.readAllLines(FOLDER.resolve(name + ".jsonl"))
                .forEach(line -> store.append(row(line), RunStore.Rows.NONE));
        return Journal.stateOf(store);
    }

    private static RunStore.EventRow row(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return new RunStore.EventRow(node.path("type").asText(), node.path("event").toString());
        } catch (JsonProcessingException damaged) {
            throw new IllegalArgumentException(line, damaged);
        }
    }

    private static String summary(RunState state) {
        StringBuilder text = new StringBuilder();
        text.append("stage %s, iteration %d\n".formatted(state.stage(), state.iteration()));
        text.append("task %s\n".formatted(state.settingsDigest().orElse("none")));
        for (RunEvent.WorkersJoined each : state.workers()) {
            text.append("workers %s, %s\n".formatted(each.device(), each.libraries()));
        }
        text.append("demonstrations %d\n".formatted(state.demonstrations().orElseThrow().rows()));
        new TreeMap<>(state.trainings())
                .forEach(
                        (name, training) ->
                                text.append(
                                        "training %s: policy %s, critic %s, learned from %s\n"
                                                .formatted(
                                                        name,
                                                        training.policyFacts().contentKey(),
                                                        training.criticDirectory().orElse("none"),
                                                        training.selectionJson()
                                                                .orElse("unknown"))));
        for (int iteration = 1; iteration <= state.iteration(); iteration++) {
            for (RunEvent.RolloutsStored each : state.rollouts(iteration).values()) {
                text.append(line("rollouts", each.rows(), each.shard(), each.digest()));
            }
            for (RunEvent.GradesStored each : state.grades(iteration).values()) {
                text.append(line("graded", each.rows(), each.shard(), each.digest()));
            }
        }
        for (RunEvent.ValuesProbed each : state.probes()) {
            text.append(
                    "probe %s: %s %s\n".formatted(each.evaluation(), each.file(), each.digest()));
        }
        return text.append("digest %s\n".formatted(state.reportDigest().orElse("none"))).toString();
    }

    private static String line(String what, int rows, String file, String digest) {
        return "%s %d: %s %s\n".formatted(what, rows, file, digest);
    }
}
