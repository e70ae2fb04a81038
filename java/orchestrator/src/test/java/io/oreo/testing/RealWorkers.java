package io.oreo.testing;

import io.oreo.worker.ModelFacts;
import io.oreo.worker.ModelOrigin;
import io.oreo.worker.Worker;
import io.oreo.worker.grpc.Deadlines;
import io.oreo.worker.grpc.GrpcConnector;
import io.oreo.worker.process.LocalWorkers;
import io.oreo.worker.process.SupervisedPool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Python workers of this repository, and models small enough for a test. */
public final class RealWorkers {

    private static final String CONFIG =
            """
            {"model_type": "llama", "hidden_size": 32, "intermediate_size": 64,
             "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 4,
             "max_position_embeddings": 64, "tie_word_embeddings": true, "initializer_range": 0.3}
            """;

    private RealWorkers() {}

    /** How the repository's own workers are started. */
    public static LocalWorkers.Settings settings(Path logs) {
        Path root = Path.of("").toAbsolutePath().getParent().getParent();
        Path python = root.resolve(".venv/bin/python");
        if (!Files.isExecutable(python)) {
            throw new IllegalStateException(python + " is missing; run make setup first");
        }
        return new LocalWorkers.Settings(
                python, List.of(root.resolve("python-workers")), "test", "cpu", 1, logs);
    }

    /** A pool of them. */
    public static SupervisedPool pool(int size, Path logs, Consumer<String> notes) {
        return SupervisedPool.start(
                new LocalWorkers(settings(logs)),
                new GrpcConnector(Deadlines.USUAL),
                size,
                3,
                notes);
    }

    /** Makes a two-layer model with random weights that reads single characters. */
    public static ModelFacts tinyModel(Worker worker, Path directory) {
        return worker.prepare(
                new ModelOrigin.RandomWeights(
                        CONFIG,
                        7,
                        new ModelOrigin.TokenizerOrigin.Trained(
                                "character", 0, List.of("0123456789+=AQ: \n"))),
                directory);
    }
}
