"""The log: one JSON line for each thing worth knowing, in ids and kinds; never a name, an address or a text."""

import logging
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor


def placed(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Write a fault as its kinds and places; its message may quote what a person typed."""
    fault = event.pop("exc_info", None)
    if fault is True:
        fault = sys.exc_info()
    if isinstance(fault, tuple):
        fault = fault[1]
    chain = []
    while isinstance(fault, BaseException):
        frames = traceback.extract_tb(fault.__traceback__)
        chain.append({"kind": type(fault).__name__, "at": [f"{f.filename}:{f.lineno} {f.name}" for f in frames[-8:]]})
        fault = fault.__cause__ or fault.__context__
    return {**event, "fault": chain} if chain else event


def unworded(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Of the libraries' own lines keep the template, not the values it was filled with."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        event["event"] = str(record.msg)
    return event


def write_logs() -> None:
    """Send our log, and that of the libraries, to standard error as JSON."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        placed,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    render: list[Processor] = [
        unworded,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(),
    ]
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=render),
    )
    logging.basicConfig(level=logging.WARNING, handlers=[lines], force=True)
