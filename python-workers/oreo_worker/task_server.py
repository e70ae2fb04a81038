"""TaskService: problems and grades from Python packages. Unpacks, calls, packs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import grpc

from oreo.worker.v1 import task_service_pb2 as messages
from oreo.worker.v1 import task_service_pb2_grpc
from oreo_worker.failures import Cancelled
from oreo_worker.rpc import cancelled, log, streaming, unary
from oreo_worker.state import WorkerState
from oreo_worker.tasks import Grade, Problem, ProblemOrder, grade_responses, grader_name, list_problems

# Problems of one message.
CHUNK = 256


class TaskServer(task_service_pb2_grpc.TaskServiceServicer):
    """Problems and grades."""

    def __init__(self, state: WorkerState) -> None:
        self._state = state

    def ListProblems(
        self, request: messages.ListProblemsRequest, context: grpc.ServicerContext
    ) -> Iterator[messages.ListProblemsResponse]:
        """Problems of a task, in chunks."""
        return streaming(self._state, context, self._list(request, context))

    def _list(
        self, request: messages.ListProblemsRequest, context: grpc.ServicerContext
    ) -> Iterator[messages.ListProblemsResponse]:
        gone = cancelled(context)
        order = ProblemOrder(
            request.entry_point, request.options_json, request.split, request.count, request.seed
        )
        total = 0
        problems = list_problems(order)
        while chunk := list(islice(problems, CHUNK)):
            if gone():
                raise Cancelled("The call was cancelled or its deadline passed; the problems were dropped.")
            total += len(chunk)
            yield messages.ListProblemsResponse(problems=[_problem_message(problem) for problem in chunk])
        log.info("listed %d problems of %s", total, request.entry_point)

    def GradeResponses(
        self, request: messages.GradeResponsesRequest, context: grpc.ServicerContext
    ) -> messages.GradeResponsesResponse:
        """Grades responses; a function that raises spoils one grade."""

        def run() -> messages.GradeResponsesResponse:
            pairs = [(_problem(item.problem), item.response) for item in request.items]
            grades = grade_responses(request.entry_point, request.options_json, pairs)
            packed = [
                _grade_message(item.item_id, grade) for item, grade in zip(request.items, grades, strict=True)
            ]
            return messages.GradeResponsesResponse(grades=packed, grader=grader_name(request.entry_point))

        return unary(self._state, context, run)  # type: ignore[no-any-return]


def _problem(message: messages.TaskProblem) -> Problem:
    return Problem(
        problem_id=message.problem_id,
        prompt=message.prompt,
        reference_answer=message.reference_answer,
        solution=message.solution,
        group=message.group,
        metadata_json=message.metadata_json,
    )


def _problem_message(problem: Problem) -> messages.TaskProblem:
    return messages.TaskProblem(
        problem_id=problem.problem_id,
        prompt=problem.prompt,
        reference_answer=problem.reference_answer,
        solution=problem.solution,
        group=problem.group,
        metadata_json=problem.metadata_json,
    )


def _grade_message(item_id: str, grade: Grade) -> messages.ResponseGrade:
    return messages.ResponseGrade(
        item_id=item_id,
        reward=grade.reward,
        answer=grade.answer,
        no_answer=grade.no_answer,
        error=grade.error,
    )
