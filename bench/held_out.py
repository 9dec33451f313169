"""The questions that report: other damage than the matching was tuned with (`bench.damage`), from tables of their own.

The nicknames, spellings and slips here were written down without looking at what the matching knows. Where a kind turns
out badly, it is reported so; the matching is not to be taught from this file.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from bench.damage import ON, Kind
from bench.people import Person
from field_app.cases.matching import Sought, name_parts, read_box

HELD_OUT: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    def keep(made: Kind) -> Kind:
        HELD_OUT[name] = made
        return made

    return keep


ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
"""A keyboard: a finger lands on a neighbour of what was meant."""

MISREAD = (
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("d", "cl"),
    ("h", "b"),
    ("u", "v"),
    ("n", "u"),
    ("e", "c"),
    ("l", "i"),
)
"""Handwriting and bad copies."""

MISHEARD = (
    ("th", "f"), ("f", "v"), ("b", "p"), ("t", "d"), ("m", "n"), ("er", "a"), ("ar", "ah"), ("or", "aw"), ("ay", "ai"),
    ("ea", "ee"), ("ow", "ou"), ("ie", "ee"), ("sh", "ch"), ("x", "cks"), ("qu", "kw"), ("gh", ""), ("a", "e"),
    ("i", "e"), ("o", "u"),
)  # fmt: skip
"""What a radio makes of it."""

_CALLED = """
robert robbo bobby rab | william willie billy wills | elizabeth lizzy beth lilibet | james jimbo jim jaimie |
michael micky mikey mick | richard richy dick rich | thomas tommo thom tom | christopher chris christo kit | david
davie dave dai | andrew andi andy drew | stephen stevo steve ste | steven stevie steve | patrick paddy pat patsy |
katherine kath katy kit | catherine cath cathy kate | margaret maggie peg mags | susan suzy sue | patricia trish pat
patti | jennifer jenn jenny | deborah debs debbie | rebecca beccy becks bex | samantha sammie sam | victoria vikki
vic tory | nicholas nicky nick nico | anthony anto tony ant | joseph joey joe jos | edward eddy ned ted | daniel
danny dan | matthew mattie matt | gareth gaz gar | dafydd dai daf | rhys rhysie | mohammed mo moe | muhammad mo
hamad | abdul ab | sanjay sanj sunny | rajesh raj raju | vikram vik vicky | deepak deep dips | harpreet harry preeti
| gurpreet gurp preet | jaswinder jassi jas | katarzyna kasia kaska | małgorzata gosia malgosia | krzysztof krzysiek
chris | tomasz tomek tom | piotr piotrek peter | agnieszka aga agusia | joanna asia jo | oluwaseun seun shay |
babatunde tunde baba | oluwatobi tobi | temitope temi tope | oleksandr sasha alex | volodymyr vova vlad | natalia
nata tasha | alexander alex xander sasha | kenneth kenny ken | ronald ron ronny | terence tel terry | darren daz
dazzer | gary gaz gazza | barry baz bazza | sharon shaz shazza | karen kaz | tracey trace | lawrence loz larry |
jonathan jonty jon | peter pete | paul pauly | philip pip phil | simon si | timothy timmo tim | zbigniew zbyszek |
stanisław staszek stan | benjamin benji ben | charles chaz charlie | charlotte lottie char | emily em millie |
jessica jess jessie | olivia liv livvy | jacob jake coby | joshua josh | luke lukey | nathan nate | kelly kel |
amanda mandy | jacqueline jacqui jackie | kimberley kim kimmy
"""

NICKNAMES = {row.split()[0]: row.split()[1:] for row in _CALLED.split("|")}
"""What people are called, by somebody who has not read the other table."""

OTHER_SCRIPT = (
    ("mohammed", "mohamad"), ("muhammad", "muhamed"), ("hussain", "hussien"), ("ahmed", "ahmet"), ("yusuf", "yousef"),
    ("ali", "aly"), ("hassan", "hassaan"), ("omar", "omer"), ("ibrahim", "ebrahim"), ("khalid", "khaleed"),
    ("fatima", "fatma"), ("aisha", "ayesha"), ("ayesha", "aysha"), ("chowdhury", "chaudhury"), ("rahman", "rahmaan"),
    ("begum", "begom"), ("sheikh", "shaykh"), ("zhang", "chang"), ("wang", "wong"), ("li", "lee"), ("chen", "tan"),
    ("liu", "lau"), ("huang", "wong"), ("zhao", "chiu"), ("zhou", "chow"), ("xu", "hsu"), ("oleksandr", "aleksandr"),
    ("andriy", "andrey"), ("serhiy", "sergey"), ("kateryna", "ekaterina"), ("olena", "elena"), ("ivanov", "ivanoff"),
    ("kumar", "coomar"), ("patel", "patell"), ("sharma", "sarma"), ("gupta", "guptha"), ("reddy", "reddi"),
    ("singh", "sing"), ("kaur", "kour"), ("vikram", "wikram"), ("lakshmi", "laxmi"), ("krishna", "krishnan"),
)  # fmt: skip

POLISH_EAR = (("cz", "ch"), ("sz", "sh"), ("w", "v"), ("rz", "zh"), ("j", "y"), ("c", "ts"), ("ł", "w"), ("ó", "u"))
WELSH_EAR = (
    ("ll", "fl"),
    ("dd", "th"),
    ("f", "v"),
    ("w", "oo"),
    ("rh", "r"),
    ("y", "u"),
    ("ch", "k"),
    ("gwyn", "gwin"),
)


def key_slip(word: str, chance: random.Random) -> str:
    """A finger beside the key, a key twice, or a key not pressed hard enough."""
    place = chance.randrange(len(word))
    row = next((one for one in ROWS if word[place] in one), "")
    what = chance.randrange(3)
    if what == 0 and row:
        at = row.index(word[place])
        return word[:place] + row[at - 1 if at else 1] + word[place + 1 :]
    return word[:place] + (word[place] * 2 if what == 1 else "") + word[place + 1 :]


def exchanged(text: str, pairs: tuple[tuple[str, str], ...], chance: random.Random) -> str | None:
    """The text with one pair of these exchanged somewhere, or None where none of them is in it."""
    for one, other in chance.sample(pairs, len(pairs)):
        if one in text:
            return text.replace(one, other, 1)
    return None


def family(person: Person) -> str:
    return person.family.lower()


def year(person: Person) -> int:
    return int((person.known.born or "")[:4])


def street(person: Person) -> str:
    return f"{person.house} {person.street} {person.sort}"


@kind("a finger beside the key in the family name, year of birth")
def _key(person, chance):
    return Sought(name=f"{person.given[0]} {key_slip(family(person), chance)}", year=year(person))


@kind("a finger beside the key in both names, date of birth")
def _keys(person, chance):
    if len(person.given[0]) < 4 or len(family(person)) < 4:
        return None
    name = f"{key_slip(person.given[0].lower(), chance)} {key_slip(family(person), chance)}"
    return Sought(name=name, born=person.known.born)


@kind("family name misread from a bad copy, year of birth")
def _misread(person, chance):
    found = exchanged(family(person), MISREAD, chance)
    return Sought(name=f"{person.given[0]} {found}", year=year(person)) if found else None


@kind("family name misheard on the radio, year of birth")
def _misheard(person, chance):
    found = exchanged(family(person), MISHEARD, chance)
    return Sought(name=f"{person.given[0]} {found}", year=year(person)) if found else None


@kind("both names misheard, date of birth")
def _both(person, chance):
    found = exchanged(family(person), MISHEARD, chance), exchanged(person.given[0].lower(), MISHEARD, chance)
    return Sought(name=f"{found[1]} {found[0]}", born=person.known.born) if all(found) else None


def called(person: Person, chance: random.Random) -> str | None:
    names = NICKNAMES.get(person.given[0].lower(), [])
    return chance.choice(names) if names else None


@kind("what they are called, date of birth")
def _called(person, chance):
    found = called(person, chance)
    return Sought(name=f"{found} {person.family}", born=person.known.born) if found else None


@kind("what they are called, only a year of birth")
def _called_year(person, chance):
    found = called(person, chance)
    return Sought(name=f"{found} {person.family}", year=year(person)) if found else None


@kind("what they are called, misspelt, date of birth")
def _called_misspelt(person, chance):
    found = called(person, chance)
    if not found or len(found) < 4:
        return None
    return Sought(name=f"{key_slip(found, chance)} {person.family}", born=person.known.born)


@kind("from another script, year of birth")
def _script(person, chance):
    parts = name_parts(f"{person.given[0]} {person.family}")
    table = dict(OTHER_SCRIPT)
    if not any(part in table for part in parts):
        return None
    return Sought(name=" ".join(table.get(part, part) for part in parts), year=year(person))


@kind("Polish family name by ear, date of birth")
def _polish(person, chance):
    found = exchanged(family(person), POLISH_EAR, chance) if person.culture == "polish" else None
    return Sought(name=f"{person.given[0]} {found}", born=person.known.born) if found else None


@kind("Welsh name by ear, date of birth")
def _welsh(person, chance):
    found = exchanged(family(person), WELSH_EAR, chance) if person.culture == "welsh" else None
    return Sought(name=f"{person.given[0]} {found}", born=person.known.born) if found else None


@kind("Chinese name, family first, syllables apart, an age")
def _chinese(person, chance):
    if person.culture != "chinese":
        return None
    given = " ".join(person.given[0].split("-"))
    return Sought(name=f"{person.family} {given}", age=int(ON[:4]) - year(person), address=street(person))


@kind("South Asian: given name alone as the family name, street")
def _south_asian(person, chance):
    if person.culture not in ("sikh", "hindu", "muslim"):
        return None
    return Sought(name=person.given[0], address=street(person), year=year(person))


@kind("names written together, date of birth")
def _together(person, chance):
    return Sought(name=f"{person.given[0]}{person.family}".replace(" ", ""), born=person.known.born)


@kind("family name cut off at seven letters, year of birth")
def _cut(person, chance):
    return (
        Sought(name=f"{person.given[0]} {family(person)[:7]}", year=year(person)) if len(family(person)) > 9 else None
    )


@kind("a middle name that is not theirs, date of birth")
def _extra(person, chance):
    middle = chance.choice(("James", "Marie", "Lee", "Ann", "Kumar", "Jan"))
    return Sought(name=f"{person.given[0]} {middle} {person.family}", born=person.known.born)


@kind("two digits of the date swapped, as recorded otherwise")
def _swapped(person, chance):
    born = person.known.born or ""
    digits = list(born)
    digits[2], digits[3] = digits[3], digits[2]
    other = "".join(digits)
    if other == born or not 1920 < int(other[:4]) < 2020:
        return None
    return Sought(name=f"{person.given[0]} {person.family}", born=other)


@kind("day wrong altogether, name misheard")
def _day(person, chance):
    found = exchanged(family(person), MISHEARD, chance)
    born = f"{(person.known.born or '')[:8]}{chance.randint(1, 28):02}"
    return Sought(name=f"{person.given[0]} {found}", born=born) if found else None


@kind("an age three out, name as recorded, town")
def _age(person, chance):
    age = int(ON[:4]) - year(person) + chance.choice((-3, 3))
    return Sought(name=f"{person.given[0]} {person.family}, {person.town}", age=age)


@kind("all in one line")
def _line(person, chance):
    born = person.known.born or ""
    text = f"{family(person)} {person.given[0].lower()} dob {born[8:]}/{born[5:7]}/{born[2:4]} {street(person).lower()}"
    return read_box(text, ON)


@kind("in one line, name misheard, postcode without a space")
def _line_postcode(person, chance):
    found = exchanged(family(person), MISHEARD, chance)
    postcode = person.known.postcodes[0].replace(" ", "").lower()
    return read_box(f"{person.given[0].lower()} {found} {postcode}", ON) if found else None


@kind("street by ear, given name")
def _street(person, chance):
    found = exchanged(person.street.lower(), MISHEARD, chance)
    if not found or len(person.street) < 5:
        return None
    return Sought(name=person.given[0], address=f"{person.house} {found} {person.sort}", year=year(person))


@kind("house number wrong, family name misread")
def _house(person, chance):
    found = exchanged(family(person), MISREAD, chance)
    if not found:
        return None
    address = f"{int(person.house) + 2} {person.street} {person.sort}"
    return Sought(name=f"{person.given[0]} {found}", address=address, year=year(person))


@kind("postcode with two signs exchanged, name as recorded")
def _postcode(person, chance):
    code = person.known.postcodes[0].replace(" ", "")
    return Sought(name=f"{person.given[0]} {person.family}", postcode=f"{code[:-2]}{code[-1]}{code[-2]}")


@kind("two digits of a telephone number exchanged, family name")
def _telephone(person, chance):
    if not person.known.telephones:
        return None
    number, place = person.known.telephones[0], chance.randrange(2, 10)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    return Sought(name=person.family, telephone=swapped)


@kind("number plate misread: 8 for B, 5 for S, 1 for I")
def _plate(person, chance):
    plate = (person.known.number_plates or ("",))[0]
    found = exchanged(plate, (("B", "8"), ("S", "5"), ("G", "6"), ("8", "B"), ("5", "S"), ("6", "G")), chance)
    return Sought(number_plate=found) if found else None


@kind("another name they go by, misheard, year of birth")
def _alias(person, chance):
    found = exchanged((person.alias or "").lower(), MISHEARD, chance)
    return Sought(name=found, year=year(person)) if found else None
