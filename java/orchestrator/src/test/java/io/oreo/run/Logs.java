package io.oreo.run;

import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.StrategyTable;
import io.oreo.trajectory.IntVector;
import io.oreo.worker.ModelFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Event logs as runs write them. */
public final class Logs {

    static final ModelFacts FACTS =
            new ModelFacts("content", "tokenizer", 1000, 20, 64, IntVector.of(1), "Llama", 8, 1);

    private Logs() {}

    /** One event of each kind. */
    public static List<RunEvent> oneOfEach() {
        return List.of(
                new RunEvent.RunStarted("settings"),
                new RunEvent.WorkersJoined("cpu", "a processor", 1, Map.of("torch", "2")),
                new RunEvent.ModelPrepared("models/start", FACTS),
                new RunEvent.DemonstrationsStored("shards/d.parquet", "d", 3, "{}"),
                new RunEvent.CheckpointSaved("sft", 4, 8),
                trained("sft", false),
                new RunEvent.ModelsTrained(0),
                new RunEvent.IterationStarted(1),
                new RunEvent.RolloutsStored(1, 0, "shards/r.parquet", "r", 3),
                new RunEvent.RolloutsCollected(1, 1),
                new RunEvent.GradesStored(1, 0, "shards/g.parquet", "g", 3),
                new RunEvent.RolloutsGraded(1, "{}"),
                new RunEvent.UnitEvaluated(
                        0, "sft/greedy", 0, Optional.of(StrategyTable.write(new Greedy()))),
                new RunEvent.ModelsEvaluated(0),
                new RunEvent.IterationsFinished(1),
                new RunEvent.ValuesProbed(1, "sft/best-of-8 by oreo-1", "probes/1.json", "p"),
                new RunEvent.ReportWritten("digest"));
    }

    /** A whole run: SFT and two iterations. */
    public static List<RunEvent> twoIterations() {
        return List.of(
                new RunEvent.RunStarted("settings"),
                new RunEvent.WorkersJoined("cpu", "a processor", 1, Map.of("torch", "2")),
                new RunEvent.ModelPrepared("models/start", FACTS),
                new RunEvent.DemonstrationsStored("shards/d.parquet", "d", 3, "{}"),
                new RunEvent.CheckpointSaved("sft", 4, 8),
                new RunEvent.CheckpointSaved("sft", 8, 8),
                trained("sft", false),
                new RunEvent.ModelsTrained(0),
                new RunEvent.UnitEvaluated(
                        0, "sft/greedy", 0, Optional.of(StrategyTable.write(new Greedy()))),
                new RunEvent.ModelsEvaluated(0),
                new RunEvent.IterationStarted(1),
                new RunEvent.RolloutsStored(1, 1, "shards/r1.parquet", "r1", 3),
                new RunEvent.RolloutsStored(1, 0, "shards/r0.parquet", "r0", 3),
                new RunEvent.RolloutsCollected(1, 2),
                new RunEvent.GradesStored(1, 0, "shards/g0.parquet", "g0", 3),
                new RunEvent.GradesStored(1, 1, "shards/g1.parquet", "g1", 3),
                new RunEvent.RolloutsGraded(1, "{}"),
                trained("oreo-1", true),
                new RunEvent.ModelsTrained(1),
                new RunEvent.ModelsEvaluated(1),
                new RunEvent.IterationStarted(2),
                new RunEvent.RolloutsStored(2, 0, "shards/r2.parquet", "r2", 3),
                new RunEvent.RolloutsCollected(2, 1),
                new RunEvent.GradesStored(2, 0, "shards/g2.parquet", "g2", 3),
                new RunEvent.RolloutsGraded(2, "{}"),
                trained("oreo-2", true),
                new RunEvent.ModelsTrained(2),
                new RunEvent.ModelsEvaluated(2),
                new RunEvent.IterationsFinished(2),
                new RunEvent.ValuesProbed(1, "sft/best-of-8 by oreo-1", "probes/1.json", "p"),
                new RunEvent.ReportWritten("digest"));
    }

    static RunEvent.TrainingFinished trained(String name, boolean withCritic) {
        String folder = "training/" + name;
        return new RunEvent.TrainingFinished(
                name,
                folder + "/policy",
                FACTS,
                withCritic ? Optional.of(folder + "/critic") : Optional.empty(),
                withCritic ? Optional.of(FACTS) : Optional.empty(),
                Optional.empty());
    }
}
