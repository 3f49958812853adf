"""The faces our papers are set in, where the system keeps them, and which package brings them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path("/usr/share/fonts/truetype")


class FontsMissingError(RuntimeError):
    """A face is not installed; the message names the packages that bring it."""


@dataclass(frozen=True)
class Face:
    """One font file and the name and weight under which the style sheet asks for it."""

    family: str
    file: str
    package: str
    weight: str = "normal"


FACES = (
    Face("Fund Mincho", "BIZUDPMincho-Regular.ttf", "fonts-morisawa-bizud-mincho"),
    Face("Fund Gothic", "BIZUDPGothic-Regular.ttf", "fonts-morisawa-bizud-gothic"),
    Face("Fund Gothic", "BIZUDPGothic-Bold.ttf", "fonts-morisawa-bizud-gothic", "bold"),
    Face("Fund Names", "ipamjm.ttf", "fonts-ipamj-mincho"),
    Face("Fund Latin", "DejaVuSans.ttf", "fonts-dejavu-core"),
    Face("Fund Latin", "DejaVuSans-Bold.ttf", "fonts-dejavu-core", "bold"),
)
PACKAGES = tuple(dict.fromkeys(face.package for face in FACES))


@dataclass(frozen=True)
class Coverage:
    """Every character some face draws, and the variants (base, selector) that all faces or the one for names draw."""

    characters: frozenset[int]
    variants: frozenset[tuple[int, int]]
    in_names: frozenset[tuple[int, int]]


def found(folder: Path = FOLDER) -> dict[Face, Path]:
    """The file of every face below a folder; refuses with the packages to install if one is not there."""
    files = {path.name: path for path in sorted(folder.rglob("*.ttf"))}
    absent = dict.fromkeys(face.package for face in FACES if face.file not in files)
    if absent:
        raise FontsMissingError(
            f"The fonts of the letters are not in {folder}. Run: apt-get install {' '.join(absent)}"
        )
    return {face: files[face.file] for face in FACES}


@cache
def coverage(folder: Path = FOLDER) -> Coverage:
    """What the faces can draw, read once from the files themselves."""
    characters: set[int] = set()
    variants: dict[str, set[tuple[int, int]]] = {}
    for face, path in found(folder).items():
        with TTFont(path, lazy=True) as font:
            characters.update(font.getBestCmap())
            variants.setdefault(face.family, set()).update(selectable(font))
    everywhere = variants["Fund Mincho"] & variants["Fund Gothic"]
    return Coverage(frozenset(characters), frozenset(everywhere), frozenset(variants["Fund Names"]))


def selectable(font: TTFont) -> set[tuple[int, int]]:
    """The pairs of base character and variation selector a font has a glyph for."""
    tables = [table for table in font["cmap"].tables if hasattr(table, "uvsDict")]
    return {(base, selector) for t in tables for selector, pairs in t.uvsDict.items() for base, _ in pairs}
