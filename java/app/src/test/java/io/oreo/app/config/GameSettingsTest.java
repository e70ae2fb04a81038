package io.oreo.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.Catalogues;
import io.oreo.schedule.settings.EvaluationSettings.SearchSettings;
import io.oreo.schedule.settings.RunSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs whose problems are games have searches of their own. */
class GameSettingsTest {

    private static final RunFiles RUN_FILES = new RunFiles(Path.of("../../environments"));

    private static RunSettings read(String run, String... assignments) {
        return Catalogues.configuration().read(RUN_FILES.find(run), List.of(assignments));
    }

    private static String complaint(String run, String... assignments) {
        return String.valueOf(
                assertThrows(ConfigurationException.class, () -> read(run, assignments))
                        .getMessage());
    }

    @Test
    void theDemoPlaysGreedilyAndByTheBestOfFiveActions() {
        RunSettings demo = read("alfworld-demo");
        assertEquals("alfworld", demo.task().name());
        assertEquals(
                List.of("greedy", "sample", "best-action"),
                demo.evaluation().search().stream().map(SearchSettings::strategy).toList());
        SearchSettings best = demo.evaluation().search().getLast();
        assertTrue(best.search().needsValue());
        assertEquals(5, best.attempts());
    }

    @Test
    void anEnvironmentOfOnesOwnIsPlayedLikewiseAndReadsNoFolder() {
        RunSettings remote = read("remote");
        assertEquals("remote", remote.task().name());
        assertEquals(
                List.of("greedy", "best-action"),
                remote.evaluation().search().stream().map(SearchSettings::strategy).toList());
        assertTrue(
                complaint("remote", "evaluation.search=[{strategy=\"step-beam\"}]")
                        .contains("the problems are games; use one of greedy, sample"));
        assertTrue(complaint("remote", "task.data=games").contains("reads no files"));
        assertTrue(
                complaint("remote", "task.name=remot").contains("did you mean remote?"),
                "tasks are named by those that there are");
    }

    @Test
    void gamesAreNotSearchedByResponsesNorQuestionsByActions() {
        assertTrue(
                complaint("alfworld-demo", "evaluation.search=[{strategy=\"best-of-n\"}]")
                        .contains("the problems are games; use one of greedy, sample"));
        assertTrue(
                complaint("arithmetic", "evaluation.search=[{strategy=\"best-action\"}]")
                        .contains("which plays games, and the task has none"));
    }
}
