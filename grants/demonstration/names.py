"""Invented names, enough of them that no two investigators share one."""

from dataclasses import dataclass

JAPANESE_FAMILIES = (
    ("佐藤", "Sato"), ("鈴木", "Suzuki"), ("髙木", "Takagi"), ("田中", "Tanaka"), ("伊藤", "Ito"), ("渡辺", "Watanabe"),
    ("山本", "Yamamoto"), ("中村", "Nakamura"), ("小林", "Kobayashi"), ("加藤", "Kato"), ("𠮷川", "Yoshikawa"),
    ("山﨑", "Yamazaki"), ("松本", "Matsumoto"), ("井上", "Inoue"), ("木村", "Kimura"), ("斎藤", "Saito"),
    ("清水", "Shimizu"), ("森", "Mori"), ("池田", "Ikeda"), ("橋本", "Hashimoto"), ("石川", "Ishikawa"),
    ("前田", "Maeda"), ("藤田", "Fujita"), ("岡田", "Okada"), ("後藤", "Goto"), ("長谷川", "Hasegawa"),
    ("村上", "Murakami"), ("近藤", "Kondo"), ("遠藤", "Endo"), ("坂本", "Sakamoto"),
)  # fmt: skip
JAPANESE_GIVEN = (
    ("彩花", "Ayaka"), ("健太", "Kenta"), ("美咲", "Misaki"), ("拓也", "Takuya"), ("結", "Yui"), ("翔", "Sho"),
    ("菜々子", "Nanako"), ("大輔", "Daisuke"), ("遥", "Haruka"), ("直人", "Naoto"), ("千尋", "Chihiro"),
    ("亮", "Ryo"), ("真由", "Mayu"), ("悠斗", "Yuto"), ("恵", "Megumi"),
)  # fmt: skip
SWEDISH_FAMILIES = (
    "Andersson", "Bergström", "Åkerlund", "Nyström", "Lindqvist", "Sjöberg", "Öhman", "Ekdahl", "Hedlund", "Norén",
    "Wallin", "Björklund", "Lundgren", "Åström", "Sandberg", "Fransson", "Holmgren", "Söderström", "Dahlberg",
    "Kjellgren", "Forsman", "Ahlström", "Engdahl", "Hjelm", "Rydén", "Tengvall", "Välimäki", "Grönlund", "Malmsten",
    "Zetterlund",
)  # fmt: skip
SWEDISH_GIVEN = (
    "Elin", "Johan", "Märta", "Oskar", "Sanna", "Håkan", "Freja", "Gustav", "Lovisa", "Anders", "Signe", "Mattias",
    "Ylva", "Jörgen", "Amina",
)  # fmt: skip
AMERICAN_FAMILIES = ("Whitfield", "Navarro", "Brandt", "Osei", "Kowalczyk", "Lindgren", "Patel", "Moreau", "Tran",
                     "Halvorsen", "Beckett", "Ishida", "Romero", "Castellanos", "O’Dwyer")  # fmt: skip
AMERICAN_GIVEN = ("Grace", "Daniel", "Priya", "Samuel", "Leila", "Peter", "Naomi", "Andre", "Ruth", "Wei", "Clara",
                  "Victor", "Simone", "Hugh", "Esther")  # fmt: skip


BRITISH_FAMILIES = ("Ashworth", "Pemberton", "MacLeod", "Okonkwo", "Llewellyn", "Fairbairn", "Hussain", "Thorne",
                    "Gallagher", "Whitcombe", "Rahman")  # fmt: skip
BRITISH_GIVEN = ("Eleanor", "Callum", "Zara", "Rhys", "Beatrice", "Imran", "Fiona", "Toby", "Anjali")


@dataclass(frozen=True)
class Name:
    """One invented name, with its romanisation where it has one."""

    family: str
    given: str
    family_latin: str = ""
    given_latin: str = ""

    @property
    def key(self) -> str:
        """The left side of an invented address."""
        latin = f"{self.given_latin or self.given}.{self.family_latin or self.family}".lower()
        plain = str.maketrans("åäöéüø’ ", "aaoeuo--")
        return latin.translate(plain)


def japanese(number: int) -> Name:
    """The name of that number."""
    family = JAPANESE_FAMILIES[number % len(JAPANESE_FAMILIES)]
    given = JAPANESE_GIVEN[(number + number // len(JAPANESE_FAMILIES)) % len(JAPANESE_GIVEN)]
    return Name(family[0], given[0], family[1], given[1])


def western(number: int, families: tuple[str, ...], givens: tuple[str, ...]) -> Name:
    """The name of that number."""
    return Name(families[number % len(families)], givens[(number + number // len(families)) % len(givens)])


def name_for(country: str, number: int) -> Name:
    """An invented name that could be met in that country."""
    if country == "JP":
        return japanese(number)
    if country == "SE":
        return western(number, SWEDISH_FAMILIES, SWEDISH_GIVEN)
    if country == "GB":
        return western(number, BRITISH_FAMILIES, BRITISH_GIVEN)
    return western(number, AMERICAN_FAMILIES, AMERICAN_GIVEN)
