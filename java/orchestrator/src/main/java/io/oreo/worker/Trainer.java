package io.oreo.worker;

import io.oreo.trajectory.TokenSequence;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains a policy and, where the method has one, a critic with it, from batches that the
 * orchestrator streams.
 */
public interface Trainer {

    /**
     * What methods are, as the JSON objects of the worker's catalogue, in order. Those outside the
     * project are imported and tried once.
     *
     * @throws WorkerException if one of them is not there or cannot be used
     */
    List<String> describeMethods(List<String> objectives);

    /**
     * Opens a training.
     *
     * @param resumeAtBatch batch that will be sent first; 0 starts anew, otherwise the checkpoint
     *     saved before that batch is loaded
     * @throws WorkerException if the worker fails
     */
    Session start(TrainingSpec spec, int resumeAtBatch);

    /** One open training. */
    interface Session {

        /**
         * Sends commands in order, with a bounded number in flight, and hands the replies to {@code
         * replies} in order, on the calling thread. Returns when all commands are answered.
         *
         * @throws WorkerException if the worker fails; replies given before stay valid
         */
        void run(Iterator<Command> commands, Consumer<Reply> replies);

        /** Writes the final models and closes the training. */
        TrainedModels finish();
    }

    /** What is asked of a training. */
    sealed interface Command {
        /** Train on a batch. */
        record Train(TrainingBatch batch) implements Command {}

        /** Save the whole state before the next batch. */
        record Save(int nextBatch) implements Command {}
    }

    /** What a training answers. */
    sealed interface Reply {
        /** A batch is done. */
        record BatchDone(int number, Map<String, Double> metrics) implements Reply {}

        /** A checkpoint is on disk. */
        record CheckpointSaved(int nextBatch, Path directory) implements Reply {}
    }

    /** A sequence under the name that reports quote. */
    record NamedSequence(String id, TokenSequence tokens) {}

    /** Two sequences of a batch of which one is preferred. */
    record PreferencePair(int chosen, int rejected) {}

    /** One optimiser step's worth of sequences, numbered from 0 without gaps. */
    record TrainingBatch(int number, List<NamedSequence> sequences, List<PreferencePair> pairs) {
        public TrainingBatch {
            sequences = List.copyOf(sequences);
            pairs = List.copyOf(pairs);
        }
    }

    /** The final models; the critic is absent where the method has none. */
    record TrainedModels(
            Path policyDirectory,
            ModelFacts policyFacts,
            Optional<Path> criticDirectory,
            Optional<ModelFacts> criticFacts) {}
}
