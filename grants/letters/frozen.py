"""Facts on ice: what a letter says as plain JSON, and back again, so that it can be printed later but never changed."""

import base64
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
PLAIN = (str, int, bool)


def freeze(value: Any) -> Any:
    """A letter's facts as plain JSON."""
    if value is None or isinstance(value, PLAIN):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, tuple):
        return [freeze(one) for one in value]
    if is_dataclass(value):
        return {field.name: freeze(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(type(value))


def thaw(kind: type[T], value: Any) -> T:
    """The same facts again, every value of the type its field declares."""
    return cast("T", _thaw(kind, value))


def _thaw(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        inner = next(one for one in get_args(kind) if one is not type(None))
        return None if value is None else _thaw(inner, value)
    if origin is tuple:
        parts = get_args(kind)
        each = [parts[0]] * len(value) if parts[-1] is Ellipsis else parts
        return tuple(_thaw(one, part) for one, part in zip(each, value, strict=True))
    return _thaw_single(kind, value)


def _thaw_single(kind: Any, value: Any) -> Any:
    if kind in {datetime, date}:
        return kind.fromisoformat(value)
    if kind is bytes:
        return base64.b64decode(value)
    if isinstance(value, Mapping):
        hints = get_type_hints(kind)
        return kind(**{name: _thaw(hints[name], part) for name, part in value.items()})
    return kind(value)
