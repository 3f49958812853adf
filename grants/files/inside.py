"""Walking through what one PDF object holds."""

from collections.abc import Iterator

import pikepdf


def body(thing: pikepdf.Object) -> pikepdf.Object:
    """The part of an object that holds names: of a stream, its dictionary."""
    return thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing


def dictionaries(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every dictionary written directly inside an object, itself included; references are not followed."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary):
            yield one
            inner = list(one.as_dict().values())
        else:
            inner = list(one.as_list())
        waiting.extend(
            part for part in inner if isinstance(part, pikepdf.Dictionary | pikepdf.Array) and not part.is_indirect
        )


def names_of(filters: pikepdf.Object | None) -> list[str]:
    """The filters of a stream as a list, however they are written."""
    if filters is None:
        return []
    return [str(name) for name in filters.as_list()] if isinstance(filters, pikepdf.Array) else [str(filters)]
