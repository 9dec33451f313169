"""People who are not there: names after the patterns of the country's communities, dates, addresses, numbers.

Lists and rules are our own; nobody is meant. The same seed makes the same people.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from field_app.cases.matching import Known
from field_app.cases.references import SIGNS, check_character


def words(text: str) -> list[str]:
    return text.split()


GIVEN = {
    "british": words("""
David John Paul Michael James Andrew Robert Mark Stephen Peter Christopher Richard Daniel Matthew Thomas Ian Simon
Anthony Kevin Gary Steven Martin Lee Craig Jason Alan Darren Neil William Joseph Philip Jonathan Adam Stuart Ryan
Benjamin Samuel Nicholas Scott Luke Nathan Jack Joshua Harry George Charles Edward Alexander Sean Dean Wayne Barry
Graham Keith Colin Raymond Kenneth Terence Trevor Nigel Geoffrey Douglas Gordon Gerald Leonard Frederick Albert
Ronald Donald Derek Dennis Roger Timothy Jamie Liam Connor Kieran Declan Brendan Patrick Gavin Duncan Russell Karl
Sarah Susan Margaret Elizabeth Karen Julie Helen Emma Claire Nicola Rebecca Lisa Michelle Amanda Joanne Deborah
Jacqueline Samantha Victoria Jennifer Catherine Alison Angela Patricia Christine Louise Laura Rachel Charlotte
Jessica Lauren Hannah Sophie Amy Gemma Kelly Stephanie Katherine Natalie Danielle Leanne Tracey Sharon Dawn Wendy
Jane Anne Lucy Zoe Chloe Megan Bethany Abigail Georgina Olivia Emily Eleanor Harriet Alice Theresa Pamela Sandra
Maureen Barbara Valerie Dorothy Rosemary Sheila Judith Frances Gillian Kimberley Vanessa Melissa Maria Anna Heather
Lynn Carol Diane
"""),
    "welsh": words("""
Dafydd Gareth Huw Rhys Owain Ieuan Gwilym Emyr Aled Geraint Iwan Llewelyn Evan Hywel Rhodri Dylan Ifor Glyn Bryn
Elwyn Angharad Bronwen Rhiannon Sioned Cerys Carys Sian Nia Catrin Bethan Gwen Eleri Ffion Mair Lowri Heledd Megan
Non Nerys
"""),
    "polish": words("""
Piotr Krzysztof Andrzej Tomasz Pawel Michał Marcin Marek Grzegorz Łukasz Jakub Mateusz Stanisław Wojciech Zbigniew
Ryszard Przemysław Sławomir Dariusz Mariusz Jacek Rafał Jerzy Szymon Dawid Bartosz Kamil Adrian Sebastian Patryk
Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Magdalena Elżbieta Joanna Aleksandra Zuzanna Karolina
Monika Beata Dorota Wioletta Urszula Danuta Jolanta Iwona Renata Sylwia Justyna Natalia Weronika Wiktoria Julia
Zofia
"""),
    "muslim": words("""
Mohammed Muhammad Ahmed Ali Hassan Hussain Abdul Omar Yusuf Ibrahim Imran Tariq Khalid Rashid Shahid Usman Bilal
Mustafa Asif Nadeem Kamran Faisal Zahid Sajid Adnan Waqas Javed Rizwan Arshad Naveed Amir Saeed Farooq Iqbal Jamil
Fatima Aisha Khadija Yasmin Nasreen Shazia Saima Rukhsana Zainab Maryam Amina Samina Farzana Nazia Noreen Rabia
Sadia
"""),
    "sikh": words("""
Gurpreet Harpreet Manpreet Amarjit Jaswinder Kulwinder Sukhdeep Rajinder Baljit Daljit Harjit Surinder Parminder
Gurdeep Kuldeep Jaspal Satnam Maninder Sukhwinder Ranjit Harminder Navdeep Mandeep Jagdeep Sandeep Hardeep Inderjit
"""),
    "hindu": words("""
Sanjay Sanjeev Rajesh Suresh Vijay Vikram Anil Sunil Ramesh Mahesh Rakesh Deepak Ashok Ravi Amit Nitin Kiran Prakash
Priya Anita Sunita Meena Kavita Nisha Pooja Rekha Asha Geeta Sangita Neha Hema Jyoti Lata Bhavna Hansa Urmila Shilpa
"""),
    "chinese": words("""
Ming Wei Xiaoming Jian Jianguo Zhiwei Haoran Yichen Junjie Kwok-Wai Chi-Keung Wing-Kei Siu-Ming Ka-Ho Man-Kit Mei Li
Na Xiaoyan Yan Ying Meiling Siu-Ling Wai-Yee Ka-Yan Suk-Fan Hui-Min Jing Fang Xiuying Guiying Lanying Yuk-Lin Zhihao
"""),
    "african": words("""
