package io.oreo.worker.grpc;

import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Reward;
import io.oreo.trajectory.TokenSequence;
import io.oreo.worker.StepRule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Sequences and vectors as messages and back. */
final class SequenceCodec {

    private SequenceCodec() {}

    static io.oreo.protocol.worker.v1.TokenSequence message(String id, TokenSequence sequence) {
        io.oreo.protocol.worker.v1.TokenSequence.Builder message =
                io.oreo.protocol.worker.v1.TokenSequence.newBuilder()
                        .setSequenceId(id)
                        .addAllTokenIds(boxed(sequence.tokenIds()))
                        .addAllStepEnds(boxed(sequence.stepEnds()));
        for (boolean action : sequence.actionMask().toArray()) {
            message.addActionMask(action);
        }
        for (Reward reward : sequence.rewards()) {
            message.addRewards(
                    io.oreo.protocol.worker.v1.Reward.newBuilder()
                            .setPosition(reward.position())
                            .setValue((float) reward.value()));
        }
        sequence.behaviourLogProbs()
                .ifPresent(
                        logProbs -> {
                            for (float logProb : logProbs.toArray()) {
                                message.addBehaviourLogProbs(logProb);
                            }
                        });
        return message.build();
    }

    /** A sequence without rewards, as a tokenizer gives it. */
    static TokenSequence sequence(String call, io.oreo.protocol.worker.v1.TokenSequence message) {
        try {
            return new TokenSequence(
                    IntVector.of(message.getTokenIdsList()),
                    mask(message.getActionMaskList()),
                    IntVector.of(message.getStepEndsList()),
                    List.of(),
                    Optional.empty());
        } catch (IllegalArgumentException wrong) {
            throw Failures.contract(
                    call, "sequence " + message.getSequenceId() + ": " + wrong.getMessage());
        }
    }

    private static ActionMask mask(List<Boolean> values) {
        boolean[] mask = new boolean[values.size()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = values.get(i);
        }
        return ActionMask.of(mask);
    }

    static io.oreo.protocol.worker.v1.StepRule stepRule(StepRule rule) {
        return io.oreo.protocol.worker.v1.StepRule.newBuilder()
                .addAllDelimiters(rule.delimiters())
                .build();
    }

    static List<Integer> boxed(IntVector values) {
        return Arrays.stream(values.toArray()).boxed().toList();
    }

    static FloatVector floats(List<Float> values) {
        float[] copy = new float[values.size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values.get(i);
        }
        return FloatVector.of(copy);
    }
}
