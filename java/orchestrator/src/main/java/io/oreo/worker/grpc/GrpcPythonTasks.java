package io.oreo.worker.grpc;

import io.oreo.protocol.worker.v1.GradeItem;
import io.oreo.protocol.worker.v1.GradeResponsesRequest;
import io.oreo.protocol.worker.v1.GradeResponsesResponse;
import io.oreo.protocol.worker.v1.ListProblemsRequest;
import io.oreo.protocol.worker.v1.ListProblemsResponse;
import io.oreo.protocol.worker.v1.ResponseGrade;
import io.oreo.protocol.worker.v1.TaskProblem;
import io.oreo.protocol.worker.v1.TaskServiceGrpc;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Trajectory;
import io.oreo.trajectory.Verdict;
import io.oreo.worker.PythonTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tasks and rewards that live in a worker's Python packages. */
final class GrpcPythonTasks implements PythonTasks {

    private static final String LIST = "ListProblems";
    private static final String GRADE = "GradeResponses";

    private final Calls calls;

    GrpcPythonTasks(Calls calls) {
        this.calls = calls;
    }

    @Override
    public List<Problem> problems(Listing listing) {
        ListProblemsRequest request =
                ListProblemsRequest.newBuilder()
                        .setEntryPoint(listing.entryPoint())
                        .setOptionsJson(listing.optionsJson())
                        .setSplit(listing.split())
                        .setCount(listing.count())
                        .setSeed(listing.seed())
                        .build();
        return calls
                .collect(
                        LIST,
                        TaskServiceGrpc::newBlockingV2Stub,
                        stub -> stub.listProblems(request),
                        ListProblemsResponse::getProblemsList)
                .stream()
                .map(GrpcPythonTasks::problem)
                .toList();
    }

    @Override
    public List<Outcome> grade(String entryPoint, String optionsJson, List<Response> responses) {
        GradeResponsesRequest.Builder request =
                GradeResponsesRequest.newBuilder()
                        .setEntryPoint(entryPoint)
                        .setOptionsJson(optionsJson);
        for (Response response : responses) {
            request.addItems(
                    GradeItem.newBuilder()
                            .setItemId(response.id())
                            .setProblem(message(response.problem()))
                            .setResponse(response.text()));
        }
        GradeResponsesResponse reply =
                calls.unary(
                        GRADE,
                        TaskServiceGrpc::newBlockingV2Stub,
                        calls.deadlines().work(),
                        stub -> stub.gradeResponses(request.build()));
        if (reply.getGradesCount() != responses.size()) {
            throw Failures.contract(GRADE, "not one grade a response");
        }
        List<Outcome> outcomes = new ArrayList<>(responses.size());
        for (int i = 0; i < responses.size(); i++) {
            outcomes.add(outcome(responses.get(i).id(), reply.getGrades(i), reply.getGrader()));
        }
        return List.copyOf(outcomes);
    }

    private static Outcome outcome(String id, ResponseGrade grade, String grader) {
        if (!grade.getItemId().equals(id) || !Double.isFinite(grade.getReward())) {
            throw Failures.contract(GRADE, "the grade of " + id + " is missing or not finite");
        }
        if (!grade.getError().isBlank()) {
            return new Outcome.Broken(grade.getError());
        }
        if (grade.getNoAnswer()) {
            return new Outcome.Graded(
                    new Verdict.NoAnswer("the reward function found none"),
                    grade.getReward(),
                    grader);
        }
        Verdict verdict =
                grade.getReward() >= Trajectory.CORRECT_FROM
                        ? new Verdict.Correct(grade.getAnswer(), grader)
                        : new Verdict.Incorrect(grade.getAnswer(), grader);
        return new Outcome.Graded(verdict, grade.getReward(), grader);
    }

    private static Problem problem(TaskProblem message) {
        try {
            return new Problem(
                    new ProblemId(message.getProblemId()),
                    message.getPrompt(),
                    message.getReferenceAnswer(),
                    message.getSolution().isEmpty()
                            ? Optional.empty()
                            : Optional.of(message.getSolution()),
                    message.getGroup().isEmpty() ? Problem.ONE_GROUP : message.getGroup(),
                    message.getMetadataJson());
        } catch (IllegalArgumentException wrong) {
            throw Failures.contract(LIST, String.valueOf(wrong.getMessage()));
        }
    }

    private static TaskProblem message(Problem problem) {
        return TaskProblem.newBuilder()
                .setProblemId(problem.id().value())
                .setPrompt(problem.prompt())
                .setReferenceAnswer(problem.referenceAnswer())
                .setSolution(problem.solution().orElse(""))
                .setGroup(problem.group())
                .setMetadataJson(problem.metadataJson())
                .build();
    }
}
