"""Whether two filings may be for one person: a table of names as people write them, and what holds for every name."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accreditation.persons import Likeness, Person, latin, likeness, search_terms, similar_dates, slips

BORN = date(1990, 2, 28)

LATIN = [
    # as written              in Latin letters
    ("Çelë", "cele"),
    ("Xhoëlla Ndërmënjësi", "xhoella ndermenjesi"),
    ("Ana-Maria", "ana maria"),
    ("  ANA   maria ", "ana maria"),
    ("D'Angelo", "dangelo"),
    ("D’Angelo", "dangelo"),
    ("Хоџа", "hoxha"),
    ("Ѓорѓи Ќосев", "gjorgji kjosev"),
    ("Љубица Њагулова", "ljubica njagulova"),
    ("Жељко Ђорђевић", "zheljko djordjevic"),
    ("Παπαδόπουλος", "papadopulos"),
    ("Γιώργος Μπέης", "giorgos beis"),
    ("Łukasz Żółć", "lukasz zolc"),
    ("İbrahim Işık", "ibrahim isik"),
    ("Müller-Lüdenscheidt", "muller ludenscheidt"),
    ("Straße", "strasse"),
    ("Søren Ægir", "soren aegir"),
]

ALIKE = [
    # one                                       the other                                   why
    (("Ana", "Hoxha"), ("Ana", "Hoxha"), "same_name_and_birth_date"),
    (("Çlirim", "Gjoleka"), ("Clirim", "Gjoleka"), "same_name_and_birth_date"),
    (("Besë", "Dërvishi"), ("BESE", "Dervishi"), "same_name_and_birth_date"),
    (("Ana", "Hoxha"), ("Hoxha", "Ana"), "same_name_and_birth_date"),
    (("Ana Maria", "Hoxha"), ("Ana", "Maria-Hoxha"), "same_name_and_birth_date"),
    (("Агрон", "Хоџа"), ("Agron", "Hoxha"), "same_name_and_birth_date"),
    (("Шпреса", "Џафери"), ("Shpresa", "Xhaferi"), "same_name_and_birth_date"),
    (("Αλέξανδρος", "Παππάς"), ("Aleksandros", "Pappas"), "similar_name_same_birth_date"),
    (("Agron", "Hodža"), ("Agron", "Hoxha"), "similar_name_same_birth_date"),
    (("Georgios", "Papadopoulos"), ("Γεώργιος", "Παπαδόπουλος"), "similar_name_same_birth_date"),
    (("Dhimitër", "Theodhosi"), ("Dimiter", "Teodosi"), "similar_name_same_birth_date"),
    (("Anna Maria", "Hoxha"), ("Annamaria", "Hoxha"), "similar_name_same_birth_date"),
    (("Ana Maria", "Hoxha"), ("Ana", "Hoxha"), "similar_name_same_birth_date"),
    (("Arben", "Shehu"), ("Arbne", "Shehu"), "similar_name_same_birth_date"),
    (("Arben", "Shehu"), ("Arbn", "Shehu"), "similar_name_same_birth_date"),
    (("Kristina", "Prendushi"), ("Krisitna", "Prendushi"), "similar_name_same_birth_date"),
    (("Yllka", "Çela"), ("Ilka", "Chela"), "similar_name_same_birth_date"),
    # Other people.
    (("Ana", "Hoxha"), ("Eva", "Hoxha"), None),
    (("Ana", "Hoxha"), ("Ana", "Shehu"), None),
    (("Ana", "Hoxha"), ("Anila", "Hoxhaj"), None),
    (("Agim", "Leka"), ("Agim", "Lena"), "similar_name_same_birth_date"),
    (("Ilir", "Meta"), ("Ylli", "Meta"), None),
    (("Ana", "Hoxha"), ("Hoxha", ""), None),
]


@pytest.mark.parametrize(("written", "shown"), LATIN)
def test_a_name_in_latin_letters(written: str, shown: str):
    """Every alphabet of the region is read into Latin letters without marks."""
    assert latin(written) == shown


@pytest.mark.parametrize(("one", "other", "why"), ALIKE)
def test_who_may_be_the_same(one, other, why):
    """Two people born on one day are the same by name, alike by name, or others; the order asked makes no difference."""
    first, second = Person(*one, BORN), Person(*other, BORN)

    assert likeness(first, second) == why
    assert likeness(second, first) == why
    if why is not None:
        assert set(search_terms(first)) & set(search_terms(second))


FATHERS = [
    # one        the other   why
    ("", "", "same_name_and_birth_date"),
    ("Petrit", "", "same_name_and_birth_date"),
    ("Petrit", "Petrit", "same_name_and_birth_date"),
    ("Petrit", "Petrït", "same_name_and_birth_date"),
    ("Petrit", "Petriti", "same_name_and_birth_date"),
    # Cousins of one name are no rarity: another father weakens the sign and does not take it away.
    ("Petrit", "Luan", "similar_name_same_birth_date"),
]


@pytest.mark.parametrize(("one", "other", "why"), FATHERS)
def test_a_father_s_name_is_optional(one: str, other: str, why: str):
    """A father's name left out says nothing; another one makes the same name a similar one."""
    assert likeness(Person("Ana", "Hoxha", BORN, one), Person("Ana", "Hoxha", BORN, other)) == why


