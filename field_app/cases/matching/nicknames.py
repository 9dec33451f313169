"""Given names and what people make of them; family names that are one name in several languages or spellings.

Names of one row are taken for one another. A name may stand in several rows; rows are not joined through it.
The phone has the same table: static/js/matching/nicknames.js.
"""

from __future__ import annotations

ROWS = """
aaron ron ronnie arron | abdullah abdulla abdallah abdul | abdul abd abdal | abigail abby abbie gail |
abraham abe bram ibrahim | adam adi adas | adrian ade adie adriano | agnieszka aga agnes | agnes aggie nessie |
alan al allan allen | albert bert bertie al albie |
alexander alex alec sandy sasha xander lex alasdair alistair alejandro aleksander oleksandr |
alexandra alex sandra sandy sasha lexi aleksandra ola | alfred alf alfie fred freddie | alice ali alicja |
alison ali allie | amanda mandy manda | amarjit amar ammy | amelia millie amy |
andrew andy drew andrei andrzej andriy | angela angie ange | angharad anghi | anita neeta nita | anil neil |
anna ann anne annie ania anya hannah | anthony tony ant antony toni antoni | antonia toni | antonio tony toni |
archibald archie | arthur art artie artur | asif ash | augustus gus | barbara barb babs basia | barnaby barney |
barry baz bazza | beatrice bea bee trixie | benedict ben benny | benjamin ben benny benji | bernard bernie bern |
beverley bev | bethany beth | brendan bren | brian bryan bri | bronwen bron | bridget bridie biddy bridie |
cameron cam | carl karl karol | caroline carrie caz carol lina |
catherine kathryn katherine cathy kathy kate katie kitty kat cat catrin katarzyna kasia kath | cerys kerys |
charles charlie chas chuck charley | charlotte charlie lottie char | christine chris chrissie tina krystyna |
christina chris chrissie tina kristina | christopher chris kit topher kris krzysztof | clifford cliff | clive cliff |
constance connie | craig craigie | cynthia cindy | dafydd dai david dave taffy | daljit dal dally | dorota dorothy |
daniel dan danny danil | danielle dani danni | darren daz dazza | david dave davey davy dawid |
deborah debbie deb debs debra | dennis den denny | derek del dez | desmond des dessie | diane di diana dianne |
dilwyn dil | dominic dom nic dominik | donald don donnie | donna don | dorothy dot dottie dolly |
douglas doug dougie duggie | duncan dunc | dylan dyl | edward ed eddie ted teddy ned eduard |
edmund ed eddie ted ned | edwin ed eddie | eileen eily | eleanor ellie nell nellie nora elinor ela |
elizabeth liz lizzie beth betty betsy eliza libby lisa elsie elspeth lizbeth elzbieta ela bess | ellen nell nellie |
emily em emmie millie | emma em emmie | ernest ernie | eugene gene yevhen | evan ifan ieuan | ewa eva eve |
fatima fatma fatemeh fati | florence flo florrie flossie | frances fran frankie francesca |
francis frank fran frankie franek | frederick fred freddie fredrick freddy | gabriel gabe | gareth gaz garry gary |
gary gaz gazza garry | gavin gav | geoffrey geoff jeff jeffrey | george georgie jerzy yuri georgi |
georgina george georgie gina | gerald gerry jerry ged | gerard gerry ged | gillian gill jill gilly | glyndwr glyn |
gordon gord gordie | graham graeme grahame | gregory greg grzegorz grigore | gurpreet guri preet | gurdeep guri deep |
gwendolen gwen gwenda | gwilym gwil william bill | hannah hanna annie | harjit harry | harminder harry minder |
harold harry hal | harpreet harry preet | harriet hattie | heather heth | helen nell nelly helena ellen lena elena |
henry harry hal hank henryk | herbert bert bertie herb | howard howie hywel | hubert bert bertie |
hugh hughie huw hugo | humphrey humph | ian iain | imran immy imi | irene rene | isaac ike zac ishaq |
isabel isabella izzy bella belle izzie | ivan vanya van | ivor ifor | jacek jack | jack jake jackie jacky |
jacob jake jakub kuba yaqub yakub | jacqueline jackie jacqui jac | jakub kuba jake |
james jim jimmy jamie jem jimmie jas | jamie james | jan john johan | jane janey jan janie | janet jan | janice jan |
jaspal jas | jasbir jas | jasmine jas jaz jazz | jaswinder jas | jason jay jase | jean jeanie |
jennifer jen jenny jenni | jeremy jez jerry jem | jessica jess jessie | joan joanie | joanna jo joanne asia joasia |
john johnny jack jon jonny johnnie jan ivan sean ieuan juan | jonathan jon jonny john jonathon |
joseph joe joey jo jozef yusuf youssef jose | josephine jo josie | joshua josh | joyce joy | judith judy jude |
julia julie jules julita | julian jules | karen kaz | karolina karo | kenneth ken kenny | kevin kev | khalid khaled |
kimberley kim | kirsten kirsty | krzysztof krzys kris chris | kulwinder kully | kuldeep kully kul | kwok kowk |
lawrence larry laurie laurence loz | leanne lee | leonard len lenny leo | leslie les | lewis lew louis llew |
lilian lily lil | linda lin lindy | llewelyn llew lyn | louis lou louie | louise lou | lucy lucie lucja |
lukasz luke lucas | lydia lyddie | lynn lyn linda | magdalena magda madzia | malcolm mal malc |
malgorzata gosia margaret | manjit manny manj | maninder manny | manpreet manny preet | marcin martin |
marek mark marc | margaret maggie meg peggy marge margie mags greta rita madge megan |
maria mary marie mia masha marysia | mariusz mario | mark marc marko | martin marty mart | martha marty |
mary molly polly mae mair mari maire may | mateusz matthew mati mateo | matilda tilly tilda mattie |
matthew matt matty mat mathew | maureen mo maur | maurice mo morris | maxwell max | maximilian max | melanie mel |
melissa mel missy | michael mike mick micky mikey michal mickey misha mihai mykhailo | michelle shell chelle shelly |
mildred millie | miriam mim |
mohammed mohamed muhammad mohammad muhammed mohamad mohamud mahomed mehmet md mohd mo moh muhamed muhammadu hamid |
mustafa mustapha moustafa mus | mykola nikolai nick | nancy nan | naomi nomi | natalie nat tally |
natasha tasha nat natalia | nathan nat nate | nathaniel nat nate nathan | neil neal niall | neville nev |
nicholas nick nicky nico nik mikolaj nicolas nikolas | nicola nicky nic nikki | nigel nige | norman norm |
oliver ollie olly noll | omar umar omer | oscar ozzy | osman usman uthman othman | owen owain | pamela pam |
parminder pam pammy | patricia pat patsy tricia trish patty | patrick pat paddy rick padraig patryk |
paul pauly pawel pavlo pablo | paula paulie | pauline polly | pawel paul | penelope penny |
peter pete petey piotr petro pyotr pedro | philip phil pip phillip filip | phyllis phyl | piotr peter piotrek |
przemyslaw przemek | rachel rach rae rachael | rajesh raj | rajinder raj | ranjit raj ranj | rashid rasheed rashed |
raymond ray | rebecca becky becca beck bex | reginald reg reggie | rhiannon rhi | rhys reece rees reese |
richard rick ricky dick richie rich dickie ryszard rico rhisiart | robert rob bob bobby robbie bert robin bobbie |
roberta bobbie bobby | robin rob | roderick rod roddy | rodney rod | roger rodge | roland roly | ronald ron ronnie |
rosemary rose rosie | roxanne roxy | rupert rupe | russell russ rusty | ruth ruthie | ryszard rysiek |
samantha sam sammy | samuel sam sammy | sandra sandy | sanjay sanj san sanjeev | sanjeev sanj san sanjiv |
sara sarah sally sadie sal | satnam sat | sebastian seb bas | sean shaun shawn john | serena reena |
sergei serhiy serge sergio | sharon shaz shazza | shahid shaheed shah | sheila shelagh | shirley shirl |
sidney sid syd | simon si sim szymon | sioned janet | stanislaw stan staszek stanley | stanley stan |
stephanie steph stef steffi | stephen steve stevie ste steven stefan szczepan esteban | stuart stu stewart |
sukhdeep sukh sukhi | sukhwinder sukh sukhi | susan sue susie suzie suzy suzanne zuzanna zsuzsa | suresh sunny |
surinder sunny | sylvia syl | tadeusz tadek ted | tamara tammy | tariq tarek tarik | terence terry tel terrance |
theodore theo ted teddy | theresa teresa terry tess tessa tracy | thomas tom tommy tomos tomasz tomek twm tomas |
timothy tim timmy | tomasz tomek tom | tracey trace tracy | trevor trev | valerie val | vanessa nessa |
veronica ronnie vera weronika | victor vic viktor wiktor | victoria vicky vic tori vikki wiktoria | vijay vij jay |
vikram vik vicky | vincent vince vinny vin | violet vi | virginia ginny ginger | vivian viv |
volodymyr vladimir vlad vova wlodzimierz | walter wally walt wal | wayne waz | wendy wend | wilfred wilf fred |
william bill billy will willy liam wil gwilym vasyl | winifred win winnie freda | wojciech wojtek |
yasmin yas jasmine yasmeen | yusuf yousuf youssef yousef joseph | yvonne von vonnie | zachary zac zach zak |
zbigniew zbyszek | zoe zo | powell hywel howell | price prys preece rhys rees | pugh huw hugh | probert robert |
pritchard rhisiart richard | prosser rosser | bowen owen owain | bevan evan ifan | parry harry | penry henry |
jones sion | davies davis dafis | evans ifans | lloyd llwyd floyd | vaughan fychan | gough goch | wynn gwyn wynne |
chan chen chin | chang zhang cheung cheong | cheng zheng | chow zhou chou | chung zhong | huang wong hwang |
hsieh xie | hsu xu hui | kwan guan | lai li | lam lin lum | lau liu low | lee li lei | leung liang leong | lo luo |
ng wu | tang teng | tsang zeng tseng | tse xie | wong wang huang | woo wu hu | yeung yang yeoh | yip ye yap |
yuen yuan ruan | zhao chiu chao | choudhury chowdhury chaudhry chaudhary choudhry chaudhuri |
sheikh shaikh shaik sheik | sayed syed said sayyid | begum begam | hussain hussein husain hossain hosein |
ahmed ahmad ahmet akhmed | hasan hassan hasaan | akhtar akhter aktar | malik malek | qureshi kureshi quraishi |
rahman rehman raman | uddin udin ud | ullah ulla allah |
aidan aiden aodhan | alasdair alastair alister ally | aoife eva eefa | bradley brad | brigid bridget bridie breda |
callum calum cal | cathal charles | catriona catrina katrina trina | ciaran kieran | clifton cliff |
connor conor con | cormac mac | curtis curt | damian damien | deirdre dee | diarmuid dermot | eamon edmund eddie |
eoin owen ewan euan | eilidh eily ailie helen | felicity fliss flick | felix fil | fergus gus ferg |
finlay findlay fin | fionn finn | grainne grace | hamish james seumas | horace horry | imogen immy |
jerome jerry jerom | jeremiah jerry | kelvin kel | lachlan lachie lockie | lester les | lorraine lori |
marcus marc mark | mabel may | marjorie marge madge margie | mairead margaret peggy | mhairi mairi vari mary |
morag sarah | niamh neve neeve | niall neil | nuala fionnuala | oisin osheen | orla orlagh |
padraig patrick paddy podge | penelope pen nell | ralph ralf rafe | roisin rosheen rose | rosalind ros roz |
rory ruairi ruaridh ruari rhuari | saoirse sersha | seamus shamus james | shona seonaid | sian jane |
siobhan shevaun chevonne joan | sinead shinead jane | tabitha tabby | tadhg tim teague | toby tobias | vernon vern |
abdulrahman abdurrahman abdirahman rahman abdul | abdulaziz abdelaziz aziz | abdulkarim abdelkarim karim |
bilal billal | daud dawud dawood david | hamza hamzah | haroon harun aaron | idris edris | ilyas elias |
ismail ishmael esmail ismaeel | jibril gabriel | khadija hatice khadijah | maryam mariam miriam meryem |
mahmoud mahmud mahmood mehmood | mohammed mehmet maxamed mehmed memo | musa moussa moses | nur noor nour |
said saeed | salah saleh salih | sulaiman suleyman suleiman solomon | yahya yehia yahia john | yaqub jacob |
zakaria zakariya zak | abdi cabdi abdy | hassan xasan | hussein huseyin hossein xuseen | omar cumar omer |
osman cismaan | halima xaliimo | fadumo fatuma fatima faduma | ayse aisha ayesha aysha caasha | emine amina aminah |
ibrahim ibo ibraahim | murat mourad | zeynep zainab zaynab | ioannis giannis yannis john |
georgios yiorgos giorgos george | konstantinos costas kostas constantine | dimitrios dimitris mitsos jim jimmy |
nikolaos nikos nick | panagiotis panos takis peter | vasileios vassilis bill basil | christos chris | stavros steve |
eleni elena helen | aikaterini katerina katie | evangelos vangelis angelo | athanasios thanasis tom |
jonas janis joao john | antanas anton antonio anthony | juris jurgis george | vytautas vytas | andrius andris andrew |
petras peteris peter | povilas paulius paul | tomas thomas | edgars edgar | jurgita jurga | kristina kristine kris |
goncalo gonzalo | manuel manny manolo | joaquim quim | guilherme will | miguel mike | jorge george |
catarina katarina kate | ines agnes | lakshman laxman | lakshmi laxmi | krishna kris | ganesh ganesan |
siva sivakumar shiva | sunil suni | dinesh dinu | ramesh ram | mahesh mahi | kwame kwami | emeka chukwuemeka |
olu oluwaseun seun olumide | tunde babatunde | chidi chinedu | folake fola | temitope temi tope | yetunde yeti |
tran chan | huynh hoang huang | vu vo wu | dang deng | pham fan | mackenzie mckenzie | mccloud mcleod macleod |
dalziel dalyell | menzies mingis | marchbanks marjoribanks | mainwaring mannering | cholmondeley chumley |
beauchamp beecham | featherstonehaugh fanshaw | geoghegan gagan gegan | keogh kehoe | strachan strawn |
colquhoun cahoon | costello costelloe | urquhart urkart | cockburn coburn | farquhar farker | leveson lewson |
georgiou yiorgou | ioannou yiannou | christodoulou christodoulides | constantinou konstantinou
"""


def _forms() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, row in enumerate(_LISTED):
        for name in row:
            found.setdefault(name, set()).add(number)
    return {name: frozenset(rows) for name, rows in found.items()}


_LISTED = [row.split() for row in ROWS.split("|")]

FORMS = _forms()
"""Each name with the rows it stands in."""


def others_of(name: str) -> set[str]:
    """Every other name that stands in a row with this one."""
    return {other for number in FORMS.get(name, ()) for other in _LISTED[number]} - {name}
