package io.oreo.worker.grpc;

import io.oreo.protocol.worker.v1.EstimateValuesRequest;
import io.oreo.protocol.worker.v1.EstimateValuesResponse;
import io.oreo.protocol.worker.v1.ItemValues;
import io.oreo.protocol.worker.v1.ValueItem;
import io.oreo.protocol.worker.v1.ValueServiceGrpc;
import io.oreo.worker.ValueModel;
import java.util.ArrayList;
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
        if (replies.size() != items.size()) {
            throw Failures.contract(
                    CALL,
                    "values of %d sequences came for %d".formatted(replies.size(), items.size()));
        }
        List<List<Double>> values = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            values.add(values(items.get(i), replies.get(i)));
        }
        return List.copyOf(values);
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

    private static List<Double> values(Item item, ItemValues reply) {
        int expected = item.statePositions().isEmpty() ? 1 : item.statePositions().size();
        if (!reply.getItemId().equals(item.id()) || reply.getValuesCount() != expected) {
            throw Failures.contract(CALL, item.id() + " has not one value a state");
        }
        if (reply.getValuesList().stream().anyMatch(value -> !Double.isFinite(value))) {
            throw Failures.contract(CALL, item.id() + " has a value that is not finite");
        }
        return List.copyOf(reply.getValuesList());
    }
}
