"""Kinds of damage: what somebody asks who half heard, misspelt or guessed. Each makes a question of a person on record.

A kind is a function of a person and of chance to what is sought, or None where this person cannot suffer it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from bench.people import Person
from field_app.cases.matching import Sought, name_parts
from field_app.cases.matching.nicknames import FORMS, ROWS

ON = "2026-07-13"
"""The day on which everybody asks."""

Kind = Callable[[Person, random.Random], Sought | None]
KINDS: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    def keep(made: Kind) -> Kind:
        KINDS[name] = made
        return made

    return keep


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def slip(word: str, chance: random.Random) -> str:
    """A letter wrong, missing, added, or swapped with its neighbour."""
    place = chance.randrange(len(word))
    what = chance.randrange(4)
    if what == 0:
        return word[:place] + chance.choice(LETTERS) + word[place + 1 :]
    if what == 1:
        return word[:place] + word[place + 1 :]
    if what == 2:
        return word[:place] + chance.choice(LETTERS) + word[place:]
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def first_and_family(person: Person) -> str:
    return f"{person.given[0]} {person.family}"


def year(person: Person) -> int:
    return int((person.known.born or "")[:4])


def age(person: Person) -> int:
    born = person.known.born or ""
    return int(ON[:4]) - int(born[:4]) - (ON[5:] < born[5:])


@kind("name and date of birth as recorded")
def _exact(person, chance):
    return Sought(name=person.known.name, born=person.known.born)


@kind("family name first, capitals, a comma")
def _reversed(person, chance):
    return Sought(name=f"{person.family.upper()}, {' '.join(person.given)}", year=year(person))


@kind("given and family name swapped, family misspelt")
def _swapped(person, chance):
    if len(person.family) < 6:
        return None
    return Sought(name=f"{slip(person.family.lower(), chance)} {person.given[0]}", born=person.known.born)


@kind("a letter wrong in the family name, year of birth")
def _one_slip(person, chance):
    if len(person.family) < 6:
        return None
    return Sought(name=f"{person.given[0]} {slip(person.family.lower(), chance)}", year=year(person))


@kind("misspelt twice, once in each name")
def _two_slips(person, chance):
    if len(person.family) < 6 or len(person.given[0]) < 5:
        return None
    return Sought(
        name=f"{slip(person.given[0].lower(), chance)} {slip(person.family.lower(), chance)}", born=person.known.born
    )


@kind("family name misspelt twice")
def _twice(person, chance):
    if len(person.family) < 7:
        return None
    return Sought(name=f"{person.given[0]} {slip(slip(person.family.lower(), chance), chance)}", born=person.known.born)


@kind("middle names left out, year of birth")
def _middle(person, chance):
    if len(person.given) < 2 or person.culture in ("sikh", "chinese"):
        return None
    return Sought(name=first_and_family(person), year=year(person))


@kind("family name alone, date of birth")
def _half(person, chance):
    return Sought(name=person.family, born=person.known.born)


@kind("given name alone, date of birth")
def _other_half(person, chance):
    return Sought(name=person.given[0], born=person.known.born)


@kind("beginning of the family name, date of birth")
def _beginning(person, chance):
    family = max(name_parts(person.family), key=len)
    return Sought(name=f"{person.given[0]} {family[:4]}", born=person.known.born) if len(family) > 6 else None


@kind("initial and family name, date of birth")
def _initial(person, chance):
    return Sought(name=f"{person.given[0][0]} {person.family}", born=person.known.born)


TRANSLITERATED = (
    ("mohammed", "muhammad"), ("muhammad", "mohamed"), ("ahmed", "ahmad"), ("hussain", "hussein"), ("hassan", "hasan"),
    ("yusuf", "youssef"), ("usman", "othman"), ("omar", "umar"), ("tariq", "tarek"), ("khalid", "khaled"),
    ("rashid", "rasheed"), ("shahid", "shaheed"), ("fatima", "fatemeh"), ("mustafa", "moustapha"), ("said", "saeed"),
    ("chowdhury", "choudhry"), ("sheikh", "shaikh"), ("begum", "begam"), ("qureshi", "kureshi"), ("rahman", "rehman"),
    ("uddin", "udin"), ("akhtar", "akhter"), ("serhiy", "sergei"), ("oleksandr", "alexander"), ("mykola", "nikolai"),
    ("volodymyr", "vladimir"), ("dmitri", "dmytro"), ("zhang", "cheung"), ("chen", "chan"), ("zheng", "cheng"),
    ("xu", "hsu"), ("zhou", "chow"), ("xie", "tse"), ("yousaf", "yusuf"), ("mahmood", "mehmood"), ("iqbal", "eqbal"),
    ("javed", "javaid"), ("farooq", "faruk"), ("naveed", "navid"), ("yasmin", "yasmeen"), ("zainab", "zaynab"),
)  # fmt: skip


@kind("written after another alphabet, year of birth")
def _transliterated(person, chance):
    name = " ".join(name_parts(f"{person.given[0]} {person.family}"))
    for one, other in chance.sample(TRANSLITERATED, len(TRANSLITERATED)):
        if re.search(rf"\b{one}\b", name):
            return Sought(name=re.sub(rf"\b{one}\b", other, name), year=year(person))
    return None


def nickname(person, chance):
    (name, *_) = name_parts(person.given[0])
    rows = [ROWS.split("|")[number].split() for number in FORMS.get(name, ())]
    others = [other for row in rows if row[0] == name for other in row[1:]]
    return chance.choice(others) if others else None


@kind("a nickname, date of birth")
def _nickname(person, chance):
    found = nickname(person, chance)
    return Sought(name=f"{found} {person.family}", born=person.known.born) if found else None


@kind("a nickname, year of birth")
def _nickname_year(person, chance):
    found = nickname(person, chance)
    return Sought(name=f"{found} {person.family}", year=year(person)) if found else None


@kind("one half of a double name, date of birth")
def _double(person, chance):
    if "-" not in person.family:
        return None
    return Sought(name=f"{person.given[0]} {chance.choice(person.family.split('-'))}", born=person.known.born)


@kind("hyphen left out or written together, year of birth")
def _hyphen(person, chance):
    hyphened = person.known.name or ""
    if "-" not in hyphened:
        return None
    return Sought(
        name=hyphened.replace("-", chance.choice(" ") if person.culture != "chinese" else ""), year=year(person)
    )


@kind("date of birth off by a digit")
def _digit(person, chance):
    born = list(person.known.born or "")
    place = chance.choice((3, 6, 9))
    born[place] = str((int(born[place]) + chance.randint(1, 8)) % 10)
    if born[5:7] in (["0", "0"], ["1", "3"]) or "".join(born[5:7]) > "12" or "".join(born[8:]) in ("00",):
        return None
    if "".join(born[8:]) > "28":
        return None
    return Sought(name=first_and_family(person), born="".join(born))


@kind("day and month of birth swapped, name misspelt")
def _day_month(person, chance):
    born = person.known.born or ""
    if int(born[8:]) > 12 or len(person.family) < 6:
        return None
    return Sought(
        name=f"{person.given[0]} {slip(person.family.lower(), chance)}", born=f"{born[:4]}-{born[8:]}-{born[5:7]}"
    )


@kind("year of birth one out, name misspelt")
def _year_out(person, chance):
    if len(person.family) < 6:
        return None
    return Sought(
        name=f"{person.given[0]} {slip(person.family.lower(), chance)}", year=year(person) + chance.choice((-1, 1))
    )


@kind("only an age")
def _age(person, chance):
    return Sought(name=" ".join((*person.given, person.family)), age=age(person))


@kind("an age two out, house and street")
def _age_out(person, chance):
    return Sought(
        name=person.given[0],
        age=age(person) + chance.choice((-2, 2)),
        address=f"{person.house} {person.street} {person.sort}",
    )


SHORTER = {"Street": "St", "Road": "Rd", "Avenue": "Ave", "Lane": "Ln", "Close": "Cl", "Drive": "Dr", "Gardens": "Gdns"}


@kind("flat as 14/2, family name")
def _flat(person, chance):
    if not person.flat:
        return None
    return Sought(
        name=person.family,
        address=f"{person.house}/{person.flat} {person.street} {SHORTER.get(person.sort, person.sort)}",
    )


@kind("house and street, given name")
def _house(person, chance):
    return Sought(
        name=person.given[0],
        address=f"{person.house} {person.street} {SHORTER.get(person.sort, person.sort)}, {person.town}",
    )


@kind("street without a number, name misspelt")
def _street(person, chance):
    if len(person.family) < 6:
        return None
    return Sought(
        name=f"{person.given[0]} {slip(person.family.lower(), chance)}", address=f"{person.street} {person.sort}"
    )


@kind("postcode with a sign wrong, name misspelt")
def _postcode(person, chance):
    if len(person.family) < 6:
        return None
    postcode = person.known.postcodes[0].replace(" ", "")
    place = chance.randrange(len(postcode))
    letters = "ABDEFGHJLNPQRSTUWXYZ" if postcode[place].isalpha() else "0123456789"
    wrong = chance.choice([one for one in letters if one != postcode[place]])
    return Sought(
        name=f"{person.given[0]} {slip(person.family.lower(), chance)}",
        postcode=postcode[:place] + wrong + postcode[place + 1 :],
    )


@kind("only the outward half of the postcode, name misspelt")
def _outward(person, chance):
    if len(person.family) < 6:
        return None
    return Sought(
        name=f"{person.given[0]} {slip(person.family.lower(), chance)}", postcode=person.known.postcodes[0].split()[0]
    )


@kind("number plate with a sign wrong")
def _plate(person, chance):
    if not person.known.number_plates:
        return None
    plate = person.known.number_plates[0].replace(" ", "")
    place = chance.randrange(len(plate))
    letters = "ABCDEFGHJKLMNPRSTUVWXY" if plate[place].isalpha() else "23456789"
    wrong = chance.choice([one for one in letters if one != plate[place]])
    return Sought(number_plate=plate[:place] + wrong + plate[place + 1 :])


@kind("telephone number with a digit wrong, as +44")
def _telephone(person, chance):
    if not person.known.telephones:
        return None
    number = person.known.telephones[0]
    place = chance.randrange(2, len(number))
    wrong = chance.choice([one for one in "0123456789" if one != number[place]])
    return Sought(telephone="+44 " + (number[:place] + wrong + number[place + 1 :])[1:])


@kind("name on social media, dots and capitals changed")
def _handle(person, chance):
    if not person.known.contacts:
        return None
    handle = person.known.contacts[0].split("@")[1]
    return Sought(handle=handle.replace(".", "_").upper())


@kind("another name they go by, date of birth")
def _alias(person, chance):
    return Sought(name=person.alias, born=person.known.born) if person.alias else None


@kind("spelt by ear, year of birth")
def _by_ear(person, chance):
    name = " ".join(name_parts(person.family))
    for one, other in chance.sample(HEARD, len(HEARD)):
        if one in name:
            return Sought(name=f"{person.given[0]} {name.replace(one, other, 1)}", year=year(person))
    return None


HEARD = (
    ("ck", "k"), ("ll", "l"), ("ss", "s"), ("ph", "f"), ("tt", "t"), ("ee", "ea"), ("oo", "u"), ("ley", "ly"),
    ("c", "k"), ("ey", "y"), ("y", "i"), ("wr", "r"), ("mm", "m"), ("nn", "n"), ("sch", "sh"), ("ough", "off"),
    ("z", "s"), ("ff", "f"), ("stead", "sted"), ("ham", "am"), ("ford", "fud"), ("worth", "werth"),
    ("thorpe", "thorp"), ("wicz", "vich"), ("w", "v"),
)  # fmt: skip


@kind("Polish family name in its other form, letters without marks")
def _polish(person, chance):
    if person.culture != "polish" or person.family[-3:] not in ("ski", "ska"):
        return None
    family = person.family[:-1] + ("a" if person.family.endswith("i") else "i")
    return Sought(name=" ".join(name_parts(f"{person.given[0]} {family}")), year=year(person))


@kind("Welsh ap left out, year of birth")
def _welsh(person, chance):
    if not person.family.startswith("ap "):
        return None
    return Sought(
        name=f"{person.given[0]} {person.family[3:]}", year=year(person), postcode=person.known.postcodes[0][:-2]
    )


@kind("Chinese name in the other order, year of birth")
def _chinese(person, chance):
    if person.culture != "chinese":
        return None
    name = (person.known.name or "").split()
    given = " ".join(person.given)
    other = [given, person.family] if name[0] == person.family else [person.family, given]
    return Sought(name=" ".join(other).replace("-", " "), year=year(person), address=person.street + " " + person.sort)


@kind("Singh or Kaur left out, year of birth")
def _sikh(person, chance):
    return Sought(name=first_and_family(person), year=year(person)) if person.culture == "sikh" else None


@kind("reference in small letters without hyphens")
def _reference(person, chance):
    return Sought(reference=(person.known.reference or "").lower().replace("-", " "))


@kind("name, street misspelt")
def _street_misspelt(person, chance):
    if len(person.street) < 6:
        return None
    return Sought(
        name=first_and_family(person), address=f"{person.house} {slip(person.street.lower(), chance)} {person.sort}"
    )


def questions(
    people: list[Person], number: int, seed: int, kinds: dict[str, Kind] = KINDS
) -> list[tuple[str, Sought, Person]]:
    """So many labelled questions, as many of each kind: the kind, what is sought, who is meant."""
    chance = random.Random(seed)
    found: list[tuple[str, Sought, Person]] = []
    names = list(kinds)
    while len(found) < number:
        name = names[len(found) % len(names)]
        sought = None
        while sought is None:
            person = chance.choice(people)
            sought = kinds[name](person, chance)
        found.append((name, sought, person))
    return found
