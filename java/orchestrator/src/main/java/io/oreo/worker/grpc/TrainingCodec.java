package io.oreo.worker.grpc;

import io.oreo.protocol.worker.v1.BatchDone;
import io.oreo.protocol.worker.v1.LoraSpec;
import io.oreo.protocol.worker.v1.MethodOption;
import io.oreo.protocol.worker.v1.OptimiserSpec;
import io.oreo.protocol.worker.v1.SaveCheckpoint;
import io.oreo.protocol.worker.v1.TrainRequest;
import io.oreo.protocol.worker.v1.TrainResponse;
import io.oreo.worker.Trainer;
import io.oreo.worker.Trainer.Command;
import io.oreo.worker.Trainer.Reply;
import io.oreo.worker.TrainingSpec;
import java.nio.file.Path;
import java.util.Map;

/** Trainings as messages and back. */
final class TrainingCodec {

    private TrainingCodec() {}

    static io.oreo.protocol.worker.v1.TrainingSpec spec(TrainingSpec spec) {
        io.oreo.protocol.worker.v1.TrainingSpec.Builder message =
                io.oreo.protocol.worker.v1.TrainingSpec.newBuilder()
                        .setPolicy(ModelCodec.source(spec.models().policy()))
                        .setObjective(spec.objective())
                        .setCriticWarmupBatches(spec.criticWarmupBatches())
                        .setCorrectFrom(spec.correctFrom())
                        .setPolicyOptimiser(optimiser(spec.policyOptimiser()))
                        .setCriticOptimiser(optimiser(spec.criticOptimiser()))
                        .setTotalBatches(spec.totalBatches())
                        .setMicroBatchTokens(spec.compute().microBatchTokens())
                        .setProjectionChunk(spec.compute().projectionChunk())
                        .setPacking(spec.compute().packing())
                        .setGradientCheckpointing(spec.compute().gradientCheckpointing())
                        .setSeed(spec.seed())
                        .setOutputDirectory(spec.outputDirectory().toString());
        spec.models().reference().map(ModelCodec::source).ifPresent(message::setReference);
        spec.models().critic().map(ModelCodec::source).ifPresent(message::setCritic);
        spec.models().policyLora().map(TrainingCodec::lora).ifPresent(message::setPolicyLora);
        spec.models().criticLora().map(TrainingCodec::lora).ifPresent(message::setCriticLora);
        spec.compute().precision().ifPresent(message::setPrecision);
        spec.referenceCache().map(Path::toString).ifPresent(message::setReferenceCacheDirectory);
        spec.options().forEach((name, value) -> message.putOptions(name, option(value)));
        return message.build();
    }

    private static MethodOption option(Object value) {
        MethodOption.Builder message = MethodOption.newBuilder();
        return switch (value) {
            case Double number -> message.setNumber(number).build();
            case Long integer -> message.setInteger(integer).build();
            case Boolean flag -> message.setFlag(flag).build();
            case String text -> message.setText(text).build();
            default -> throw new IllegalArgumentException("no option of a method: " + value);
        };
    }

    private static OptimiserSpec optimiser(TrainingSpec.Optimiser optimiser) {
        return OptimiserSpec.newBuilder()
                .setLearningRate(optimiser.learningRate())
                .setWeightDecay(optimiser.weightDecay())
                .setBeta1(optimiser.beta1())
                .setBeta2(optimiser.beta2())
                .setEpsilon(optimiser.epsilon())
                .setMaxGradientNorm(optimiser.maxGradientNorm())
                .setSchedule(optimiser.schedule())
                .setWarmupRatio(optimiser.warmupRatio())
                .build();
    }

    private static LoraSpec lora(TrainingSpec.Lora lora) {
        return LoraSpec.newBuilder()
                .setRank(lora.rank())
                .setAlpha(lora.alpha())
                .setDropout(lora.dropout())
                .addAllTargetModules(lora.targetModules())
                .build();
    }

    static TrainRequest command(Command command) {
        return switch (command) {
            case Command.Train(Trainer.TrainingBatch batch) ->
                    TrainRequest.newBuilder().setBatch(batch(batch)).build();
            case Command.Save(int nextBatch) ->
                    TrainRequest.newBuilder()
                            .setSave(SaveCheckpoint.newBuilder().setNextBatch(nextBatch))
                            .build();
        };
    }

    private static io.oreo.protocol.worker.v1.TrainingBatch batch(Trainer.TrainingBatch batch) {
        io.oreo.protocol.worker.v1.TrainingBatch.Builder message =
                io.oreo.protocol.worker.v1.TrainingBatch.newBuilder().setNumber(batch.number());
        for (Trainer.NamedSequence sequence : batch.sequences()) {
            message.addSequences(SequenceCodec.message(sequence.id(), sequence.tokens()));
        }
        for (Trainer.PreferencePair pair : batch.pairs()) {
            message.addPairs(
                    io.oreo.protocol.worker.v1.PreferencePair.newBuilder()
                            .setChosen(pair.chosen())
                            .setRejected(pair.rejected()));
        }
        return message.build();
    }

    /** The reply to a command; anything else breaks the contract. */
    static Reply reply(String call, Command command, TrainResponse response) {
        switch (response.getKindCase()) {
            case BATCH_DONE -> {
                BatchDone done = response.getBatchDone();
                if (command instanceof Command.Train(Trainer.TrainingBatch batch)
                        && batch.number() == done.getNumber()) {
                    return new Reply.BatchDone(done.getNumber(), Map.copyOf(done.getMetricsMap()));
                }
            }
            case CHECKPOINT_SAVED -> {
                int next = response.getCheckpointSaved().getNextBatch();
                if (command instanceof Command.Save(int asked) && asked == next) {
                    return new Reply.CheckpointSaved(
                            next, Path.of(response.getCheckpointSaved().getDirectory()));
                }
            }
            case KIND_NOT_SET -> {
                // Falls through to the refusal below.
            }
        }
        throw Failures.contract(call, "a reply does not belong to its command");
    }
}
