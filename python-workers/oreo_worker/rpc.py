"""What every call goes through: the run's token, typed failures, draining, cancellation.

`Guard` is the interceptor that checks the token. `unary` and `streaming` wrap a handler so that whatever it
raises becomes a gRPC status with the failure beside it, and nothing else leaves the worker.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

import grpc

from oreo_worker.admission import Admission
from oreo_worker.failure_codec import failure_trailer, status_of
from oreo_worker.failures import Unauthenticated, WorkerFailure, classify

log = logging.getLogger("oreo_worker")


class Guard(grpc.ServerInterceptor):
    """Lets calls pass that carry the run's token, whatever they ask for."""

    def __init__(self, token: str) -> None:
        self._expected = f"Bearer {token}".encode()

    def intercept_service(self, continuation: Callable[..., Any], details: Any) -> Any:
        """The handler, or one that refuses."""
        handler = continuation(details)
        given = next((v for k, v in details.invocation_metadata or () if k == "authorization"), "")
        raw = given if isinstance(given, bytes) else str(given).encode()
        if handler is None or hmac.compare_digest(raw, self._expected):
            return handler
        return _refusing(handler)


def _refusing(handler: Any) -> Any:
    def refuse(_: Any, context: grpc.ServicerContext) -> NoReturn:
        _abort(
            context,
            Unauthenticated(
                "The call carries no valid token of this run; send 'authorization: Bearer <token>'."
            ),
        )

    arguments = (refuse, handler.request_deserializer, handler.response_serializer)
    if handler.request_streaming and handler.response_streaming:
        return grpc.stream_stream_rpc_method_handler(*arguments)
    if handler.request_streaming:
        return grpc.stream_unary_rpc_method_handler(*arguments)
    if handler.response_streaming:
        return grpc.unary_stream_rpc_method_handler(*arguments)
    return grpc.unary_unary_rpc_method_handler(*arguments)


def unary(admission: Admission, context: grpc.ServicerContext, call: Callable[[], Any]) -> Any:
    """The reply of one call that does work."""
    try:
        with admission.work():
            return call()
    except Exception as error:
        _fail(context, error)


def streaming(admission: Admission, context: grpc.ServicerContext, replies: Iterable[Any]) -> Iterator[Any]:
    """The replies of one call that does work."""
    try:
        with admission.work():
            yield from replies
    except Exception as error:
        _fail(context, error)


def cancelled(context: grpc.ServicerContext) -> Callable[[], bool]:
    """True once the caller has gone or its deadline has passed."""
    return lambda: not context.is_active()


def _fail(context: grpc.ServicerContext, error: Exception) -> NoReturn:
    failure = classify(error)
    log.log(
        logging.ERROR if failure.kind == "INTERNAL" else logging.WARNING,
        "%s: %s",
        failure.kind,
        failure.message,
    )
    _abort(context, failure)


def _abort(context: grpc.ServicerContext, failure: WorkerFailure) -> NoReturn:
    context.set_trailing_metadata(failure_trailer(failure))
    context.abort(status_of(failure), failure.message[:1000])
    raise AssertionError("abort raises")
