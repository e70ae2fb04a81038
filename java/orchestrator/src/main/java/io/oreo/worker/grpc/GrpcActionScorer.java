package io.oreo.worker.grpc;

import io.oreo.protocol.worker.v1.GenerationServiceGrpc;
import io.oreo.protocol.worker.v1.ItemScores;
import io.oreo.protocol.worker.v1.ScoreActionsRequest;
import io.oreo.protocol.worker.v1.ScoreActionsResponse;
import io.oreo.protocol.worker.v1.WrittenItem;
import io.oreo.worker.ActionScorer;
import java.util.List;

/** A policy that is loaded in a worker, asked about what others wrote. */
final class GrpcActionScorer implements ActionScorer {

    private static final String CALL = "ScoreActions";

    private final Calls calls;
    private final String modelId;

    GrpcActionScorer(Calls calls, String modelId) {
        this.calls = calls;
        this.modelId = modelId;
    }

    @Override
    public List<List<Double>> logProbs(List<Item> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        ScoreActionsRequest request = request(items);
        List<ItemScores> replies =
                calls.collect(
                        CALL,
                        GenerationServiceGrpc::newBlockingV2Stub,
                        stub -> stub.scoreActions(request),
                        ScoreActionsResponse::getScoresList);
        return StateReplies.inOrder(
                CALL,
                items.stream()
                        .map(item -> new StateReplies.Asked(item.id(), item.statePositions()))
                        .toList(),
                replies.stream()
                        .map(r -> new StateReplies.Replied(r.getItemId(), r.getLogProbsList()))
                        .toList());
    }

    private ScoreActionsRequest request(List<Item> items) {
        ScoreActionsRequest.Builder request = ScoreActionsRequest.newBuilder().setModelId(modelId);
        for (Item item : items) {
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
        return request.build();
    }
}
