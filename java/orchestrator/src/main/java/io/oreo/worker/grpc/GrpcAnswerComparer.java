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
            throw Failures.contract(COMPARE, "not one match per pair");
        }
        List<AnswerMatch> matches = new ArrayList<>(pairs.size());
        reply.getJudgementsList().forEach(match -> matches.add(match(match)));
        return new Compared(matches, reply.getGrader());
    }

    private static AnswerMatch match(AnswerJudgement message) {
        return switch (message) {
            case ANSWER_JUDGEMENT_SAME -> AnswerMatch.SAME;
            case ANSWER_JUDGEMENT_DIFFERENT -> AnswerMatch.DIFFERENT;
            case ANSWER_JUDGEMENT_TIMED_OUT -> AnswerMatch.TIMED_OUT;
            case ANSWER_JUDGEMENT_UNREADABLE -> AnswerMatch.UNREADABLE;
            case ANSWER_JUDGEMENT_UNSPECIFIED, UNRECOGNIZED ->
                    throw Failures.contract(COMPARE, "a match of an unknown kind");
        };
    }
}
