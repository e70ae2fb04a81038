package io.oreo.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.oreo.worker.ModelFacts;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened in a run and is never taken back. Paths are relative to the run's folder.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public sealed interface RunEvent {

    /** The run began; {@code settingsDigest} ties the folder to its configuration. */
    record RunStarted(String settingsDigest) implements RunEvent {}

    /** A process took the run up on workers of this kind; the first such line is the run's home. */
    record WorkersJoined(
            String device, String deviceName, int threads, Map<String, String> libraries)
            implements RunEvent {
        public WorkersJoined {
            libraries = Map.copyOf(libraries);
        }
    }

    /** The model that the run starts from is on disk. */
    record ModelPrepared(String directory, ModelFacts facts) implements RunEvent {}

    /** The demonstrations are on disk as tokens. */
    record DemonstrationsStored(String shard, String digest, int rows, String reportJson)
            implements RunEvent {}

    /** A training can go on from {@code nextBatch}; its metrics so far are stored. */
    record CheckpointSaved(String training, int nextBatch, int totalBatches) implements RunEvent {}

    /** A training is done; logs of earlier versions do not say what it learned from. */
    record TrainingFinished(
            String training,
            String policyDirectory,
            ModelFacts policyFacts,
            Optional<String> criticDirectory,
            Optional<ModelFacts> criticFacts,
            Optional<String> selectionJson)
            implements RunEvent {}

    /** All trainings of an iteration are done. */
    record ModelsTrained(int iteration) implements RunEvent {}

    /** An iteration after SFT began. */
    record IterationStarted(int iteration) implements RunEvent {}

    /** A batch of rollouts is on disk. */
    record RolloutsStored(int iteration, int batch, String shard, String digest, int rows)
            implements RunEvent {}

    /** All rollouts of an iteration are on disk. */
    record RolloutsCollected(int iteration, int batches) implements RunEvent {}

    /** A batch of rollouts is graded. */
    record GradesStored(int iteration, int batch, String shard, String digest, int rows)
            implements RunEvent {}

    /**
     * All rollouts of an iteration are graded.
     *
     * @param reportJson report on those of the main method's chain
     * @param others reports on those of other chains, by the training that sampled them
     */
    record RolloutsGraded(int iteration, String reportJson, Map<String, String> others)
            implements RunEvent {
        public RolloutsGraded {
            others = others == null ? Map.of() : Map.copyOf(others);
        }

        /** The main chain's alone. */
        RolloutsGraded(int iteration, String reportJson) {
            this(iteration, reportJson, Map.of());
        }
    }

    /**
     * The rows of a unit of an evaluation are stored; the search is a table of {@link
     * io.oreo.search.strategy.StrategyTable}, and logs of earlier versions do not hold it.
     */
    record UnitEvaluated(
            int iteration, String evaluation, int unit, Optional<Map<String, Object>> search)
            implements RunEvent {}

    /** All evaluations of an iteration are done. */
    record ModelsEvaluated(int iteration) implements RunEvent {}

    /** Nothing is left but to report. */
    record IterationsFinished(int iterations) implements RunEvent {}

    /** What the models of an iteration say of sampled attempts is in a file of the run. */
    record ValuesProbed(int iteration, String evaluation, String file, String digest)
            implements RunEvent {}

    /** The report is written; its digest covers all results without times. */
    record ReportWritten(String digest) implements RunEvent {}
}
