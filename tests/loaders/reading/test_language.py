"""Languages, told from sentences written for these tests."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.loaders.reading.language import detect

SENTENCES = [
    ("en", "The two governments said that the talks will go on in the spring."),
    ("en", "Stone meets Orlov in Vienna"),
    ("en", "Why are ministers warning of a new war?"),
    ("en", "Border troops open fire, killing two"),
    ("ro", "Cele două guverne au spus că negocierile vor continua la primăvară."),
    ("ro", "Cele doua guverne au spus ca negocierile vor continua la primavara."),
    ("ro", "Liderul de la Chișinău cere sancțiuni"),
    ("ro", "Presedintele a plecat la Viena pentru discutii cu omologul sau"),
    ("fr", "Les deux gouvernements ont annoncé que les négociations vont continuer au printemps."),
    ("es", "Los dos gobiernos dijeron que las negociaciones van a seguir en la primavera."),
    ("it", "I due governi hanno detto che le trattative continueranno in primavera."),
    ("pt", "Os dois governos disseram que as negociações vão continuar na primavera."),
    ("de", "Die beiden Regierungen haben erklärt, dass die Gespräche im Frühling weitergehen."),
    ("nl", "De twee regeringen hebben gezegd dat het overleg in de lente wordt voortgezet."),
    ("hu", "A két kormány azt közölte, hogy a tárgyalások tavasszal is folytatódnak majd."),
    ("pl", "Oba rządy powiedziały, że rozmowy będą się toczyć dalej na wiosnę."),
    ("cs", "Obě vlády uvedly, že jednání budou na jaře pokračovat a že se sejdou znovu."),
    (
        "tr",
        "İki hükümet görüşmelerin devam edeceğini ve yeni bir anlaşma için çalıştığını söyledi.",
    ),
    (
        "sv",
        "De två regeringarna sade att samtalen ska fortsätta och att de är på väg mot ett avtal.",
    ),
    ("sq", "Të dy qeveritë thanë se bisedimet do të vazhdojnë në pranverë dhe se nuk ka kushte."),
    ("hr", "Obje vlade su rekle da će se razgovori nastaviti na proljeće i da je to važno."),
    (
        "ru",
        "Оба правительства заявили, что переговоры продолжатся весной и что это важно для России.",
    ),
    ("uk", "Обидва уряди заявили, що переговори триватимуть навесні і що це важливо для України."),
    (
        "bg",
        "Двете правителства заявиха, че преговорите ще продължат през пролетта и че това е важно.",
    ),
    ("be", "Абодва ўрады заявілі, што перамовы працягнуцца ўвесну і што гэта важна для Беларусі."),
    ("sr", "Обе владе су рекле да ће се разговори наставити на пролеће и да је то важно."),
    ("el", "Οι δύο κυβερνήσεις δήλωσαν ότι οι συνομιλίες θα συνεχιστούν."),
    ("he", "שתי הממשלות אמרו שהשיחות יימשכו באביב."),
    ("ar", "قالت الحكومتان إن المحادثات ستستمر في الربيع."),
    ("fa", "دو دولت گفتند که گفتگوها در بهار ادامه پیدا می‌کند."),
    ("ka", "ორივე მთავრობამ განაცხადა, რომ მოლაპარაკებები გაგრძელდება."),
    ("zh", "两国政府表示，谈判将在春天继续进行。"),
    ("ja", "両国政府は、春に協議を続けると述べた。"),
    ("ko", "양국 정부는 봄에 회담을 계속할 것이라고 밝혔다."),
]


@pytest.mark.parametrize(("lang", "text"), SENTENCES)
def test_languages(lang: str, text: str) -> None:
    assert detect(text) == lang


@pytest.mark.parametrize("text", ["", "12345", "Kim Jong", "???", "\n\n", "xq zv wk"])
def test_unknown_rather_than_guessed(text: str) -> None:
    assert detect(text) is None


def test_a_decomposed_text_is_told_as_well() -> None:
    text = unicodedata.normalize("NFD", "Miniștrii s-au întâlnit și au semnat acordul.")
    assert detect(text) == "ro"


def test_a_foreign_quotation_does_not_change_the_language() -> None:
    text = (
        "The ministers said that the talks will go on. „Negocierile continuă”, he said in the end."
    )
    assert detect(text) == "en"


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert detect(text) is None or len(detect(text) or "") == 2
