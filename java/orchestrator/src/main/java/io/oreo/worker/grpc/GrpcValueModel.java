package io.oreo.worker.grpc;

import io.oreo.protocol.worker.v1.EstimateValuesRequest;
import io.oreo.protocol.worker.v1.EstimateValuesResponse;
import io.oreo.protocol.worker.v1.ItemValues;
import io.oreo.protocol.worker.v1.ValueItem;
import io.oreo.protocol.worker.v1.ValueServiceGrpc;
import io.oreo.worker.ValueModel;
import java.util.List;

/** A critic that is loaded in a worker. */
final class GrpcValueModel implements ValueModel {

    private static final String CALL = "EstimateValues";

    private final Calls calls;
    private final String modelId;

    GrpcValueModel(Calls calls, String modelId) {
        this.calls = calls;
        this.modelId = modelId;
    }

    @Override
    public List<List<Double>> estimate(List<Item> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        EstimateValuesRequest request = request(items);
        List<ItemValues> replies =
                calls.collect(
                        CALL,
                        ValueServiceGrpc::newBlockingV2Stub,
                        stub -> stub.estimateValues(request),
                        EstimateValuesResponse::getValuesList);
        return StateReplies.inOrder(
                CALL,
                items.stream()
                        .map(item -> new StateReplies.Asked(item.id(), item.statePositions()))
                        .toList(),
                replies.stream()
                        .map(r -> new StateReplies.Replied(r.getItemId(), r.getValuesList()))
                        .toList());
    }

    private EstimateValuesRequest request(List<Item> items) {
        EstimateValuesRequest.Builder request =
                EstimateValuesRequest.newBuilder().setModelId(modelId);
        for (Item item : items) {
            request.addItems(
                    ValueItem.newBuilder()
                            .setItemId(item.id())
                            .addAllTokenIds(SequenceCodec.boxed(item.tokenIds()))
                            .addAllStatePositions(SequenceCodec.boxed(item.statePositions())));
        }
        return request.build();
    }
}
