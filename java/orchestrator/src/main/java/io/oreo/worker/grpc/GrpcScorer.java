package io.oreo.worker.grpc;

import io.oreo.protocol.worker.v1.EstimateValuesRequest;
import io.oreo.protocol.worker.v1.EstimateValuesResponse;
import io.oreo.protocol.worker.v1.GenerationServiceGrpc;
import io.oreo.protocol.worker.v1.ScoreActionsRequest;
import io.oreo.protocol.worker.v1.ScoreActionsResponse;
import io.oreo.protocol.worker.v1.ValueItem;
import io.oreo.protocol.worker.v1.ValueServiceGrpc;
import io.oreo.protocol.worker.v1.WrittenItem;
import io.oreo.worker.ActionScorer;
import io.oreo.worker.ValueModel;
import io.oreo.worker.grpc.StateReplies.Asked;
import io.oreo.worker.grpc.StateReplies.Replied;
import java.util.List;

/**
 * A model that is loaded in a worker, asked for a number at each of some states: a critic for V, a
 * policy for how likely it finds what others wrote.
 */
final class GrpcScorer implements ValueModel, ActionScorer {

    private final Calls calls;
    private final String modelId;

    GrpcScorer(Calls calls, String modelId) {
        this.calls = calls;
        this.modelId = modelId;
    }

    @Override
    public List<List<Double>> estimate(List<ValueModel.Item> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        EstimateValuesRequest.Builder request =
                EstimateValuesRequest.newBuilder().setModelId(modelId);
        for (ValueModel.Item item : items) {
            request.addItems(
                    ValueItem.newBuilder()
                            .setItemId(item.id())
                            .addAllTokenIds(SequenceCodec.boxed(item.tokenIds()))
                            .addAllStatePositions(SequenceCodec.boxed(item.statePositions())));
        }
        EstimateValuesRequest built = request.build();
        return StateReplies.inOrder(
                "EstimateValues",
                items.stream().map(item -> new Asked(item.id(), item.statePositions())).toList(),
                calls
                        .collect(
                                "EstimateValues",
                                ValueServiceGrpc::newBlockingV2Stub,
                                stub -> stub.estimateValues(built),
                                EstimateValuesResponse::getValuesList)
                        .stream()
                        .map(reply -> new Replied(reply.getItemId(), reply.getValuesList()))
                        .toList());
    }

    @Override
    public List<List<Double>> logProbs(List<ActionScorer.Item> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        ScoreActionsRequest.Builder request = ScoreActionsRequest.newBuilder().setModelId(modelId);
        for (ActionScorer.Item item : items) {
            WrittenItem.Builder written =
                    WrittenItem.newBuilder()
                            .setItemId(item.id())
                            .addAllTokenIds(SequenceCodec.boxed(item.tokenIds()))
                            .addAllStatePositions(SequenceCodec.boxed(item.statePositions()));
            for (boolean chosen : item.actionMask().toArray()) {
                written.addActionMask(chosen);
            }
            request.addItems(written);
        }
        ScoreActionsRequest built = request.build();
        return StateReplies.inOrder(
                "ScoreActions",
                items.stream().map(item -> new Asked(item.id(), item.statePositions())).toList(),
                calls
                        .collect(
                                "ScoreActions",
                                GenerationServiceGrpc::newBlockingV2Stub,
                                stub -> stub.scoreActions(built),
                                ScoreActionsResponse::getScoresList)
                        .stream()
                        .map(reply -> new Replied(reply.getItemId(), reply.getLogProbsList()))
                        .toList());
    }
}
