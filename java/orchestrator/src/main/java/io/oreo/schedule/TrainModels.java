package io.oreo.schedule;

import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunListener;
import io.oreo.schedule.RunContext.Pools;
import io.oreo.store.RunFolder;
import io.oreo.worker.Trainer;
import io.oreo.worker.Trainer.Command;
import io.oreo.worker.Trainer.Reply;
import io.oreo.worker.Worker;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs the trainings of an iteration, one after the other, each from its last checkpoint.
 *
 * <p>Metrics of batches become durable together with the event of the checkpoint after them, so a
 * training that was killed between two checkpoints repeats these batches and writes the same
 * metrics once.
 */
final class TrainModels implements Phase {

    private final Plan plan;
    private final Journal journal;
    private final Pools pools;
    private final RunListener listener;
    private final int iteration;

    TrainModels(Plan plan, Journal journal, Pools pools, RunListener listener) {
        this.plan = plan;
        this.journal = journal;
        this.pools = pools;
        this.listener = listener;
        this.iteration = journal.state().iteration();
    }

    @Override
    public void run() {
        TrainingJobs jobs = new TrainingJobs(plan, journal, iteration);
        for (String name : TrainingJobs.names(plan.settings(), iteration)) {
            if (journal.state().training(name).isEmpty()) {
                if (name.equals(TrainingJobs.SFT) && plan.settings().sft().epochs() == 0) {
                    leave(name);
                } else {
                    train(jobs.job(name));
                }
            }
            discardCheckpoints(name);
        }
        journal.append(new RunEvent.ModelsTrained(iteration));
    }

    /** No epochs: the training's policy is the model that the run starts from. */
    private void leave(String name) {
        RunEvent.ModelPrepared start = journal.state().startModel().orElseThrow();
        journal.append(
                new RunEvent.TrainingFinished(
                        name,
                        start.directory(),
                        start.facts(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private void train(TrainingJob job) {
        listener.started(
                "Train " + job.name(),
                "batches",
                journal.state().nextBatch(job.name()),
                job.spec().totalBatches());
        Trainer.TrainedModels trained = pools.training().call(worker -> train(worker, job));
        journal.append(
                new RunEvent.TrainingFinished(
                        job.name(),
                        journal.relative(trained.policyDirectory()),
                        trained.policyFacts(),
                        trained.criticDirectory().map(journal::relative),
                        trained.criticFacts(),
                        Optional.of(Journal.json(job.data().report()))));
        listener.finished(
                "%s on %,d %s".formatted(job.name(), job.data().size(), job.data().unit()));
    }

    /** The final models are on record, so nothing goes back to a checkpoint any more. */
    private void discardCheckpoints(String name) {
        try {
            RunFolder.discard(TrainingJobs.directory(journal, name), "checkpoint-");
        } catch (IOException failed) {
            listener.note("Checkpoints of %s stay where they are: %s.".formatted(name, failed));
        }
    }

    /** One attempt of one worker; a replaced worker begins at the last recorded checkpoint. */
    private Trainer.TrainedModels train(Worker worker, TrainingJob job) {
        int next = journal.state().nextBatch(job.name());
        try {
            return train(worker.trainer().start(job.spec(), next), job, next);
        } catch (WorkerException failed) {
            if (next == 0 || !(failed.failure() instanceof WorkerFailure.NotFound)) {
                throw failed;
            }
            // A training is a function of its job, so it comes out the same, and metrics that
            // are written again replace themselves.
            listener.note("The checkpoint of %s is gone; it begins anew.".formatted(job.name()));
            return train(worker.trainer().start(job.spec(), 0), job, 0);
        }
    }

    private Trainer.TrainedModels train(Trainer.Session session, TrainingJob job, int next) {
        List<Reply.BatchDone> unsaved = new ArrayList<>();
        session.run(commands(job, next), reply -> take(job, reply, unsaved));
        return session.finish();
    }

    private void take(TrainingJob job, Reply reply, List<Reply.BatchDone> unsaved) {
        switch (reply) {
            case Reply.BatchDone done -> {
                unsaved.add(done);
                listener.advanced(1, detail(done.metrics()));
            }
            case Reply.CheckpointSaved saved -> {
                journal.append(
                        new RunEvent.CheckpointSaved(
                                job.name(), saved.nextBatch(), job.spec().totalBatches()),
                        Journal.metrics(job.name(), unsaved));
                unsaved.clear();
            }
        }
    }

    private static Iterator<Command> commands(TrainingJob job, int first) {
        return IntStream.range(first, job.spec().totalBatches())
                .boxed()
                .flatMap(
                        n ->
                                job.savesAfter(n + 1)
                                        ? Stream.<Command>of(
                                                new Command.Train(job.batch(n)),
                                                new Command.Save(n + 1))
                                        : Stream.<Command>of(new Command.Train(job.batch(n))))
                .iterator();
    }

    private static String detail(Map<String, Double> metrics) {
        return Stream.of("policy_loss", "value_loss", "kl")
                .map(
                        name ->
                                Optional.ofNullable(metrics.get(name))
                                        .map(v -> name + " %.4f".formatted(v)))
                .flatMap(Optional::stream)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }
}
