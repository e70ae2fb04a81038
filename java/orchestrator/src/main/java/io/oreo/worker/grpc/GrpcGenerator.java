package io.oreo.worker.grpc;

import io.oreo.protocol.worker.v1.GenerateRequest;
import io.oreo.protocol.worker.v1.GenerateResponse;
import io.oreo.protocol.worker.v1.GenerationItem;
import io.oreo.protocol.worker.v1.GenerationServiceGrpc;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Sampler;
import io.oreo.worker.Generator;
import io.oreo.worker.StopRule;
import java.util.List;
import java.util.stream.IntStream;

/** A policy that is loaded in a worker. */
final class GrpcGenerator implements Generator {

    private static final String CALL = "Generate";

    private final Calls calls;
    private final String modelId;

    GrpcGenerator(Calls calls, String modelId) {
        this.calls = calls;
        this.modelId = modelId;
    }

    @Override
    public List<Completion> generate(Batch batch) {
        if (batch.items().isEmpty()) {
            return List.of();
        }
        GenerateRequest request = request(batch);
        List<io.oreo.protocol.worker.v1.Completion> replies =
                calls.collect(
                        CALL,
                        GenerationServiceGrpc::newBlockingV2Stub,
                        stub -> stub.generate(request),
                        GenerateResponse::getCompletionsList);
        if (replies.size() != batch.items().size()) {
            throw Failures.contract(
                    CALL,
                    "%d completions came for %d prefixes"
                            .formatted(replies.size(), batch.items().size()));
        }
        return IntStream.range(0, replies.size())
                .mapToObj(i -> completion(batch.items().get(i), replies.get(i)))
                .toList();
    }

    private GenerateRequest request(Batch batch) {
        GenerateRequest.Builder request =
                GenerateRequest.newBuilder()
                        .setModelId(modelId)
                        .setSampler(sampler(batch.sampler()))
                        .setStop(stop(batch.stop()));
        for (Item item : batch.items()) {
            request.addItems(
                    GenerationItem.newBuilder()
                            .setItemId(item.id())
                            .addAllPrefixTokenIds(SequenceCodec.boxed(item.prefix()))
                            .setSeed(item.seed()));
        }
        return request.build();
    }

    private static io.oreo.protocol.worker.v1.Sampler sampler(Sampler sampler) {
        return io.oreo.protocol.worker.v1.Sampler.newBuilder()
                .setTemperature(sampler.temperature())
                .setTopP(sampler.topP())
                .setTopK(sampler.topK())
                .build();
    }

    private static io.oreo.protocol.worker.v1.StopRule stop(StopRule stop) {
        return io.oreo.protocol.worker.v1.StopRule.newBuilder()
                .setAtStepEnd(stop.atStepEnd())
                .setStepRule(SequenceCodec.stepRule(stop.stepRule()))
                .setMaxNewTokens(stop.maxNewTokens())
                .setMaxLength(stop.maxLength())
                .build();
    }

    private static Completion completion(Item item, io.oreo.protocol.worker.v1.Completion reply) {
        if (!reply.getItemId().equals(item.id())) {
            throw Failures.contract(
                    CALL, "%s came where %s is due".formatted(reply.getItemId(), item.id()));
        }
        if (reply.getLogProbsCount() != reply.getTokenIdsCount()) {
            throw Failures.contract(CALL, item.id() + " has not one log-probability a token");
        }
        return new Completion(
                item.id(),
                IntVector.of(reply.getTokenIdsList()),
                SequenceCodec.floats(reply.getLogProbsList()),
                IntVector.of(reply.getStepEndsList()),
                reply.getText(),
                reason(item, reply.getFinishReason()));
    }

    private static FinishReason reason(Item item, io.oreo.protocol.worker.v1.FinishReason reason) {
        return switch (reason) {
            case FINISH_REASON_END_TOKEN -> FinishReason.END_TOKEN;
            case FINISH_REASON_STEP_END -> FinishReason.STEP_END;
            case FINISH_REASON_LENGTH -> FinishReason.LENGTH;
            case FINISH_REASON_UNSPECIFIED, UNRECOGNIZED ->
                    throw Failures.contract(CALL, item.id() + " ended for no known reason");
        };
    }
}
