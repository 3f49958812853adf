"""How words are found: one key for the many ways a word can be written. A key is compared, never shown, never a name.

Width, case, accents, macrons, katakana or hiragana, and variants of one kanji do not matter. In names the spellings of
one romanised sound do not matter either: Ōno, Oono and Ohno; Shinbashi and Sinbasi; Namba and Nanba; Ken-ichi.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from grants.rules.names import is_east_asian

MOST_WORDS = 6
NAMES = ("family", "given", "family_latin", "given_latin")
LATIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})
KANA = {katakana: katakana - 0x60 for katakana in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
VARIANTS = (
    "髙高 﨑崎 嵜崎 碕崎 邊辺 邉辺 𠮷吉 齋斉 齊斉 斎斉 澤沢 濱浜 濵浜 嶋島 嶌島 櫻桜 龍竜 廣広 藏蔵 惠恵 "
    "眞真 瀨瀬 條条 德徳 淵渕 栁柳 桺柳 冨富 曾曽 國国 圀国 學学 實実 豐豊 榮栄 圓円 應応 變変 體体 醫医 "
    "藝芸 會会 經経 濟済 總総 權権 關関 發発 傳伝 靜静 彌弥 與与 壽寿 兒児 萬万 澁渋 壯壮 將将 專専 對対 "
    "當当 黨党 獨独 讀読 繩縄 續続 鐵鉄 點点 轉転 圖図 數数 聲声 氣気 營営 衞衛 驛駅 譯訳 釋釈 擇択 舊旧 "
    "據拠 擧挙 敎教 勳勲 薰薫 縣県 顯顕 嚴厳 效効 廳庁 號号 產産 殘残 絲糸 齒歯 辭辞 濕湿 寫写 舍舎 雙双 "
    "燒焼 證証 乘乗 淨浄 讓譲 觸触 寢寝 愼慎 盡尽 粹粋 醉酔 穗穂 隨随 樞枢 竊窃 攝摂 淺浅 踐践 錢銭 潛潜 "
    "曹曽 搜捜 騷騒 增増 臟臓 屬属 墮堕 滯滞 臺台 瀧滝 單単 膽胆 團団 遲遅 晝昼 蟲虫 鑄鋳 遞逓 燈灯 稻稲 "
    "霸覇 廢廃 拜拝 賣売 麥麦 蠻蛮 祕秘 佛仏 拂払 竝並 歩步 寶宝 襃褒 豫予 餘余 譽誉 搖揺 樣様 謠謡 來来 "
    "賴頼 亂乱 覽覧 兩両 獵猟 綠緑 壘塁 勵励 禮礼 靈霊 齡齢 戀恋 爐炉 勞労 樓楼 灣湾 檜桧 籔薮 鷄鶏 峯峰 "
    "埜野 舘館 濶闊 穐秋 逹達 "
)
KANJI = {ord(pair[0]): pair[1] for pair in VARIANTS.split()}
SIGNS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200b-\u200d\u2060\ufeff]")  # which variant is meant; nothing
SPACES = re.compile(r"\s+")
SOUNDS = tuple(
    (re.compile(spelt), heard)
    for spelt, heard in (
        ("['’ʼ‐-]", ""), ("shi", "si"), ("sh", "sy"), ("tch", "ty"), ("chi", "ti"), ("ch", "ty"), ("tsu", "tu"),
        ("fu", "hu"), ("ji", "zi"), ("jy?", "zy"), ("m(?=[bmp])", "n"), ("oh(?![aeiouy])", "o"), ("o[ou]+", "o"),
        ("uu+", "u"),
    )
)  # fmt: skip


def fold(text: str) -> str:
    """The key of a text: what is compared instead of it."""
    if text.isascii():
        return SPACES.sub(" ", text.casefold()).strip()
    plain = SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(LATIN)
    bare = "".join(one for one in unicodedata.normalize("NFKD", plain) if not is_accent(one))
    whole = unicodedata.normalize("NFC", bare)
    return SPACES.sub(" ", whole.translate(KANA).translate(KANJI)).strip()


def is_accent(letter: str) -> bool:
    """Whether a sign only decorates a letter; the two sound marks of kana tell words apart."""
    return bool(unicodedata.combining(letter)) and letter not in "\u3099\u309a"


def heard(key: str) -> str:
    """A romanised name by its sounds, however they are spelt; only ever beside the key itself."""
    for spelt, sound in SOUNDS:
        key = spelt.sub(sound, key)
    return key


def key_of_name(family: str, given: str, family_latin: str = "", given_latin: str = "") -> str:
    """Everything by which a person is found: both scripts, both orders, with and without the space, and by sound."""
    native, latin = (family, given), (family_latin, given_latin)
    together = [family + given] if is_east_asian(family + given) else []
    return key_of_names([*(f"{first} {last}" for first, last in (native, native[::-1], latin, latin[::-1])), *together])


def key_of_names(names: Iterable[str]) -> str:
    """The keys of names as they were typed, each also by its sound where it is spelt otherwise."""
    keys = [key for key in map(fold, names) if key]
    return " ".join(dict.fromkeys([*keys, *map(heard, keys)]))


def words_in(sought: str) -> list[str]:
    """The words somebody looks for, as keys; no more than a few."""
    return fold(sought).split()[:MOST_WORDS]


def said_in(value: Any) -> Iterable[str]:
    """Every text within an answer: a line, the cells of a table, what is chosen."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from said_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from said_in(inner)


def key_of_answers(content: Mapping[str, Any]) -> str:
    """What a submitted application is found by: its title and what it answers."""
    return fold(" ".join([content["title"], *(text for one in content["answers"] for text in said_in(one["value"]))]))


def key_of_people(content: Mapping[str, Any]) -> str:
    """Everybody on the team of a submitted application, as they were called that day."""
    leads = [key_of_name(*(part["pi"][name] for name in NAMES)) for part in content["parts"] if part["pi"]]
    return " ".join([*leads, key_of_names(str(member["name"]) for member in content["members"])])
