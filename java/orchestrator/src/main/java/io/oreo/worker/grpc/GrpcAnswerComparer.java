package io.oreo.worker.grpc;

import io.oreo.protocol.worker.v1.AnswerJudgement;
import io.oreo.protocol.worker.v1.CompareAnswersRequest;
import io.oreo.protocol.worker.v1.CompareAnswersResponse;
import io.oreo.protocol.worker.v1.GradingServiceGrpc;
import io.oreo.worker.AnswerComparer;
import java.util.ArrayList;
import java.util.List;

/** The computer algebra system in a worker's grading processes. */
final class GrpcAnswerComparer implements AnswerComparer {

    private static final String COMPARE = "CompareAnswers";

    private final Calls calls;

    GrpcAnswerComparer(Calls calls) {
        this.calls = calls;
    }

    @Override
    public Compared compare(List<AnswerPair> pairs) {
        CompareAnswersRequest.Builder request = CompareAnswersRequest.newBuilder();
        for (AnswerPair pair : pairs) {
            request.addPairs(
                    io.oreo.protocol.worker.v1.AnswerPair.newBuilder()
                            .setAnswer(pair.answer())
                            .setReference(pair.reference()));
        }
        CompareAnswersResponse reply =
                calls.unary(
                        COMPARE,
                        GradingServiceGrpc::newBlockingV2Stub,
                        calls.deadlines().work(),
                        stub -> stub.compareAnswers(request.build()));
        if (reply.getJudgementsCount() != pairs.size()) {
            throw Failures.contract(COMPARE, "not one judgement a pair");
        }
        List<Judgement> judgements = new ArrayList<>(pairs.size());
        reply.getJudgementsList().forEach(judgement -> judgements.add(judgement(judgement)));
        return new Compared(judgements, reply.getGrader());
    }

    private static Judgement judgement(AnswerJudgement message) {
        return switch (message) {
            case ANSWER_JUDGEMENT_SAME -> Judgement.SAME;
            case ANSWER_JUDGEMENT_DIFFERENT -> Judgement.DIFFERENT;
            case ANSWER_JUDGEMENT_TIMED_OUT -> Judgement.TIMED_OUT;
            case ANSWER_JUDGEMENT_UNREADABLE -> Judgement.UNREADABLE;
            case ANSWER_JUDGEMENT_UNSPECIFIED, UNRECOGNIZED ->
                    throw Failures.contract(COMPARE, "a judgement of an unknown kind");
        };
    }
}
