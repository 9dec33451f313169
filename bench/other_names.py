"""A third set to judge a change of the matching by: other communities, other names, other damage, another seed.

Whoever changes the matching reads `bench.damage` and this; `bench.held_out` alone reports, and is not read for it
(docs/decisions/0067-recall.md). `python -m bench.other_names` prints what is found of each kind, among 100,000 others.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator

from bench.damage import Kind, first_and_family, questions, slip, year
from bench.people import Person, people, words
from field_app.cases.matching import Sought, name_parts

GIVEN = {
    "scottish and irish": words("""
Hamish Fergus Angus Ewan Iain Callum Rory Lachlan Murdo Alasdair Finlay Struan Seamus Eoin Cormac Diarmuid Fionn Cathal
Niall Oisin Ruairi Tadhg Padraig Ciaran Morag Catriona Eilidh Mhairi Shona Fiona Kirsty Siobhan Sinead Aoife Niamh
Roisin Grainne Orla Maeve Deirdre Caoimhe Saoirse
"""),
    "turkish": words("""
Mehmet Mustafa Ahmet Hüseyin Hasan İbrahim İsmail Osman Yusuf Murat Ömer Ramazan Halil Süleyman Emre Serkan Volkan
Tolga Uğur Çağlar Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Sultan Hülya Gülay Sevgi Özlem Tuğba
"""),
    "arabic and kurdish": words("""
Abdulrahman Abdullah Hussein Mahmoud Khaled Waleed Nasser Yahya Zakaria Haitham Jamal Karim Samir Tawfiq Ziad Rebaz
Sherzad Azad Dilshad Hiwa Karwan Aram Noor Layla Huda Rania Salma Zahra Shirin Shilan Nasrin Rezan Hanan Iman
"""),
    "somali": words("""
Mohamed Abdi Ahmed Hassan Ali Omar Abdirahman Yusuf Farah Warsame Guled Liban Mahad Abshir Jama Fadumo Hodan Amina
Halima Sahra Ifrah Nimco Ayaan Khadra Idil Zahra
"""),
    "tamil and sinhalese": words("""
Suresh Ramanan Sivakumar Kandasamy Murugan Ganesh Nimal Sunil Ruwan Chaminda Lakshman Dinesh Prasanna Thilak Selvi
Malini Nirmala Shanthi Vasanthi Kumari Dilani Chandrika Sanduni Thushara
"""),
    "vietnamese": words("Minh Tuan Hung Dung Quang Duc Long Hai Phuong Thao Linh Huong Lan Trang Ngoc Hoa Thuy Mai"),
    "baltic": words("""
Jonas Antanas Vytautas Mindaugas Darius Andrius Tomas Gintaras Saulius Arturas Janis Andris Juris Edgars Rasa Daiva
Jurgita Kristina Lina Egle Vilma Ieva Liga Inese Dace Zane
"""),
    "greek and albanian": words("""
Georgios Ioannis Konstantinos Dimitrios Nikolaos Panagiotis Vasileios Christos Stavros Agim Arben Besnik Dritan Fatmir
Ilir Luan Maria Eleni Aikaterini Vasiliki Sofia Despina Drita Mimoza Valbona Teuta
"""),
    "portuguese": words("""
João José António Manuel Carlos Paulo Luís Rui Nuno Tiago Gonçalo Joaquim Fernando Ricardo Maria Ana Teresa Isabel
Fátima Conceição Catarina Sofia Inês Beatriz Mariana Lourdes
"""),
    "english": words("""
Ethan Mason Logan Aidan Bradley Brett Carlton Clifton Curtis Damian Dominic Earl Elliot Ernest Felix Floyd Grant Guy
Horace Howard Jeremy Jerome Kelvin Leroy Leslie Lester Marcus Marvin Maurice Neville Norman Owen Ralph Reginald Rupert
Sidney Stanley Toby Vernon Vincent Ada Beryl Beverley Bridget Cheryl Cynthia Daphne Edith Estelle Fay Felicity Gail
Gwendolyn Hilary Imogen Ingrid Iris Jasmine Jill Josephine Kirsten Lorraine Mabel Marjorie Marlene Naomi Paige Penelope
Phyllis Rhoda Rosalind Ruby Sylvia Tabitha Veronica Yvonne
"""),
}
FAMILY = {
    "scottish and irish": words("""
