package io.oreo.interaction;

import io.oreo.testing.WalkPolicy;
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
import io.oreo.worker.ValueModel;
import io.oreo.worker.Worker;
import io.oreo.worker.WorkerDescription;
import java.nio.file.Path;
import java.util.Optional;

/** A worker that has a policy of few words and nothing else. */
record WalkWorker(WalkPolicy policy) implements Worker {

    static final ModelLoad POLICY =
            new ModelLoad(
                    "walk", ModelSource.of(Path.of("walk")), Optional.empty(), Optional.empty());

    @Override
    public Generator generator(ModelLoad load) {
        return policy;
    }

    @Override
    public Tokenizer tokenizer(ModelSource model) {
        return policy.letters();
    }

    @Override
    public WorkerDescription describe() {
        throw nothingElse();
    }

    @Override
    public ModelFacts prepare(ModelOrigin origin, Path outputDirectory) {
        throw nothingElse();
    }

    @Override
    public ActionScorer actionScorer(ModelLoad load) {
        throw nothingElse();
    }

    @Override
    public ValueModel valueModel(ModelLoad critic) {
        throw nothingElse();
    }

    @Override
    public void unload(String modelId) {
        throw nothingElse();
    }

    @Override
    public Trainer trainer() {
        throw nothingElse();
    }

    @Override
    public AnswerComparer answers() {
        throw nothingElse();
    }

    @Override
    public PythonTasks tasks() {
        throw nothingElse();
    }

    private static UnsupportedOperationException nothingElse() {
        return new UnsupportedOperationException("this worker only walks");
    }
}
