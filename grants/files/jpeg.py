"""The two picture formats that a PDF carries whole: how large they say they are, and who they say made them."""

JPEG = b"\xff\xd8"
JPEG_2000 = b"\xff\x4f\xff\x51"
SCAN = 0xDA
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
KEPT_APPS = {0xE0, 0xE2, 0xEE}
APPS = {*range(0xE0, 0xF0), 0xFE}
BARE = {0x01, *range(0xD0, 0xD9)}
NOTHING = (0, 0)


def segments(picture: bytes) -> list[tuple[int, int, int]]:
    """The segments of a JPEG before its first scan: (kind, start, end); the last one is the scan itself."""
    found = []
    at = len(JPEG) if picture.startswith(JPEG) else len(picture)
    while at + 4 <= len(picture) and picture[at] == 0xFF:  # noqa: PLR2004
        kind = picture[at + 1]
        if kind == 0xFF:  # noqa: PLR2004 - a fill byte
            at += 1
            continue
        if kind == SCAN:
            found.append((kind, at, len(picture)))
            return found
        length = 0 if kind in BARE else int.from_bytes(picture[at + 2 : at + 4], "big")
        found.append((kind, at, at + 2 + length))
        at += 2 + length
    return []


def declared_size(picture: bytes) -> tuple[int, int]:
    """Width and height as the picture itself says, which viewers believe over the PDF around it."""
    for kind, start, _ in segments(picture):
        if kind in FRAMES:
            high, wide = picture[start + 5 : start + 7], picture[start + 7 : start + 9]
            return int.from_bytes(wide, "big"), int.from_bytes(high, "big")
    at = picture.find(JPEG_2000, 0, 4096)
    if at >= 0:
        return int.from_bytes(picture[at + 8 : at + 12], "big"), int.from_bytes(picture[at + 12 : at + 16], "big")
    return NOTHING


def nameless(picture: bytes) -> bytes:
    """The same picture without camera owner, place, editor or comment; colour profile and picture stay."""
    parts = segments(picture)
    if not any(kind in APPS - KEPT_APPS for kind, _, _ in parts):
        return picture
    return JPEG + b"".join(picture[start:end] for kind, start, end in parts if kind not in APPS - KEPT_APPS)
