package io.oreo.worker.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.oreo.protocol.worker.v1.Completion;
import io.oreo.protocol.worker.v1.DescribeRequest;
import io.oreo.protocol.worker.v1.DescribeResponse;
import io.oreo.protocol.worker.v1.EstimateValuesRequest;
import io.oreo.protocol.worker.v1.EstimateValuesResponse;
import io.oreo.protocol.worker.v1.FinishReason;
import io.oreo.protocol.worker.v1.GenerateRequest;
import io.oreo.protocol.worker.v1.GenerateResponse;
import io.oreo.protocol.worker.v1.GenerationServiceGrpc;
import io.oreo.protocol.worker.v1.ItemValues;
import io.oreo.protocol.worker.v1.LoadModelRequest;
import io.oreo.protocol.worker.v1.LoadModelResponse;
import io.oreo.protocol.worker.v1.LoadedModel;
import io.oreo.protocol.worker.v1.UnloadModelRequest;
import io.oreo.protocol.worker.v1.UnloadModelResponse;
import io.oreo.protocol.worker.v1.ValueServiceGrpc;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Sampler;
import io.oreo.worker.Generator;
import io.oreo.worker.StepRule;
import io.oreo.worker.StopRule;
import io.oreo.worker.ValueModel;
import io.oreo.worker.Worker;
import io.oreo.worker.WorkerAddress;
import io.oreo.worker.WorkerConnection;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection refuses what is not our protocol, waits no longer than it may, and lets go. */
class GrpcConnectorTest {

    private static final Generator.Batch BATCH =
            new Generator.Batch(
                    List.of(
                            new Generator.Item("a", IntVector.of(1), 1),
                            new Generator.Item("b", IntVector.of(2), 2)),
                    Sampler.PLAIN,
                    new StopRule(false, new StepRule(List.of()), 4, 0));

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void anotherProtocolVersionIsRefused(int version) {
        ScriptedServer.Polite other =
                new ScriptedServer.Polite() {
                    @Override
                    public void describe(
                            DescribeRequest request, StreamObserver<DescribeResponse> reply) {
                        reply.onNext(
                                DescribeResponse.newBuilder().setProtocolVersion(version).build());
                        reply.onCompleted();
                    }
                };
        try (ScriptedServer server = new ScriptedServer(other)) {
            WorkerException refused = assertThrows(WorkerException.class, server::connect);
            assertInstanceOf(WorkerFailure.WrongVersion.class, refused.failure());
            assertTrue(refused.failure().message().contains("version " + version));
        }
    }

    @Test
    void aPlaceWhereNobodyListensIsNamed() {
        WorkerAddress address;
        try (ScriptedServer server = new ScriptedServer()) {
            address = server.address();
        }
        WorkerException failed =
                assertThrows(
                        WorkerException.class,
                        () -> new GrpcConnector(Deadlines.USUAL).connect(address));
        assertInstanceOf(WorkerFailure.Unavailable.class, failed.failure());
        assertTrue(failed.failure().message().contains(address.toString()));
    }

    @Test
    void aCallWaitsNoLongerThanItsDeadline() {
        try (ScriptedServer server = new ScriptedServer(new SilentGeneration());
                WorkerConnection connection = server.connect(Duration.ofSeconds(2))) {
            Generator generator = connection.worker().generator(ScriptedServer.MODEL);
            WorkerException late =
                    assertThrows(WorkerException.class, () -> generator.generate(BATCH));
            assertInstanceOf(WorkerFailure.DeadlineExceeded.class, late.failure());
            assertTrue(late.failure().retryable());
        }
    }