MacKenzie MacLeod MacGregor McAllister McDermott McLaughlin McGuinness MacPherson Ferguson Buchanan Drummond Urquhart
Farquharson Menzies Dalziel Cockburn Colquhoun Strachan Sutherland Galbraith O'Sullivan O'Callaghan O'Donoghue
O'Shaughnessy Flanagan Donnelly Cassidy Gilhooly Heffernan Mulcahy Geoghegan Keogh Maguire Brannigan Costello Delahunty
"""),
    "turkish": words("""
Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan
Şimşek Polat Korkmaz Karataş Güneş Bozkurt Erdoğan Avcı Taşkın Ünal Tekin
"""),
    "arabic and kurdish": words("""
Al-Hashimi Al-Jabouri Al-Masri Haddad Khoury Najjar Saleh Mansour Barzani Talabani Aziz Jaafar Kadhim Shakir Othman
Mustafa Qasim Bakr Hamdan Sabbagh Nasrallah Abdulkarim Abdelaziz Elsayed Shawky Ghanem Darwish
"""),
    "somali": words("""
Mohamud Hirsi Abdullahi Farah Warsame Duale Egal Samatar Gedi Nuur Roble Osman Ismail Aden Elmi Dirie Ibrahim Shire
"""),
    "tamil and sinhalese": words("""
Sivalingam Thirunavukkarasu Balasubramaniam Rajaratnam Kanagaratnam Selvarajah Nadarajah Perera Fernando Silva
Bandara Jayawardena Wickramasinghe Gunasekara Rajapaksa Dissanayake Senanayake Ranasinghe Kumarasinghe
"""),
    "vietnamese": words("Nguyen Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ngo Duong Ly"),
    "baltic": words("""
Kazlauskas Petrauskas Jankauskas Stankevičius Butkus Paulauskas Urbonas Žukauskas Balčiūnas Navickas Bērziņš Kalniņš
Ozoliņš Jansons Krūmiņš Liepiņš Vītols Ivanauskas
"""),
    "greek and albanian": words("""
Papadopoulos Georgiou Christodoulou Charalambous Ioannou Constantinou Hadjigeorgiou Economou Stavrou Theodorou
Hoxha Krasniqi Berisha Gashi Shala Morina Kelmendi Dervishi Leka Gjoka
"""),
    "portuguese": words("""
Ferreira Oliveira Rodrigues Gonçalves Carvalho Teixeira Monteiro Nascimento Figueiredo Magalhães Vasconcelos Guimarães
Almeida Ribeiro Pinto Araújo
"""),
    "english": words("""
