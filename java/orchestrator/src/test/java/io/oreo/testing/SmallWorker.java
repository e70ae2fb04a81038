package io.oreo.testing;

import io.oreo.task.ContentKey;
import io.oreo.trajectory.IntVector;
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
import java.util.List;
import java.util.Map;

/**
 * A worker in this process whose models are {@link SmallModel}s: it prepares, trains, writes,
 * scores and values, all of it exactly and in no time. Knows nothing but what is on disk, as any
 * worker. Thread-safe.
 *
 * @param script what its policies write
 * @param critics objectives that train a critic
 */
public record SmallWorker(Script script, List<String> critics) implements Worker {

    private static final double UNTRAINED = 0.4;
    private static final Letters LETTERS = new Letters();

    public SmallWorker {
        critics = List.copyOf(critics);
    }

    @Override
    public WorkerDescription describe() {
        return new WorkerDescription("1", "cpu", "small", 1, Map.of("small", "1"), 0);
    }

    @Override
    public ModelFacts prepare(ModelOrigin origin, Path outputDirectory) {
        return switch (origin) {
            case ModelOrigin.RandomWeights(String config, long seed, var tokenizer) ->
                    new SmallModel(UNTRAINED, ContentKey.of(config + seed + tokenizer))
                            .write(outputDirectory);
            case ModelOrigin.Existing(ModelSource source) ->
                    SmallModel.read(source.directory()).write(outputDirectory);
            case ModelOrigin.Packaged _ -> throw nothingElse();
        };
    }

    @Override
    public Generator generator(ModelLoad policy) {
        return new SmallPolicy(script, SmallModel.read(policy));
    }

    @Override
    public ActionScorer actionScorer(ModelLoad policy) {
        return new SmallPolicy(script, SmallModel.read(policy));
    }

    @Override
    public ValueModel valueModel(ModelLoad critic) {
        double skill = SmallModel.read(critic).skill();
        return new ExactValues(prefix -> script.value(text(prefix), skill));
    }

    private static String text(IntVector tokens) {
        return LETTERS.text(tokens);
    }

    @Override
    public void unload(String modelId) {
        // Nothing stays loaded.
    }

    @Override
    public Trainer trainer() {
        return new SmallTrainer(critics);
    }

    @Override
    public Tokenizer tokenizer(ModelSource model) {
        return LETTERS;
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
        return new UnsupportedOperationException("a small worker runs no Python");
    }
}
