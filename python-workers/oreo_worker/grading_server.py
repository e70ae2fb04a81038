"""GradingService: comparing answers in processes of their own. Unpacks, calls, packs."""

from __future__ import annotations

import os

import grpc

from oreo.worker.v1 import grading_service_pb2 as messages
from oreo.worker.v1 import grading_service_pb2_grpc
from oreo_worker.admission import Admission
from oreo_worker.failures import BadData
from oreo_worker.grading import USUAL_SECONDS, AnswerMatch, AnswerPair, GradingPool, comparer_name
from oreo_worker.rpc import unary

_MOST_PROCESSES = 8
_MOST_SECONDS = 60.0
_MATCHES = {
    AnswerMatch.SAME: messages.ANSWER_JUDGEMENT_SAME,
    AnswerMatch.DIFFERENT: messages.ANSWER_JUDGEMENT_DIFFERENT,
    AnswerMatch.TIMED_OUT: messages.ANSWER_JUDGEMENT_TIMED_OUT,
    AnswerMatch.UNREADABLE: messages.ANSWER_JUDGEMENT_UNREADABLE,
}


class GradingServer(grading_service_pb2_grpc.GradingServiceServicer):
    """Compares answers."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission
        self._pool = GradingPool(min(_MOST_PROCESSES, os.cpu_count() or 1))

    def launch(self) -> None:
        """Starts the grading processes before they are asked."""
        self._pool.launch()

    def CompareAnswers(
        self, request: messages.CompareAnswersRequest, context: grpc.ServicerContext
    ) -> messages.CompareAnswersResponse:
        """One match per pair."""

        def run() -> messages.CompareAnswersResponse:
            if not 0 <= request.seconds <= _MOST_SECONDS:
                raise BadData(f"seconds is {request.seconds}; it must lie between 0 and {_MOST_SECONDS:.0f}.")
            pairs = [AnswerPair(pair.answer, pair.reference) for pair in request.pairs]
            matches = self._pool.match(pairs, request.seconds or USUAL_SECONDS)
            return messages.CompareAnswersResponse(
                judgements=[_MATCHES[match] for match in matches], grader=comparer_name()
            )

        return unary(self._admission, context, run)  # type: ignore[no-any-return]