Atkinson Bannister Barraclough Beaumont Billingsley Blenkinsop Bradshaw Braithwaite Broadbent Butterworth Cartwright
Cavendish Chamberlain Cholmondeley Claypole Crowther Cuthbertson Dawson Dewhurst Drinkwater Eastwood Entwistle
Fairclough Faulkner Featherstone Fothergill Gascoigne Gilchrist Goodfellow Greenhalgh Greenwood Hardcastle Hargreaves
Haythornthwaite Heathcote Higginbottom Hindmarsh Huddleston Illingworth Jephcott Kettlewell Kilpatrick Kitchener
Lancaster Leadbetter Liversedge Longbottom Lovelace Marchbanks Mainwaring Micklethwait Moorhouse Nightingale Ollerenshaw
Openshaw Ormerod Partridge Pemberton Pickersgill Postlethwaite Ramsbottom Rawnsley Rigby Satterthwaite Shuttleworth
Sidebottom Smallwood Sowerby Stansfield Summerscale Swindlehurst Tattersall Threlfall Tunnicliffe Uttley Wadsworth
Warburton Weatherby Whitehead Wigglesworth Winstanley Wolstenholme Worthington
"""),
}
SHARES = dict(zip(GIVEN, (14, 8, 8, 6, 6, 5, 6, 6, 8, 33), strict=True))

OTHER: dict[str, Kind] = {}


def everybody(number: int, seed: int) -> list[Person]:
    """So many people of these communities."""
    return list(people(number, seed, GIVEN, FAMILY, SHARES))


def kind(name: str) -> object:
    def keep(made: Kind) -> Kind:
        OTHER[name] = made
        return made

    return keep


def _born(person: Person) -> str:
    return person.known.born or ""


def _plainly(person: Person) -> tuple[str, str]:
    return "".join(name_parts(person.given[0])), "".join(name_parts(person.family))


# What an ear makes of English consonants and vowels: written down from what people mishear, not from the matching.
EAR = (
    *(("b", "p"), ("p", "b"), ("d", "t"), ("t", "d"), ("g", "k"), ("m", "n"), ("n", "m"), ("f", "th"), ("th", "f")),
    *(("v", "b"), ("s", "f"), ("c", "k"), ("k", "c"), ("w", "wh"), ("oo", "ew"), ("ai", "ay"), ("ea", "ee")),
    *(("i", "e"), ("e", "i"), ("o", "a"), ("a", "e"), ("u", "o"), ("er", "or"), ("our", "er"), ("igh", "y")),
    *(("augh", "or"), ("ch", "k"), ("gh", ""), ("h", ""), ("l", "ll"), ("r", "rr"), ("y", "ie"), ("ou", "u")),
)


def by_ear(word: str, chance: random.Random, times: int = 1) -> str:
    """A word as somebody heard it: so many sounds taken for others."""
    heard = word.lower()
    for one, other in chance.sample(EAR, len(EAR)):
        if times and one in heard:
            heard, times = heard.replace(one, other, 1), times - 1
    return heard


@kind("given and family name as one word, a letter wrong, date of birth")
def _together_misspelt(person, chance):
    given, family = _plainly(person)
    return Sought(name=slip(given + family, chance), born=_born(person)) if min(len(given), len(family)) > 2 else None


@kind("family and given name as one word, year of birth, street")
def _together(person, chance):
    given, family = _plainly(person)
    if min(len(given), len(family)) < 3:
        return None
    return Sought(name=family + given, year=year(person), address=f"{person.street} {person.sort}")


@kind("a family name in two words, date of birth")
def _apart(person, chance):
    given, family = _plainly(person)
    if len(family) < 8:
        return None
    place = chance.randint(4, len(family) - 3)
    return Sought(name=f"{given} {family[:place]} {family[place:]}", born=_born(person))


@kind("house and street by ear, given name")
def _street_heard(person, chance):
    if len(person.street) < 4:
        return None
    street = by_ear(person.street, chance, 2)
    return Sought(name=person.given[0], address=f"{person.house} {street} {person.sort}")


@kind("street by ear, name by ear")
def _both_heard(person, chance):
    if len(person.street) < 5 or len(person.family) < 5:
        return None
    name = f"{person.given[0]} {by_ear(_plainly(person)[1], chance)}"
    return Sought(name=name, address=f"{by_ear(person.street, chance)} {person.sort}, {person.town}")


@kind("telephone number with two neighbours exchanged, given name")
def _exchanged(person, chance):
    if not person.known.telephones:
        return None
    number = person.known.telephones[0]
    place = chance.choice([at for at in range(2, 10) if number[at] != number[at + 1]] or [4])
    return Sought(
        name=person.given[0], telephone=number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    )


@kind("telephone number with a digit missing or twice")
def _digit_lost(person, chance):
    if not person.known.telephones:
        return None
    number, place = person.known.telephones[0], chance.randrange(2, 11)
    twice = number[: place + 1] + number[place] + number[place + 1 :]
    return Sought(telephone=chance.choice((number[:place] + number[place + 1 :], twice)))


@kind("number plate with two neighbours exchanged or a sign missing")
def _plate(person, chance):
    if not person.known.number_plates:
        return None
    plate = person.known.number_plates[0].replace(" ", "")
    place = chance.randrange(len(plate) - 1)
    exchanged = plate[:place] + plate[place + 1] + plate[place] + plate[place + 2 :]
    return Sought(number_plate=chance.choice((exchanged, plate[:place] + plate[place + 1 :])))


CALLED = """
hamish james seamus shamus|fergus gus|callum cal|rory ruairi rhuari|siobhan shevaun chevonne|sinead shinaid|niamh neve
aoife eefa|padraig paddy pat patrick|catriona catrina trina|eilidh ailie eily|mhairi vari mary|diarmuid dermot
tadhg tim|mehmet memo mehmed mohamed|huseyin hussein hossein huso|ibrahim ibo|suleyman sulaiman solomon
ayse aisha ayesha|fatma fatima fatoş|hatice khadija hatidje|ismail ishmael esmail|omer omar umar|yusuf joseph youssef
abdulrahman abdurrahman rahman|khaled khalid|yahya yehia yahia|mahmoud mahmud mehmood|mohamed maxamed mohammed
abdi cabdi|hassan xasan hasan|fadumo fatuma|halima xaliimo|georgios george yiorgos|ioannis john yannis giannis
konstantinos costas kostas dinos|dimitrios jimmy dimitris mitsos|nikolaos nick nikos|panagiotis panos takis
vasileios vassilis bill|christos chris|aikaterini katerina katie|eleni helen elena|joao john|jose joe ze
antonio tony toni|manuel manny|joaquim quim|conceicao sao|fatima fati|goncalo gonzalo|jonas john|antanas tony anthony
vytautas vytas|tomas tom thomas|janis john|juris george|kristina kris tina|dominic dom nick|reginald reg reggie
leslie les|maurice mo|norman norm|sidney sid|stanley stan|vincent vince vinny|vernon vern|marcus marc mark
jeremy jez jerry|josephine jo josie|penelope penny|phyllis phil|rosalind ros roz|veronica ronnie|yvonne von
gwendolyn gwen|beverley bev|bridget biddy bridie|felicity fliss flick|imogen immy|tabitha tabby|marjorie marge madge
suresh sures|sivakumar siva kumar|lakshman laxman|ganesh ganesan|sunil suni|dinesh dinu|selvi selvy|shanthi shanti
"""
FORMS = {row.split()[0]: row.split()[1:] for line in CALLED.strip().splitlines() for row in line.split("|")}


def called(person: Person, chance: random.Random) -> str | None:
    """What somebody of that name is called, or how it is written elsewhere."""
    return chance.choice(FORMS[name]) if (name := _plainly(person)[0]) in FORMS else None


@kind("what they are called or how it is written elsewhere, year of birth")
def _called(person, chance):
    found = called(person, chance)
    return Sought(name=f"{found} {person.family}", year=year(person)) if found else None


@kind("what they are called, family name by ear, date of birth")
def _called_heard(person, chance):
    found = called(person, chance)
    return Sought(name=f"{found} {by_ear(_plainly(person)[1], chance)}", born=_born(person)) if found else None


WRITTEN = (
    *(("ou", "u"), ("oo", "ou"), ("q", "k"), ("kh", "h"), ("dh", "d"), ("th", "t"), ("x", "h"), ("ph", "f")),
    *(("ee", "i"), ("aa", "a"), ("ei", "i"), ("y", "i"), ("c", "k"), ("sh", "s"), ("ck", "k"), ("w", "v"), ("j", "y")),
    *(
        ("z", "s"),
        ("ai", "e"),
        ("dj", "j"),
        ("tz", "ts"),
        ("mp", "b"),
        ("gi", "yi"),
        ("vs", "us"),
        ("os", "ou"),
        ("as", "iene"),
    ),
)


@kind("family name as another alphabet or grammar writes it, year of birth")
def _written(person, chance):
    family = _plainly(person)[1]
    for one, other in chance.sample(WRITTEN, len(WRITTEN)):
        if one in family:
            return Sought(name=f"{person.given[0]} {family.replace(one, other, 1)}", year=year(person))
    return None


@kind("family name first, both misspelt, date of birth")
def _swapped(person, chance):
    given, family = _plainly(person)
    if len(given) < 5 or len(family) < 6:
        return None
    return Sought(name=f"{slip(family, chance)} {slip(given, chance)}", born=_born(person))


@kind("first and last letter of the family name wrong, date of birth")
def _ends(person, chance):
    given, family = _plainly(person)
    if len(family) < 7:
        return None
    wrong = f"{chance.choice('bdgkmpst')}{family[1:-1]}{chance.choice('aeiknst')}"
    return Sought(name=f"{given} {wrong}", born=_born(person))


@kind("both names by ear, year of birth")
def _heard(person, chance):
    given, family = _plainly(person)
    if len(given) < 5 or len(family) < 6:
        return None
    return Sought(name=f"{by_ear(given, chance)} {by_ear(family, chance)}", year=year(person), address=person.town)


@kind("day of birth wrong altogether, name first and family exchanged and misspelt")
def _day(person, chance):
    given, family = _plainly(person)
    if len(family) < 6:
        return None
    born = f"{_born(person)[:8]}{chance.randint(1, 28):02}"
    return Sought(name=f"{slip(family, chance)} {given}", born=born)


@kind("day and month exchanged and the year one out, name as recorded")
def _exchanged_day(person, chance):
    born = _born(person)
    if int(born[8:]) > 12:
        return None
    return Sought(name=first_and_family(person), born=f"{int(born[:4]) + 1}-{born[8:]}-{born[5:7]}")


@kind("another name they go by, written together, town")
def _alias(person, chance):
    if not person.alias or min(map(len, name_parts(person.alias))) < 3:
        return None
    return Sought(name="".join(name_parts(person.alias)), address=person.town, year=year(person))


@kind("postcode with a sign missing, given name by ear")
def _postcode(person, chance):
    given = _plainly(person)[0]
    if len(given) < 5:
        return None
    postcode = person.known.postcodes[0].replace(" ", "")
    place = chance.randrange(len(postcode))
    return Sought(name=by_ear(given, chance), postcode=postcode[:place] + postcode[place + 1 :])


@kind("signs lost on the way (Jos? Gon?alves), date of birth")
def _lost(person, chance):
    name = first_and_family(person)
    lost = "".join(sign if ord(sign) < 128 else "?" for sign in name)
    return Sought(name=lost, born=_born(person)) if "?" in lost and len(person.family) > 4 else None


@kind("middle name and family name, an age one out, town")
def _middle(person, chance):
    if len(person.given) < 2:
        return None
    age = 2026 - year(person) + chance.choice((-1, 1))
    return Sought(name=f"{person.given[1]} {person.family}", age=age, address=person.town)


def _misses() -> Iterator[str]:
    from bench.lookup import _file, _ours, _run

    others = list(people(67_000, 5))
    known = [*everybody(33_000, 6), *others]
    place = {id(one): at for at, one in enumerate(known)}
    asked = [(name, sought, place[id(meant)]) for name, sought, meant in questions(known[:33_000], 5_000, 66, OTHER)]
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        url = f"sqlite:///{folder}/field.sqlite"
        _file(url, known)
        _, ask = _ours(url, asked[:22])
        found = _run(ask, asked)
    yield f"{100 * found['first']:.1f} % first, {100 * found['ten']:.2f} % in ten, worst {100 * found['worst']:.1f} %"
    for name, row in found["kinds"].items():
        yield f"{100 * row['ten']:6.1f} % {100 * row['first']:6.1f} %  others {row['others 60']:5.1f}  {name}"


if __name__ == "__main__":
    print("\n".join(_misses()))