Kwame Kofi Kwabena Yaw Chinedu Emeka Obinna Olumide Babatunde Oluwaseun Ayodele Femi Tunde Segun Abiodun Tendai
Themba Abena Akosua Ama Adwoa Ngozi Chioma Amaka Folake Yetunde Bukola Temitope Funmilayo Adaeze Ifeoma Nkechi Chipo
Rudo
"""),
    "european": words("""
Ion Andrei Mihai Gheorghe Florin Cristian Ionuț Ștefan Vasile Marius Oleksandr Volodymyr Serhiy Mykola Dmitri Ivan
Elena Ioana Mihaela Andreea Cristina Oksana Olena Svitlana Natalia Irina Tatiana José Miguel João Søren Björn
François
"""),
}

COMMON_FAMILY = words("""
Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green
Hall Wood Jackson Clarke Harris Cooper Martin Turner Hill Ward Morris Moore Clark Baker King Harrison Watson Allen
Young Mitchell Phillips James Scott Cook Bennett Parker Carter Shaw Collins Bell Miller Murphy Kelly Cox Marshall
Richards Simpson Webb Ellis Gray Palmer Mills Rogers Hughes Adams Campbell Anderson Stewart Graham Murray Reid
MacDonald McKenzie O'Brien O'Connor Ryan Doyle Byrne Walsh Gallagher Kennedy Lynch Quinn Fitzgerald McCarthy O'Neill
Russell Fisher Barnes Knight Lloyd Butler Stevens Pearson Mason Rose Hunt Dixon Palmer Holmes Hunter Gibson Fox Owen
Chapman Stone Black Reed
""")

STEMS = words("""
Ash Black Brad Cald Dar El Fern Gar Har Ing Kirk Lam Mar Nor Os Pen Quar Ros Stan Thorn Und Ven Wal Yar Hazel Alder
Beck Birch Bram Brock Carl Clay Cray Crom Dal Den Dun Ever Fair Farn Fen Gales Gold Grim Hal Hather Hol Hux Ken Lang
Lin Lock Mel Mit Nether Oak Pad Pem Pick Rad Rams Red Rush Sal Sed Shel Sil Spar Stock Sut Swin Tad Thack Thur Tor
Trel Tyn Up Wad War Wet Whit Win Wool Wych Yel Ben Bur Col Cran Dray Ed Fel Gil Hart Hem Kel Led Mor Nap Pol Rav
Scar
""")
ENDINGS = words("""
ford ton well ley ham wick by thorpe worth don field more wood stead bury croft gate hurst land ridge shaw side
stone water way cliffe combe den grave holme lock man mere pole ring row ster street wright bank bourne brook cote
dale
""")

FAMILY = {
    "british": COMMON_FAMILY,
    "welsh": words("""
Jones Davies Evans Williams Thomas Hughes Roberts Lewis Morgan Griffiths Edwards Owen Lloyd Price Powell Pugh Bowen
Bevan Parry Probert Pritchard Prosser Llewelyn Vaughan Gwynne Rees Jenkins Hopkins Howells Rowlands Humphreys Ellis
Meredith
"""),
    "polish": words("""
Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski
Jankowski Mazur Kwiatkowski Wojciechowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski Król
Wieczorek Jabłoński Wróbel Nowakowski Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Nowicki Pawlak
Górski Witkowski Walczak Sikora Baran Rutkowski Michalak Szewczyk Ostrowski Tomaszewski Pietrzak Marciniak
Wróblewski Zalewski Jakubowski Sadowski
"""),
    "muslim": words("""
Khan Ahmed Hussain Ali Malik Begum Akhtar Mahmood Iqbal Shah Chowdhury Rahman Islam Uddin Miah Sheikh Mirza Qureshi
Butt Hassan Hashmi Siddiqui Ansari Bhatti Chaudhry Dar Javed Kazmi Latif Mughal Naqvi Raja Rashid Saleem Sharif
Yousaf Zaman Hossain Karim Haque Bashir Aslam Anwar Rafiq Mehmood Kausar Parveen Bibi Khatun Abbasi Awan Gondal
Warraich
"""),
    "sikh": words("""
Gill Sandhu Dhaliwal Grewal Sidhu Bains Johal Dhillon Mann Sahota Atwal Brar Cheema Uppal Bhogal Rai Virk Hayer
Purewal
"""),
    "hindu": words("""
