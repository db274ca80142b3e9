"""How a call is written into a job: as the JSON the backend writes, and never as a pickle."""

import json
from typing import Any, ClassVar, NoReturn

Call = tuple[str, None, list[Any], dict[str, Any]]

_CALL_LENGTH = 4
_ONLY_OF_ANALYSES = frozenset({"triggeredBy", "attempt"})
_ONLY_OF_BATCHES = frozenset({"batchId", "jobDescriptionId", "resumeUrl"})
# RQ has one serializer for calls, return values and meta: values that would read as a call are wrapped.
_WRAPPER = "$value"


class PayloadSerializer:
    """Between RQ's calls and the backend's payloads.

    The backend's `data` is a bare JSON object: a call with that object as its one argument. Every other call
    is the list `[function, instance, args, kwargs]`, as RQ's own JSON serializer writes it.

    For use as `rq.Queue(..., serializer=PayloadSerializer)`, and by path with RQ's commands and dashboards.

    Attributes:
        module: the only module whose functions a worker calls.
        screening: the function for a payload of a batch.
        analysis: the function for a payload of an analysis.
    """

    module: ClassVar[str] = "entrypoints.jobs"
    screening: ClassVar[str] = "entrypoints.jobs.screen_resume"
    analysis: ClassVar[str] = "entrypoints.jobs.analyse_resume"

    @classmethod
    def dumps(cls, value: Any) -> bytes:
        """Write a call (a tuple) or any JSON value.

        Raises:
            TypeError: there is something in it that JSON cannot say.
        """
        if isinstance(value, tuple) and _reads_as_call(value):
            function, instance, args, kwargs = value
            match args:
                case [dict(payload)] if instance is None and not kwargs and payload.keys() != {_WRAPPER}:
                    if function == cls.function_for(payload):
                        return _written(payload)
            return _written([function, instance, list(args), kwargs])
        if isinstance(value, dict) or _reads_as_call(value):
            return _written({_WRAPPER: value})
        return _written(value)

    @classmethod
    def loads(cls, data: bytes) -> Any:
        """Return the call as a tuple, or the value that was written.

        Raises:
            ValueError: it is not JSON in UTF-8.
        """
        value = read_json(data)
        if isinstance(value, dict):
            if value.keys() == {_WRAPPER}:
                return value[_WRAPPER]
            return (cls.function_for(value), None, [value], {})
        return tuple(value) if _reads_as_call(value) else value

    @classmethod
    def function_for(cls, payload: dict[str, Any]) -> str:
        """Return the function a payload is for, judged by its fields.

        A worker goes by its queue instead, so that no payload chooses what is done with it.
        """
        is_analysis = payload.keys() & _ONLY_OF_ANALYSES and not payload.keys() & _ONLY_OF_BATCHES
        return cls.analysis if is_analysis else cls.screening


def read_json(data: bytes) -> Any:
    """Return what strict JSON in UTF-8 says.

    Raises:
        ValueError: it is not that, or is nested too deeply.
    """
    try:
        return json.loads(data.decode(), parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("JSON that is nested too deeply") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _reads_as_call(value: object) -> bool:
    if not isinstance(value, list | tuple) or len(value) != _CALL_LENGTH:
        return False
    function, _, args, kwargs = value
    return isinstance(function, str) and isinstance(args, list | tuple) and isinstance(kwargs, dict)


def _written(value: object) -> bytes:
    try:
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise TypeError(f"only JSON goes through Redis: {error}") from error
