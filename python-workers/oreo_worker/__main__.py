"""Starts one worker: `python -m oreo_worker --ready-file FILE`.

Heavy libraries are imported after the arguments are read, so that --help and wrong arguments answer at
once. The worker listens on loopback unless told otherwise, writes the ready file when it answers calls, and
ends when it is drained, when it is sent SIGTERM, or, with --exit-with-parent, as soon as its standard input
closes.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oreo_worker.admission import Admission
    from oreo_worker.server import Service

TOKEN_VARIABLE = "OREO_WORKER_TOKEN"
_SHORTEST_TOKEN = 16


def main(arguments: list[str] | None = None) -> int:
    """Runs a worker until it is told to end; the exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", force=True
    )
    log = logging.getLogger("oreo_worker")
    token = _token(options)
    if token is None:
        return 2
    if options.exit_with_parent:
        # Ctrl-C in a terminal reaches us as well; how we end is the starter's business.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_exit_when_stdin_closes, name="parent", daemon=True).start()
    _set_environment(options.threads)
    from oreo_worker.failures import WorkerFailure

    try:
        _serve(options, token, log)
    except WorkerFailure as failure:
        log.error("%s", failure.message)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m oreo_worker",
        description="A PyTorch worker of OREO: generates, estimates values and trains, over gRPC.",
    )
    parser.add_argument(
        "--ready-file",
        required=True,
        type=Path,
        metavar="FILE",
        help="written as JSON once the worker answers: port, pid, protocol_version",
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one (default)")
    parser.add_argument(
        "--listen",
        default="127.0.0.1",
        metavar="HOST",
        help="address to listen on; default: loopback only. Calls are not encrypted, so open others only"
        " inside a network you trust",
    )
    parser.add_argument(
        "--role",
        choices=("models", "grading"),
        default="models",
        help="models serves everything (default); grading only compares"
        " answers, without PyTorch, and starts in a second",
    )
    parser.add_argument(
        "--threads",
        type=int,
        default=0,
        metavar="N",
        help="threads of a tensor operation; 0 leaves it to the libraries (default)",
    )
    parser.add_argument(
        "--device",
        type=_device_name,
        default="auto",
        help="where models live: cpu, cuda, cuda:N, mps, or auto, which takes an accelerator if there is one"
        " (default)",
    )
    parser.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help=f"file with the run's token; otherwise the variable {TOKEN_VARIABLE}",
    )
    parser.add_argument(
        "--exit-with-parent",
        action="store_true",
        help="end at once when standard input closes, as it does when the starter dies;"
        " Ctrl-C is then the starter's",
    )
    return parser


def _device_name(text: str) -> str:
    if not re.fullmatch(r"auto|cpu|mps|cuda(:\d+)?", text):
        raise argparse.ArgumentTypeError(f"'{text}' is no device; write auto, cpu, cuda, cuda:N or mps")
    return text


def _token(options: argparse.Namespace) -> str | None:
    """The run's token, taken out of the environment so that nothing we start inherits it; None after a
    complaint."""
    token = os.environ.pop(TOKEN_VARIABLE, "")
    if options.token_file is not None:
        try:
            token = options.token_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            print(f"The token file cannot be read: {error}. Mend --token-file.", file=sys.stderr)
            return None
    if len(token) < _SHORTEST_TOKEN:
        print(
            f"The run's token is missing or shorter than {_SHORTEST_TOKEN} characters. Give one by"
            " --token-file or"
            f" {TOKEN_VARIABLE}.",
            file=sys.stderr,
        )
        return None
    return token


def _set_environment(threads: int) -> None:
    """Must happen before the heavy imports: thread pools and hub access are read from the environment."""
    # A thread that waits for the others spins for microseconds, not for a millisecond: as fast on idle cores,
    # and twice as fast where other work wants them too (docs/LOG.md).
    os.environ.setdefault("GOMP_SPINCOUNT", "3000")
    if threads > 0:
        for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ[name] = str(threads)
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")


def _serve(options: argparse.Namespace, token: str, log: logging.Logger) -> None:
    from oreo_worker.server import Endpoint, WorkerServer

    admission, services = _grading() if options.role == "grading" else _models(options)
    server = WorkerServer(admission, services, token, Endpoint(options.listen, options.port))
    signal.signal(signal.SIGTERM, lambda *_: admission.drain())
    server.start()
    _write_ready_file(options.ready_file, server.port)
    log.info("%s: listening on %s port %d", options.role, options.listen, server.port)
    server.serve_until_drained()
    log.info("ended")


def _grading() -> tuple[Admission, Sequence[Service]]:
    from oreo_worker.admission import Admission
    from oreo_worker.grading_role import grading_services

    admission = Admission()
    return admission, grading_services(admission)


def _models(options: argparse.Namespace) -> tuple[Admission, Sequence[Service]]:
    import torch
    import transformers

    from oreo_worker.determinism import chosen_device, settle
    from oreo_worker.model_role import model_services
    from oreo_worker.state import WorkerState

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    state = WorkerState(chosen_device(options.device))
    settle(options.threads)
    logging.getLogger("oreo_worker").info("device %s, %d threads", state.device, torch.get_num_threads())
    return state, model_services(state)


def _write_ready_file(path: Path, port: int) -> None:
    from oreo_worker import PROTOCOL_VERSION

    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    facts = {"port": port, "pid": os.getpid(), "protocol_version": PROTOCOL_VERSION}
    temporary.write_text(json.dumps(facts), encoding="utf-8")
    os.replace(temporary, path)


def _exit_when_stdin_closes() -> None:
    while os.read(0, 4096):
        pass
    os._exit(3)


if __name__ == "__main__":
    sys.exit(main())
