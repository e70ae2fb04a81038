package io.oreo.worker.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.stub.StreamObserver;
import io.oreo.protocol.worker.v1.BatchDone;
import io.oreo.protocol.worker.v1.CheckpointSaved;
import io.oreo.protocol.worker.v1.DescribeMethodsRequest;
import io.oreo.protocol.worker.v1.DescribeMethodsResponse;
import io.oreo.protocol.worker.v1.StartTrainingRequest;
import io.oreo.protocol.worker.v1.StartTrainingResponse;
import io.oreo.protocol.worker.v1.TrainRequest;
import io.oreo.protocol.worker.v1.TrainResponse;
import io.oreo.protocol.worker.v1.TrainingServiceGrpc;
import io.oreo.worker.ModelSource;
import io.oreo.worker.Trainer;
import io.oreo.worker.Trainer.Command;
import io.oreo.worker.Trainer.Reply;
import io.oreo.worker.TrainingSpec;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A training's commands and replies: how many are under way, in which order, on which thread. */
class GrpcTrainerTest {

    @Test
    void repliesComeInOrderOnTheCallingThreadWhileFewCommandsAreUnderWay() {
        List<Command> commands = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            commands.add(train(number));
            commands.add(new Command.Save(number + 1));
        }
        List<Reply> replies = new ArrayList<>();
        try (SlowTraining training = new SlowTraining();
                ScriptedServer server = new ScriptedServer(training)) {
            Thread calling = Thread.currentThread();
            session(server)
                    .run(
                            commands.iterator(),
                            reply -> {
                                assertEquals(calling, Thread.currentThread());
                                replies.add(reply);
                            });
            assertEquals(
                    IntStream.range(0, 8)
                            .boxed()
                            .flatMap(n -> List.of("batch " + n, "saved " + (n + 1)).stream())
                            .toList(),
                    replies.stream().map(GrpcTrainerTest::text).toList());
            assertTrue(training.mostWaiting >= 2, "the next batch is at hand");
            assertTrue(training.mostWaiting <= 3, "waiting: " + training.mostWaiting);
            assertEquals(1, training.mostSavesWaiting, "an unheard checkpoint at a time");
        }
    }

    @Test
    void methodsAreDescribedInTheOrderInWhichTheyWereAskedFor() {
        TrainingServiceGrpc.TrainingServiceImplBase catalogue =
                new TrainingServiceGrpc.TrainingServiceImplBase() {
                    @Override
                    public void describeMethods(
                            DescribeMethodsRequest request,
                            StreamObserver<DescribeMethodsResponse> reply) {
                        reply.onNext(
                                DescribeMethodsResponse.newBuilder()
                                        .addAllDescriptionsJson(request.getObjectivesList())
                                        .build());
                        reply.onCompleted();
                    }
                };
        try (ScriptedServer server = new ScriptedServer(catalogue)) {
            assertEquals(
                    List.of("a:B", "oreo"),
                    server.worker().trainer().describeMethods(List.of("a:B", "oreo")));
        }
    }

    @Test
    void aReplyThatBelongsToNoCommandBreaksTheContract() {
        TrainingServiceGrpc.TrainingServiceImplBase confused =
                new Opening() {
                    @Override
                    public StreamObserver<TrainRequest> train(StreamObserver<TrainResponse> reply) {
                        reply.onNext(done(7));
                        return new Ignoring();
                    }
                };
        try (ScriptedServer server = new ScriptedServer(confused)) {
            Trainer.Session session = session(server);
            WorkerException failed =
                    assertThrows(
                            WorkerException.class,
                            () -> session.run(List.of(train(0)).iterator(), reply -> {}));
            assertInstanceOf(WorkerFailure.Internal.class, failed.failure());
        }
    }

    @Test
    void anEarlyEndBreaksTheContract() {
        TrainingServiceGrpc.TrainingServiceImplBase hasty =
                new Opening() {
                    @Override
                    public StreamObserver<TrainRequest> train(StreamObserver<TrainResponse> reply) {
                        reply.onNext(done(0));
                        reply.onCompleted();
                        return new Ignoring();
                    }
                };
        try (ScriptedServer server = new ScriptedServer(hasty)) {
            Trainer.Session session = session(server);
            List<Reply> replies = new ArrayList<>();
            WorkerException failed =
                    assertThrows(
                            WorkerException.class,
                            () ->
                                    session.run(
                                            List.of(train(0), train(1)).iterator(), replies::add));
            assertInstanceOf(WorkerFailure.Internal.class, failed.failure());
            assertEquals(1, replies.size(), "replies given before stay valid");
        }
    }

    @Test
    void aTrainingOpenAtAnotherBatchIsRefused() {
        try (ScriptedServer server = new ScriptedServer(new Opening())) {
            Trainer trainer = server.worker().trainer();
            WorkerException failed =
                    assertThrows(WorkerException.class, () -> trainer.start(spec(), 3));
            assertTrue(failed.failure().message().contains("at batch 0 and not at 3"));
        }
    }

    private static Trainer.Session session(ScriptedServer server) {
        return server.worker().trainer().start(spec(), 0);
    }

    private static Command train(int number) {
        return new Command.Train(new Trainer.TrainingBatch(number, List.of(), List.of()));
    }

    private static TrainResponse done(int number) {
        return TrainResponse.newBuilder()
                .setBatchDone(BatchDone.newBuilder().setNumber(number))
                .build();
    }

    private static String text(Reply reply) {
        return switch (reply) {
            case Reply.BatchDone batch -> "batch " + batch.number();
            case Reply.CheckpointSaved saved -> "saved " + saved.nextBatch();
        };
    }

    private static TrainingSpec spec() {
        TrainingSpec.Optimiser optimiser =
                new TrainingSpec.Optimiser(1e-3, 0, 0.9, 0.99, 1e-8, 1, "constant", 0);
        return new TrainingSpec(
                new TrainingSpec.Models(
                        ModelSource.of(Path.of("model")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "sft",
                Map.of(),
                0,
                0.5,
                optimiser,
                optimiser,
                8,
                new TrainingSpec.Compute(256, 64, Optional.empty(), false, false),
                1,
                Path.of("training"),
                Optional.empty());
    }

    private static class Opening extends TrainingServiceGrpc.TrainingServiceImplBase {
        @Override
        public void startTraining(
                StartTrainingRequest request, StreamObserver<StartTrainingResponse> reply) {
            reply.onNext(StartTrainingResponse.getDefaultInstance());
            reply.onCompleted();
        }
    }

    private static class Ignoring implements StreamObserver<TrainRequest> {
        @Override
        public void onNext(TrainRequest request) {}

        @Override
        public void onError(Throwable gone) {}

        @Override
        public void onCompleted() {}
    }

    /** Answers a command a while after it came, and counts those that wait. */
    private static final class SlowTraining extends Opening implements AutoCloseable {

        private static final int MILLIS = 25;

        private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        private final Deque<TrainRequest> waiting = new ArrayDeque<>();
        private int mostWaiting;
        private int mostSavesWaiting;

        @Override
        public StreamObserver<TrainRequest> train(StreamObserver<TrainResponse> reply) {
            return new Ignoring() {
                @Override
                public void onNext(TrainRequest request) {
                    clock.execute(() -> take(request));
                    var _ = clock.schedule(() -> answer(reply), MILLIS, TimeUnit.MILLISECONDS);
                }

                @Override
                public void onCompleted() {
                    clock.execute(reply::onCompleted);
                }
            };
        }

        private void take(TrainRequest request) {
            waiting.addLast(request);
            mostWaiting = Math.max(mostWaiting, waiting.size());
            mostSavesWaiting =
                    Math.max(
                            mostSavesWaiting,
                            (int) waiting.stream().filter(TrainRequest::hasSave).count());
        }

        private void answer(StreamObserver<TrainResponse> reply) {
            TrainRequest request = waiting.removeFirst();
            reply.onNext(
                    request.hasBatch()
                            ? done(request.getBatch().getNumber())
                            : TrainResponse.newBuilder()
                                    .setCheckpointSaved(
                                            CheckpointSaved.newBuilder()
                                                    .setNextBatch(request.getSave().getNextBatch())
                                                    .setDirectory("checkpoint"))
                                    .build());
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
