package io.oreo.worker.grpc;

import io.grpc.stub.BlockingClientCall;
import io.oreo.protocol.worker.v1.DescribeMethodsRequest;
import io.oreo.protocol.worker.v1.FinishTrainingRequest;
import io.oreo.protocol.worker.v1.FinishTrainingResponse;
import io.oreo.protocol.worker.v1.StartTrainingRequest;
import io.oreo.protocol.worker.v1.StartTrainingResponse;
import io.oreo.protocol.worker.v1.TrainRequest;
import io.oreo.protocol.worker.v1.TrainResponse;
import io.oreo.protocol.worker.v1.TrainingServiceGrpc;
import io.oreo.worker.Trainer;
import io.oreo.worker.TrainingSpec;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The training side of a worker. */
final class GrpcTrainer implements Trainer {

    private static final String DESCRIBE = "DescribeMethods";
    private static final String START = "StartTraining";
    private static final String TRAIN = "Train";
    private static final String FINISH = "FinishTraining";

    /** Commands on their way: one at work, the next at hand. */
    private static final int IN_FLIGHT = 3;

    private final Calls calls;

    GrpcTrainer(Calls calls) {
        this.calls = calls;
    }

    @Override
    public List<String> describeMethods(List<String> objectives) {
        DescribeMethodsRequest request =
                DescribeMethodsRequest.newBuilder().addAllObjectives(objectives).build();
        return List.copyOf(
                calls.unary(
                                DESCRIBE,
                                TrainingServiceGrpc::newBlockingV2Stub,
                                calls.deadlines().load(),
                                stub -> stub.describeMethods(request))
                        .getDescriptionsJsonList());
    }

    @Override
    public Session start(TrainingSpec spec, int resumeAtBatch) {
        StartTrainingRequest request =
                StartTrainingRequest.newBuilder()
                        .setSpec(TrainingCodec.spec(spec))
                        .setResumeAtBatch(resumeAtBatch)
                        .build();
        StartTrainingResponse opened =
                calls.unary(
                        START,
                        TrainingServiceGrpc::newBlockingV2Stub,
                        calls.deadlines().load(),
                        stub -> stub.startTraining(request));
        if (opened.getNextBatch() != resumeAtBatch) {
            throw Failures.contract(
                    START,
                    "it is open at batch %d and not at %d"
                            .formatted(opened.getNextBatch(), resumeAtBatch));
        }
        return new OpenSession();
    }

    private final class OpenSession implements Session {

        @Override
        public void run(Iterator<Command> commands, Consumer<Reply> replies) {
            BlockingClientCall<TrainRequest, TrainResponse> stream =
                    calls.open(TrainingServiceGrpc::newBlockingV2Stub).train();
            boolean complete = false;
            try {
                Deque<Command> sent = new ArrayDeque<>();
                Optional<Command> next = following(commands);
                while (next.isPresent() || !sent.isEmpty()) {
                    while (next.isPresent() && mayGo(next.get(), sent)) {
                        calls.send(TRAIN, stream, TrainingCodec.command(next.get()));
                        sent.addLast(next.get());
                        next = following(commands);
                    }
                    TrainResponse response = calls.next(TRAIN, stream);
                    replies.accept(TrainingCodec.reply(TRAIN, sent.removeFirst(), response));
                }
                complete = true;
            } finally {
                if (complete) {
                    stream.halfClose();
                } else {
                    stream.cancel("the training is given up", null);
                }
            }
        }

        private static Optional<Command> following(Iterator<Command> commands) {
            return commands.hasNext() ? Optional.of(commands.next()) : Optional.empty();
        }

        /**
         * A worker keeps its two newest checkpoints, and the caller records one when it hears of
         * it. So a second one is not asked for before the first was heard of: whoever dies now, the
         * one on record is still there.
         */
        private static boolean mayGo(Command command, Deque<Command> sent) {
            return sent.size() < IN_FLIGHT
                    && !(command instanceof Command.Save
                            && sent.stream().anyMatch(Command.Save.class::isInstance));
        }

        @Override
        public TrainedModels finish() {
            FinishTrainingResponse done =
                    calls.unary(
                            FINISH,
                            TrainingServiceGrpc::newBlockingV2Stub,
                            calls.deadlines().load(),
                            stub ->
                                    stub.finishTraining(
                                            FinishTrainingRequest.getDefaultInstance()));
            if (done.getPolicyDirectory().isBlank()) {
                throw Failures.contract(FINISH, "it names no policy");
            }
            boolean critic = !done.getCriticDirectory().isBlank();
            return new TrainedModels(
                    Path.of(done.getPolicyDirectory()),
                    ModelCodec.facts(FINISH, done.getPolicyFacts()),
                    critic ? Optional.of(Path.of(done.getCriticDirectory())) : Optional.empty(),
                    critic
                            ? Optional.of(ModelCodec.facts(FINISH, done.getCriticFacts()))
                            : Optional.empty());
        }
    }
}
