package io.oreo.simulation;

import io.oreo.simulation.SimulatedWorkers.SimulatedLife;
import io.oreo.store.RunFolder;
import io.oreo.worker.ActionScorer;
import io.oreo.worker.AnswerComparer;
import io.oreo.worker.Generator;
import io.oreo.worker.ModelFacts;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.ModelOrigin;
import io.oreo.worker.ModelSource;
import io.oreo.worker.PythonTasks;
import io.oreo.worker.Tokenizer;
import io.oreo.worker.Trainer;
import io.oreo.worker.TrainingSpec;
import io.oreo.worker.ValueModel;
import io.oreo.worker.Worker;
import io.oreo.worker.WorkerDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** A worker that is able, but whose life may end during each call. */
record UnreliableWorker(Worker able, SimulatedLife life, Misfortune misfortune) implements Worker {

    @Override
    public WorkerDescription describe() {
        return life.ask("describe", able::describe);
    }

    @Override
    public ModelFacts prepare(ModelOrigin origin, Path outputDirectory) {
        return life.ask("prepare", () -> able.prepare(origin, outputDirectory));
    }

    @Override
    public Generator generator(ModelLoad policy) {
        Generator generator = able.generator(policy);
        return batch ->
                life.ask(
                        "generate " + policy.modelId() + batch.items() + batch.sampler(),
                        () -> generator.generate(batch));
    }

    @Override
    public ActionScorer actionScorer(ModelLoad policy) {
        ActionScorer scorer = able.actionScorer(policy);
        return items -> life.ask("score " + policy.modelId(), () -> scorer.logProbs(items));
    }

    @Override
    public ValueModel valueModel(ModelLoad critic) {
        ValueModel values = able.valueModel(critic);
        return items -> life.ask("value " + critic.modelId() + items, () -> values.estimate(items));
    }

    @Override
    public void unload(String modelId) {
        able.unload(modelId);
    }

    @Override
    public Trainer trainer() {
        return new Trainer() {
            @Override
            public List<String> describeMethods(List<String> objectives) {
                return able.trainer().describeMethods(objectives);
            }

            @Override
            public Session start(TrainingSpec spec, int resumeAtBatch) {
                return begin(spec, resumeAtBatch);
            }
        };
    }

    private Trainer.Session begin(TrainingSpec spec, int resumeAtBatch) {
        if (resumeAtBatch > 0 && misfortune.happens("loss of checkpoints")) {
            discard(spec.outputDirectory());
        }
        String name = spec.objective() + " " + spec.seed();
        return new UnreliableSession(
                name, life.ask("start " + name, () -> able.trainer().start(spec, resumeAtBatch)));
    }

    private static void discard(Path directory) {
        try {
            RunFolder.discard(directory, "checkpoint-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public Tokenizer tokenizer(ModelSource model) {
        return able.tokenizer(model);
    }

    @Override
    public AnswerComparer answers() {
        return able.answers();
    }

    @Override
    public PythonTasks tasks() {
        return able.tasks();
    }

    /** A training that may lose its worker before and after each reply. */
    private final class UnreliableSession implements Trainer.Session {
        private final String name;
        private final Trainer.Session session;

        UnreliableSession(String name, Trainer.Session session) {
            this.name = name;
            this.session = session;
        }

        @Override
        public void run(Iterator<Trainer.Command> commands, Consumer<Trainer.Reply> replies) {
            session.run(
                    commands,
                    reply -> {
                        Trainer.Reply heard = life.ask(name + " " + kind(reply), () -> reply);
                        replies.accept(heard);
                    });
        }

        private static String kind(Trainer.Reply reply) {
            return switch (reply) {
                case Trainer.Reply.BatchDone(int number, var _) -> "batch " + number;
                case Trainer.Reply.CheckpointSaved(int next, var _) -> "checkpoint " + next;
            };
        }

        @Override
        public Trainer.TrainedModels finish() {
            return life.ask("finish " + name, session::finish);
        }
    }
}
