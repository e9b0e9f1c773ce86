"""Words of danger, and the default of a category."""

from __future__ import annotations

import pytest

from bots.reports.severity import Severity, assess, dangerous


@pytest.mark.parametrize(
    "words",
    [
        "po rrahin vëzhguesin",
        "e rrahën komisionerin",
        "ka dhunë në hyrje",
        "një burrë me armë",
        "nxori pistoletën",
        "me thikë në dorë",
        "morën kutinë dhe ikën",
        "kutia e votimit u vodh",
        "thyen kutinë",
        "u pezullua votimi",
        "votimi u ndërpre",
        "votimi eshte nderprere",
        "ndaluan votimin",
        "më nxorën jashtë",
        "na përjashtuan nga salla",
        "vëzhguesi i OJF-së u dëbua",
        "e arrestuan",
        "e çuan në polici",
        "me perzune nga qendra",
        "they are beating people",
        "a man with a gun",
        "the ballot box was stolen",
        "box was seized",
        "voting has been stopped",
        "they threw us out",
        "observer was expelled",
        "our observer has been detained",
        "RRAHJE TE QENDRA",
    ],
)
def test_danger_is_heard(words: str) -> None:
    """Violence, a weapon, a seized box, stopped voting, an expelled or detained observer are S1, however written."""
    assert dangerous(words)
    assert assess(Severity.S4, words) is Severity.S1


@pytest.mark.parametrize(
    "words",
    [
        "gjithçka në rregull",
        "nuk ka dhunë",
        "pa dhunë",
        "votim pa asnjë dhunë",
        "there was no violence",
        "komisionerët mungojnë",
        "voton me nënën",
        "kutia është e vulosur",
        "familja voton bashkë",
        "armiqësi nuk kam parë",
        "the box is sealed",
        "votimi ka nisur",
        "the voting began at 7",
        "familja e shoqeroi ne kabine",
        "",
    ],
)
def test_calm_words_are_no_danger(words: str) -> None:
    """A plain denial, and words that only look alike, wake nobody."""
    assert not dangerous(words)
    assert assess(None, words) is Severity.S3


def test_category_decides_without_danger() -> None:
    """Without words of danger the category's default holds."""
    assert assess(Severity.S2, "familja voton bashkë") is Severity.S2