Patel Shah Sharma Kumar Mistry Desai Joshi Mehta Gupta Verma Parmar Chauhan Solanki Rao Reddy Nair Iyer Pillai Menon
Das Banerjee Mukherjee Ghosh Bose Sen Kapoor Malhotra Chopra Khanna Bhatt Trivedi Pandya Vyas Thakkar Lad Modi Rana
Tailor
"""),
    "chinese": words("""
Wong Chan Li Lee Chen Wang Zhang Liu Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie
Tang Cheung Leung Lau Ng Ho Lam Cheng Yip Tsang Kwok Yeung Tse Chow Mak Fung Law Poon Tam Szeto Ouyang
"""),
    "african": words("""
Mensah Owusu Boateng Asante Osei Appiah Agyeman Adeyemi Okafor Okonkwo Adebayo Ogunleye Balogun Eze Nwosu Obi Moyo
Ncube Ndlovu Dube Sibanda Banda Phiri Mwangi Otieno Kamau Abiola Akintola Olawale Afolabi Bankole Chukwu Egwu Ike
Nwankwo
"""),
    "european": words("""
Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Munteanu Ciobanu Shevchenko Kovalenko Bondarenko Tkachenko
Ivanov Petrov Sokolov Morozov Popov Volkov Silva Santos Ferreira Pereira García Martínez López Müller Søndergaard
Åkesson Dupont
"""),
}

SHARES = {
    "british": 62,
    "welsh": 6,
    "polish": 7,
    "muslim": 9,
    "sikh": 3,
    "hindu": 4,
    "chinese": 3,
    "african": 3,
    "european": 3,
}

TOWNS = words("""
Basildon Harlow Oldwick Netherby Casterford Marlham Thornwell Ashcombe Brackenby Coldharbour Dunmere Eastholme
Fenwick Grimstead Hollinford Inglethorpe Kelmarsh Langbourne Millcombe Northgate Orford Penhallow Quarrington
Ravensdale Saltby Tadworth Underbank Wexcombe Yarrow Zealford Altonby Birchwick Cranbrook Delford Elmstead Farleigh
Garstang Hazelmere
""")
STREETS = words("""
High Station Church London Park Victoria Manor Mill New Queens Kings Green North South East West School Grange
Springfield Windsor Albert Alexandra York Stanley George Chapel Richmond Highfield Meadow Orchard Oak Elm Ash Cedar
Beech Willow Holly Maple Laurel Hawthorn Rowan Chestnut Lime Poplar Sycamore Birch Primrose Rose Lavender Bluebell
Foxglove Heather Jubilee Coronation Clarence Cromwell Nelson Wellington Churchill Gladstone Milton Tennyson Byron
Shelley Wordsworth Shakespeare Kingsley Dickens Fletcher Carpenter Weaver Potter Tanner Saddler Cooper Brewery
Quarry Canal Bridge River Brook Spring Abbey Priory Friars Monks Castle Tower Market Barnfield Longmead Broadway
Hillcrest Fairview Woodlands Ferncliffe Moorland
""")
SORTS = words("Street Road Lane Avenue Close Drive Way Crescent Court Terrace Gardens Grove Place")
AREAS = words(
    "SS CM RM CO IP NR PE CB SG AL EN IG BA BD BH BL BN BS CF CH CV CW DE DH DL DN DT DY EX FY GL GU HD HG HP"
)


@dataclass
class Person:
    """Somebody invented: as recorded, and the pieces of which damage is made."""

    known: Known
    culture: str
    given: list[str]
    family: str
    house: str
    flat: str
    street: str
    sort: str
    town: str
    alias: str | None = None
    extra: dict[str, str] = field(default_factory=dict)


class _Zipf:
    """Some are many: the nth of a list comes with a weight that falls with n."""

    def __init__(self, names: list[str], steep: float) -> None:
        self.names = names
        self.sums = list(accumulate(1 / (place + 6) ** steep for place in range(len(names))))

    def pick(self, chance: random.Random) -> str:
        return self.names[bisect(self.sums, chance.random() * self.sums[-1])]


def people(
    number: int,
    seed: int,
    of_given: dict[str, list[str]] = GIVEN,
    of_family: dict[str, list[str]] = FAMILY,
    of_all: dict[str, int] = SHARES,
) -> Iterator[Person]:
    """So many people who are not there, of these names; `of_all` is how many of a hundred each community has."""
    chance = random.Random(seed)
    given = {culture: _Zipf(names, 0.8) for culture, names in of_given.items()}
    family = {culture: _Zipf(names, 0.8) for culture, names in of_family.items()}
    streets = _Zipf(STREETS, 0.6)
    cultures, shares = list(of_all), list(of_all.values())
    for count in range(number):
        yield _person(chance, chance.choices(cultures, shares)[0], given, family, streets, count)


def _person(
    chance: random.Random,
    culture: str,
    given: dict[str, _Zipf],
    family: dict[str, _Zipf],
    streets: _Zipf,
    count: int,
) -> Person:
    names = [given[culture].pick(chance)]
    if chance.random() < 0.4:
        names.append(given[culture].pick(chance))
    last = _family(chance, culture, family)
    if culture == "sikh":
        names.append(chance.choice(("Singh", "Kaur")))
    if culture == "polish" and last.endswith("ski") and names[0].endswith("a"):
        last = last[:-1] + "a"
    if culture == "welsh" and chance.random() < 0.15:
        last = f"ap {given['welsh'].pick(chance)}"
    if culture in ("british", "welsh") and chance.random() < 0.05:
        last = f"{last}-{_family(chance, 'british', family)}"
    order = [last, *names] if culture == "chinese" and chance.random() < 0.5 else [*names, last]
    year = min(2008, max(1938, round(chance.gauss(1985, 14))))
    born = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    house, flat = str(chance.randint(1, 180)), str(chance.randint(1, 30)) if chance.random() < 0.25 else ""
    street, sort, town = streets.pick(chance), chance.choice(SORTS), chance.choice(TOWNS)
    outward = f"{chance.choice(AREAS)}{chance.randint(1, 40)}"
    postcode = f"{outward} {chance.randint(0, 9)}{chance.choice('ABDEFGHJLN')}{chance.choice('PQRSTUWXYZ')}"
    alias = f"{given[culture].pick(chance)} {_family(chance, culture, family)}" if chance.random() < 0.12 else None
    telephone = f"07{chance.randint(0, 999_999_999):09}" if chance.random() < 0.45 else None
    plate = None
    if chance.random() < 0.3:
        letters = "".join(chance.choice("ABCDEFGHJKLMNPRSTUVWXY") for _ in range(5))
        plate = f"{letters[:2]}{chance.randint(2, 73):02} {letters[2:]}"
    handle = None
    if chance.random() < 0.25:
        handle = (
            f"{names[0].lower()}{chance.choice(('.', '_', ''))}{last.lower().split()[-1][:6]}{chance.randint(1, 9999)}"
        )
    prefix = "".join(SIGNS[2 + count // 30**place % 30] for place in range(3))
    digits = f"{count % 997 + 1:03}"
    known = Known(
        name=" ".join(order),
        aliases=(alias,) if alias else (),
        born=born,
        addresses=(f"{f'Flat {flat}, ' if flat else ''}{house} {street} {sort}, {town}",),
        postcodes=(postcode,),
        reference=f"{prefix}-{digits}-{check_character(prefix, digits)}",
        telephones=(telephone,) if telephone else (),
        number_plates=(plate,) if plate else (),
        contacts=(f"Instagram @{handle}",) if handle else (),
    )
    return Person(known, culture, names, last, house, flat, street, sort, town, alias)


def _family(chance: random.Random, culture: str, family: dict[str, _Zipf]) -> str:
    if culture == "british" and chance.random() < 0.55:
        return f"{chance.choice(STEMS)}{chance.choice(('', '', 'er', 'en', 'ing', 'es'))}{chance.choice(ENDINGS)}"
    if culture in ("muslim", "hindu", "african", "european", "polish") and chance.random() < 0.25:
        return _made(chance, culture)
    return family[culture].pick(chance)


_SYLLABLES = {
    "muslim": words("ab bal dar far gul hab jal kar mah nas qas rah sal tar wah zam bash ghul naz"),
    "hindu": words("bha cha dhar ga jag kri lak man nar pra ra sha tri va ven sub chan kal"),
    "african": words("ade ako bo chi da eke fo gba ike ka lu mbo nko obi olu ta ugo wa"),
    "european": words("bal car dra gri ior kov lup mar nis pet ras stan tud vas zab"),
    "polish": words("bor chmiel czar dom fil gaj jar kos lip mal niem ol paw rad sob tar wit zaw"),
}
_LASTS = {
    "muslim": words("ani awi een i ullah oor"),
    "hindu": words("ani an jee kar var wala"),
    "african": words("bi yemi wale chukwu nda"),
    "european": words("escu enko ov ic ar"),
    "polish": words("ski owski ewski czyk ak"),
}


def _made(chance: random.Random, culture: str) -> str:
    stem = "".join(chance.choice(_SYLLABLES[culture]) for _ in range(chance.randint(1, 2)))
    return (stem + chance.choice(_LASTS[culture])).capitalize()