DATES = [
    # one                other               alike
    (date(1990, 2, 3), date(1990, 3, 2), True),
    (date(1990, 2, 28), date(1990, 2, 26), True),
    (date(1990, 2, 28), date(1980, 2, 28), True),
    (date(1990, 2, 28), date(1991, 3, 28), False),
    (date(1990, 12, 11), date(1990, 11, 12), True),
    (date(1990, 2, 28), date(1990, 2, 28), False),
]


@pytest.mark.parametrize(("one", "other", "alike"), DATES)
def test_a_birth_date_with_a_slip(one: date, other: date, alike: bool):
    """Day and month exchanged, or one figure: with the same name that is worth a look, and it is found."""
    assert similar_dates(one, other) is alike
    first, second = Person("Ana", "Hoxha", one), Person("Hoxha", "Ana", other)
    if alike:
        assert likeness(first, second) is Likeness.SAME_NAME_SIMILAR_BIRTH_DATE
        assert set(search_terms(first)) & set(search_terms(second))


def test_a_similar_name_and_a_similar_date_are_nobody():
    """Two weak signs together are none: everybody would be somebody else."""
    assert likeness(Person("Ana", "Hoxha", BORN), Person("Ana", "Hoxhaj", date(1990, 2, 26))) is None


LETTERS = st.text(alphabet="abcdeëfghijklmnopqrstuvyzçšžčćđéüö", min_size=1, max_size=12)
NAMES = st.lists(LETTERS, min_size=1, max_size=3).map(" ".join)
BIRTHS = st.dates(date(1920, 1, 1), date(2009, 12, 31))
PEOPLE = st.builds(Person, NAMES, NAMES, BIRTHS)


@given(PEOPLE)
def test_everybody_is_the_same_as_themselves(person: Person):
    """However it is written: marks composed or taken apart, capitals, order, and without marks at all."""
    apart = Person(
        unicodedata.normalize("NFD", person.family_name).upper(), person.given_name, person.birth_date
    )

    assert likeness(person, apart) is Likeness.SAME_NAME_AND_BIRTH_DATE
    assert set(search_terms(person)) == set(search_terms(apart))


@given(PEOPLE, PEOPLE)
def test_likeness_has_no_direction(one: Person, other: Person):
    """Who is asked about whom makes no difference."""
    assert likeness(one, other) == likeness(other, one)


@given(st.text(max_size=40))
def test_the_normal_form_is_normal(text: str):
    """Any text at all is taken, and its normal form is its own normal form."""
    assert latin(latin(text)) == latin(text)


@given(PEOPLE, st.data())
def test_one_slip_in_a_long_name_is_found(person: Person, data: st.DataObject):
    """A wrong letter in one part of a name leaves another term that is equal, and the names are alike."""
    given_name = data.draw(st.text(alphabet="bdfgmprtv", min_size=5, max_size=8))
    family_name = data.draw(st.text(alphabet="bdfgmprtv", min_size=5, max_size=8))
    place = data.draw(st.integers(0, len(given_name) - 1))
    letter = data.draw(st.sampled_from("bdfgmprtv"))
    wrong = given_name[:place] + letter + given_name[place + 1 :]
    assume(len(set(latin(given_name))) > 1)
    one = Person(given_name, family_name, person.birth_date)
    other = Person(wrong, family_name, person.birth_date)

    assert likeness(one, other) in (
        Likeness.SAME_NAME_AND_BIRTH_DATE,
        Likeness.SIMILAR_NAME_SAME_BIRTH_DATE,
    )
    assert set(search_terms(one)) & set(search_terms(other))


@given(LETTERS, LETTERS)
def test_slips_are_counted_like_a_slow_definition(one: str, other: str):
    """The distance agrees with the recursive definition, up to its bound."""
    from functools import cache

    @cache
    def slow(i: int, j: int) -> int:
        if min(i, j) == 0:
            return max(i, j)
        best = min(slow(i - 1, j) + 1, slow(i, j - 1) + 1, slow(i - 1, j - 1) + (one[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            best = min(best, slow(i - 2, j - 2) + 1)
        return best

    assert slips(one, other, 3) == min(slow(len(one), len(other)), 4)
