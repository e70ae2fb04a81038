package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.run.RunEvent;
import io.oreo.run.Stage;
import io.oreo.schedule.PhaseBench.Left;
import io.oreo.store.RunStore;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each phase alone: what it writes, and that stopping it at any event changes nothing. */
class PhasesTest {

    @TempDir private Path folder;

    @Test
    void prepareModelWritesTheModelThatTheRunStartsFrom() throws Exception {
        Left left =
                sums(
                        run ->
                                new PrepareModel(
                                        run.plan(), run.journal(), run.pools(), run.listener()),
                        Stage.PREPARING,
                        0);
        assertEquals(List.of("ModelPrepared"), left.types());
        assertEquals(List.of("models/start/model.txt"), left.files());
        assertEquals("letters", left.state().startModel().orElseThrow().facts().tokenizerKey());
    }

    @Test
    void storeDemonstrationsWritesOneShardAndItsReport() throws Exception {
        Left left =
                sums(
                        run ->
                                new StoreDemonstrations(
                                        run.plan(), run.journal(), run.pools(), run.listener()),
                        Stage.ENCODING,
                        0);
        assertEquals(List.of("DemonstrationsStored"), left.types());
        assertEquals(4, left.state().demonstrations().orElseThrow().rows());
        assertTrue(left.files().contains("shards/demonstrations.parquet"));
    }

    @Test
    void trainModelsLeavesModelsAndMetricsAndNoCheckpoint() throws Exception {
        Left left =
                sums(
                        run ->
                                new TrainModels(
                                        run.plan(), run.journal(), run.pools(), run.listener()),
                        Stage.TRAINING,
                        1);
        assertEquals(
                List.of(
                        "CheckpointSaved",
                        "CheckpointSaved",
                        "TrainingFinished",
                        "CheckpointSaved",
                        "TrainingFinished",
                        "ModelsTrained"),
                left.types());
        assertTrue(left.state().training("oreo-1").orElseThrow().criticDirectory().isPresent());
        assertTrue(left.state().training("dpo-1").orElseThrow().criticDirectory().isEmpty());
        assertEquals(3, count(left, "oreo-1", "policy_loss"), "12 sequences in batches of 4");
        assertEquals(3, count(left, "oreo-1", "value_loss"));
        assertEquals(0, count(left, "dpo-1", "value_loss"));
        assertTrue(left.files().contains("training/oreo-1/critic/model.txt"));
        assertFalse(left.files().toString().contains("checkpoint-"), left.files().toString());
    }

    @Test
    void collectRolloutsWritesTheBatchesOfThePlan() throws Exception {
        Left left =
                sums(
                        run ->
                                new CollectRollouts(
                                        run.plan(), run.journal(), run.pools(), run.listener()),
                        Stage.COLLECTING,
                        1);
        assertEquals(
                List.of("RolloutsStored", "RolloutsStored", "RolloutsCollected"), left.types());
        assertEquals(
                List.of(6, 6),
                left.state().rollouts(1).values().stream()
                        .map(RunEvent.RolloutsStored::rows)
                        .toList());
    }

    @Test
    void gradeRolloutsWritesAGradedShardForEachBatch() throws Exception {
        Left left =
                sums(
                        run -> new GradeRollouts(run.plan(), run.journal(), run.listener()),
                        Stage.GRADING,
                        1);
        assertEquals(List.of("GradesStored", "GradesStored", "RolloutsGraded"), left.types());
        assertTrue(left.files().contains("shards/iteration-1/grades-00001.parquet"));
        String report = left.state().rolloutReport(1).orElseThrow().reportJson();
        assertTrue(report.contains("\"used\":12"), report);
    }

    @Test
    void gamesBringTheirGrades() throws Exception {
        Left left =
                phase(
                        SmallRun.Kind.CORRIDOR,
                        run -> new GradeRollouts(run.plan(), run.journal(), run.listener()),
                        Stage.GRADING,
                        1);
        assertEquals(List.of("GradesStored", "GradesStored", "RolloutsGraded"), left.types());
        assertFalse(left.files().toString().contains("/grades-"), left.files().toString());
    }

    @Test
    void importedRolloutsAreTakenShardByShard() throws Exception {
        Left left =
                phase(
                        SmallRun.Kind.IMPORTED,
                        run -> new ImportedRollouts(run.plan(), run.journal(), run.listener()),
                        Stage.COLLECTING,
                        1);
        assertEquals(
                List.of("RolloutsStored", "RolloutsStored", "RolloutsCollected"), left.types());
        assertEquals(4, left.state().rollouts(1).get(1).rows());
    }

    @Test
    void evaluateModelsStoresAUnitWithItsRows() throws Exception {
        Left left =
                sums(
                        run ->
                                new EvaluateModels(
                                        run.plan(), run.journal(), run.pools(), run.listener()),
                        Stage.EVALUATING,
                        1);
        assertEquals("ModelsEvaluated", left.types().getLast());
        List<String> evaluations =
                left.results().stream()
                        .filter(row -> row.iteration() == 1)
                        .map(RunStore.ResultRow::evaluation)
                        .distinct()
                        .sorted()
                        .toList();
        assertEquals(
                List.of(
                        "dpo-1/greedy",
                        "oreo-1/best-of-3 by oreo-1",
                        "oreo-1/greedy",
                        "oreo-1/step-beam 2x2 by oreo-1",
                        "sft/best-of-3 by oreo-1"),
                evaluations,
                "sft/greedy was evaluated in iteration 0");
        assertEquals(2 * evaluations.size() + 1, left.types().size(), "two units each");
        assertEquals(
                4L * evaluations.size(),
                left.results().stream().filter(row -> row.iteration() == 1).count());
    }

    @Test
    void probeValuesAsksAboutTheAttemptsOfEachPolicyOnce() throws Exception {
        Left left =
                sums(
                        run ->
                                new ProbeValues(
                                        run.plan(), run.journal(), run.pools(), run.listener()),
                        Stage.REPORTING,
                        1);
        assertEquals(List.of("ValuesProbed", "ValuesProbed"), left.types());
        assertEquals(
                List.of("oreo-1/best-of-3 by oreo-1", "sft/best-of-3 by oreo-1"),
                left.state().probes().stream()
                        .map(RunEvent.ValuesProbed::evaluation)
                        .sorted()
                        .toList());
        assertTrue(left.files().contains("probes/iteration-1-1.json"));
    }

    @Test
    void writeReportWritesThreeFilesAndTheDigest() throws Exception {
        Left left = sums(run -> new WriteReport(run.plan(), run.journal()), Stage.REPORTING, 1);
        assertEquals(List.of("ReportWritten"), left.types());
        assertTrue(left.files().containsAll(List.of("report.html", "report.json", "report.txt")));
        assertEquals(Stage.DONE, left.state().stage());
    }

    private Left sums(Function<RunContext, Phase> phase, Stage stage, int iteration)
            throws Exception {
        return phase(SmallRun.Kind.SUMS, phase, stage, iteration);
    }

    private Left phase(
            SmallRun.Kind kind, Function<RunContext, Phase> phase, Stage stage, int iteration)
            throws Exception {
        SmallRun.importInto(folder.resolve("data"));
        SmallRun run = SmallRun.of(kind, 1, 1, folder.resolve("data"));
        PhaseBench bench = new PhaseBench(folder, run, phase).at(stage, iteration);
        Left left = bench.whole();
        bench.requireSameAfterEachStop(left);
        return left;
    }

    private static long count(Left left, String training, String metric) {
        return left.metrics().stream()
                .filter(row -> row.training().equals(training) && row.name().equals(metric))
                .count();
    }
}
