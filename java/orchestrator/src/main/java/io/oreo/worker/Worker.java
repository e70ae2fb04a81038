package io.oreo.worker;

import java.nio.file.Path;

/** One worker process, reached and ready. Thread-safe; model work inside a worker is serialised. */
public interface Worker {

    /** Who answers. */
    WorkerDescription describe();

    /** Makes a model directory; does nothing when it already holds the product of this request. */
    ModelFacts prepare(ModelOrigin origin, Path outputDirectory);

    /**
     * A policy, loaded on first use and kept until another process takes over or it is unloaded.
     */
    Generator generator(ModelLoad policy);

    /** A policy, loaded likewise, to be asked about what others wrote. */
    ActionScorer actionScorer(ModelLoad policy);

    /** A critic, loaded likewise. */
    ValueModel valueModel(ModelLoad critic);

    /** Forgets a loaded model; no error if it is not loaded. */
    void unload(String modelId);

    /** The training side. */
    Trainer trainer();

    /** The tokenizer of a model directory. */
    Tokenizer tokenizer(ModelSource model);

    /** The computer algebra system that compares answers. */
    AnswerComparer answers();

    /** Tasks that live in Python packages. */
    PythonTasks tasks();
}