    @Test
    void anInterruptedCallIsCancelledAtTheWorkerToo() throws Exception {
        SilentGeneration silent = new SilentGeneration();
        try (ScriptedServer server = new ScriptedServer(silent);
                WorkerConnection connection = server.connect()) {
            Generator generator = connection.worker().generator(ScriptedServer.MODEL);
            CompletableFuture<WorkerFailure> seen = new CompletableFuture<>();
            Thread caller =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            generator.generate(BATCH);
                                        } catch (WorkerException stopped) {
                                            seen.complete(stopped.failure());
                                        }
                                    });
            assertTrue(silent.called.await(10, TimeUnit.SECONDS));
            caller.interrupt();
            assertInstanceOf(WorkerFailure.Cancelled.class, seen.get(10, TimeUnit.SECONDS));
            assertTrue(silent.cancelled.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void chunksAreJoinedInOrder() {
        try (ScriptedServer server =
                new ScriptedServer(
                        new ScriptedGeneration(List.of(completion("a"), completion("b"))))) {
            List<Generator.Completion> completions = generate(server.worker());
            assertEquals(
                    List.of("a", "b"), completions.stream().map(Generator.Completion::id).toList());
        }
    }

    @Test
    void completionsThatDoNotFitTheRequestBreakTheContract() {
        Completion unequal = completion("a").toBuilder().addLogProbs(-1).build();
        Completion endless =
                completion("a").toBuilder()
                        .setFinishReason(FinishReason.FINISH_REASON_UNSPECIFIED)
                        .build();
        for (List<Completion> replies :
                List.of(
                        List.of(completion("a")),
                        List.of(completion("b"), completion("a")),
                        List.of(completion("a"), completion("b"), completion("c")),
                        List.of(unequal, completion("b")),
                        List.of(endless, completion("b")))) {
            try (ScriptedServer server = new ScriptedServer(new ScriptedGeneration(replies))) {
                Worker worker = server.worker();
                WorkerException failed =
                        assertThrows(WorkerException.class, () -> generate(worker));
                assertInstanceOf(WorkerFailure.Internal.class, failed.failure());
                assertTrue(failed.failure().message().contains("breaks the contract"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void aValueIsFiniteOrNone(double value) {
        ValueServiceGrpc.ValueServiceImplBase critic =
                new ValueServiceGrpc.ValueServiceImplBase() {
                    @Override
                    public void estimateValues(
                            EstimateValuesRequest request,
                            StreamObserver<EstimateValuesResponse> reply) {
                        ItemValues values =
                                ItemValues.newBuilder().setItemId("a").addValues(value).build();
                        reply.onNext(EstimateValuesResponse.newBuilder().addValues(values).build());
                        reply.onCompleted();
                    }
                };
        try (ScriptedServer server = new ScriptedServer(critic)) {
            ValueModel model = server.worker().valueModel(ScriptedServer.MODEL);
            WorkerException failed =
                    assertThrows(
                            WorkerException.class,
                            () ->
                                    model.estimate(
                                            List.of(
                                                    new ValueModel.Item(
                                                            "a",
                                                            IntVector.of(1),
                                                            IntVector.of()))));
            assertInstanceOf(WorkerFailure.Internal.class, failed.failure());
        }
    }

    @Test
    void aModelIsLoadedOnceAndWhatAnEarlierConnectionLeftIsReplaced() {
        List<String> asked = new CopyOnWriteArrayList<>();
        ScriptedServer.Polite oldHand =
                new ScriptedServer.Polite() {
                    @Override
                    public void describe(
                            DescribeRequest request, StreamObserver<DescribeResponse> reply) {
                        LoadedModel left = LoadedModel.newBuilder().setModelId("model").build();
                        reply.onNext(
                                DescribeResponse.newBuilder()
                                        .setProtocolVersion(request.getProtocolVersion())
                                        .addModels(left)
                                        .build());
                        reply.onCompleted();
                    }

                    @Override
                    public void loadModel(
                            LoadModelRequest request, StreamObserver<LoadModelResponse> reply) {
                        asked.add("load");
                        super.loadModel(request, reply);
                    }

                    @Override
                    public void unloadModel(
                            UnloadModelRequest request, StreamObserver<UnloadModelResponse> reply) {
                        asked.add("unload");
                        reply.onNext(UnloadModelResponse.getDefaultInstance());
                        reply.onCompleted();
                    }
                };
        try (ScriptedServer server = new ScriptedServer(oldHand)) {
            Worker worker = server.worker();
            worker.generator(ScriptedServer.MODEL);
            worker.generator(ScriptedServer.MODEL);
            assertEquals(List.of("unload", "load"), asked);
            worker.unload("model");
            worker.unload("model");
            worker.generator(ScriptedServer.MODEL);
            assertEquals(List.of("unload", "load", "unload", "load"), asked);
        }
    }

    private static List<Generator.Completion> generate(Worker worker) {
        return worker.generator(ScriptedServer.MODEL).generate(BATCH);
    }

    private static Completion completion(String id) {
        return Completion.newBuilder()
                .setItemId(id)
                .addTokenIds(3)
                .addLogProbs(-0.5f)
                .setText("3")
                .setFinishReason(FinishReason.FINISH_REASON_END_TOKEN)
                .build();
    }

    /** Sends each completion in a chunk of its own. */
    private static final class ScriptedGeneration
            extends GenerationServiceGrpc.GenerationServiceImplBase {

        private final List<Completion> completions;

        ScriptedGeneration(List<Completion> completions) {
            this.completions = completions;
        }

        @Override
        public void generate(GenerateRequest request, StreamObserver<GenerateResponse> reply) {
            for (Completion completion : completions) {
                reply.onNext(GenerateResponse.newBuilder().addCompletions(completion).build());
            }
            reply.onCompleted();
        }
    }

    /** Never answers, and notices when the caller goes. */
    private static final class SilentGeneration
            extends GenerationServiceGrpc.GenerationServiceImplBase {

        private final CountDownLatch called = new CountDownLatch(1);
        private final CountDownLatch cancelled = new CountDownLatch(1);

        @Override
        public void generate(GenerateRequest request, StreamObserver<GenerateResponse> reply) {
            ((ServerCallStreamObserver<GenerateResponse>) reply)
                    .setOnCancelHandler(cancelled::countDown);
            called.countDown();
        }
    }
}
