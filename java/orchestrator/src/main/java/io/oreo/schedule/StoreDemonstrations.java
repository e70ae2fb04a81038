package io.oreo.schedule;

import io.oreo.dataset.DataReport;
import io.oreo.dataset.DropReason;
import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunListener;
import io.oreo.schedule.RunContext.Pools;
import io.oreo.task.Split;
import io.oreo.trajectory.Origin;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.Tokenizer.Encoded;
import io.oreo.worker.Tokenizer.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the worked solutions into tokens, once, and stores them as trajectories. */
final class StoreDemonstrations implements Phase {

    private final Plan plan;
    private final Journal journal;
    private final Pools pools;
    private final RunListener listener;

    StoreDemonstrations(Plan plan, Journal journal, Pools pools, RunListener listener) {
        this.plan = plan;
        this.journal = journal;
        this.pools = pools;
        this.listener = listener;
    }

    @Override
    public void run() {
        Prompts prompts = new Prompts(plan, journal, pools);
        List<Problem> problems = plan.problems(Split.DEMONSTRATION);
        listener.started("Encode demonstrations", "problems", 0, problems.size());
        List<Encoded> encoded = prompts.encodeDemonstrations(problems);
        DataReport.Builder counts = new DataReport.Builder();
        List<Trajectory> trajectories = new ArrayList<>();
        for (int i = 0; i < problems.size(); i++) {
            counts.row();
            switch (encoded.get(i)) {
                case Encoded.Tokens tokens -> {
                    Trajectory trajectory = demonstration(i, problems.get(i), tokens);
                    counts.use(trajectory);
                    trajectories.add(trajectory);
                }
                case Encoded.Rejected rejected ->
                        counts.drop(
                                reason(rejected.reason()),
                                new DataReport.Example(
                                        "demonstrations", i + 1, rejected.message()));
            }
        }
        DataReport report = counts.build();
        if (!problems.isEmpty()) {
            report.requireDroppedAtMost(plan.settings().collect().maxDropped());
        }
        store(trajectories, report);
    }

    private void store(List<Trajectory> trajectories, DataReport report) {
        Path file = journal.folder().resolve("shards").resolve("demonstrations.parquet");
        ShardInfo shard = TrajectoryShards.write(trajectories, file);
        journal.append(
                new RunEvent.DemonstrationsStored(
                        journal.relative(file),
                        shard.contentDigest(),
                        shard.rows(),
                        Journal.json(report)));
        listener.finished(
                "%,d demonstrations, %,d dropped".formatted(report.used(), report.droppedCount()));
    }

    private Trajectory demonstration(int number, Problem problem, Encoded.Tokens tokens) {
        return new Trajectory(
                "demo-%06d".formatted(number),
                problem.id(),
                Origin.DEMONSTRATION,
                Optional.empty(),
                tokens.sequence(),
                problem.solution().orElseThrow(),
                Optional.empty(),
                0,
                plan.interaction().demonstrationEnd(),
                new Outcome.Ungraded(),
                journal.state().startModel().orElseThrow().facts().tokenizerKey());
    }

    private static DropReason reason(Reason reason) {
        return switch (reason) {
            case TOO_LONG -> DropReason.TOO_LONG;
            case EMPTY_RESPONSE -> DropReason.EMPTY_RESPONSE;
            case NOT_PREFIX_PRESERVING -> DropReason.NOT_PREFIX_PRESERVING;
            case TEMPLATE -> DropReason.TEMPLATE_REFUSED;
            case LEFT_OUT -> DropReason.LEFT_OUT;
        };
    }
}
