"""Forms of one given name, and Korean surnames: a table. A name is read as the first of its line."""

FORMS = """
aleksandr: alexander alexandr oleksandr aliaksandr olexandr alyaksandr aleksander alexandre alejandro
aleksandr: iskandar
aleksey: alexey alexei aleksei oleksii oleksiy oleksij aliaksei alyaksey alexej alexi alexsey
andrey: andrei andriy andrii andrij andrew andrej andre andreas andres
anatoly: anatoliy anatolii anatoli anatol anatolij
anton: antony anthony antonio
boris: borys barys
vadim: vadym
valentin: valentyn valiantsin
valery: valeriy valerii valeri valeryi valerij
vasily: vasiliy vasilii vasyl vasil vasili basil vasilij
viktor: victor viktar viktara
vitaly: vitaliy vitalii vitali vitalij
vladimir: volodymyr uladzimir wladimir vladymyr volodimir
vladislav: vladyslav uladzislau
vyacheslav: viacheslav viachaslau vjaceslav
gennady: gennadiy gennadii hennadiy hennadii henadz gennadi
georgy: jurj jorj georgiy georgii heorhiy heorhii george georgi jorge georges
grigory: grigoriy grigorii hryhoriy hryhorii gregory gregorio hryhory
dmitry: dzmitriy dzmitryi dmitriy dmitrii dmytro dzmitry dmitri dmitrij dimitri dimitry
evgeny: yevgeny yevgeniy evgenii yevhen yevhenii yauhen eugene evgeniy yevgeni evgeni evhen jevgenij
igor: ihor ihar
ilya: illia ilia illya iliya
iosif: joseph yusuf yousef youssef yosif jose yusif yousuf yusef youcef iosef
ivan: john ioann yan juan jean
konstantin: kostiantyn kastantsin constantine kostyantyn
leonid: leanid
maxim: maksim maksym maxym
mikhail: mykhailo mikhailo michael mihail mikhael miguel michel mykhaylo
nikolay: nikolai mykola mikalai nicholas nikolaj nicolas nikola
oleg: oleh aleh
pavel: pavlo paul pablo pavlov
petr: petro pyotr piotr peter pedro pierre
roman: ramon
ruslan: rouslan
sergey: sergei serhiy serhii siarhei sergiy sergii serge sergio sergej serhij
stanislav: stanislau
stepan: stefan stephen steven esteban
timur: tymur
fyodor: fedor fiodor theodore fedir
yury: yuri yuriy yurii iurii juri jurij iuri yuriy
yaroslav: iaroslav jaroslav
yevgenia: evgeniya yevgeniya evgenia eugenia yevheniia
ekaterina: yekaterina kateryna katherine catherine katerina
elena: yelena olena alena alyona helena alona helen
natalya: natalia nataliya natallia nataliia nathalie
olga: olha volha
svetlana: svitlana sviatlana
tatyana: tatiana tetiana tetyana tatsiana
yulia: yuliya iuliia yuliia julia
muhammad: mohammad mohammed mohamed mohamad muhammed muhamed mehmet maxamed mahomed magomed mohamud mahammad
muhammad: mouhamed
muhammad: mohd muhamad mukhammad mohammadi
ahmad: ahmed ahmet axmed akhmad akhmed ahmadi
mahmud: mahmoud mahmood mehmood mekhmud makhmud
hamid: hameed hamed
hussein: husayn hussain husain hossein hosein husein houssein hussayn xuseen khusein
hasan: hassan hasen xasan khasan hasson
ali: aly cali
umar: omar cumar oumar omer
uthman: othman osman usman ousmane cusmaan uthmaan
ibrahim: ebrahim abraham ibraheem brahim ibragim ebrahimi
ismail: esmail ismael esmaeil ismaeel esmaeel ismayil
yahya: yahia yehia
yaqub: yakub yaqoub jacob yacoub yaghoub
khalid: khaled chalid
khalil: khaleel
abdallah: abdullah abdulla abdalla cabdulahi abdullahi abdoulaye
abdul: abd abdel cabdi abdu abdal abid abdi
rahman: rehman raxman rahmon
karim: kareem
rahim: raheem
aziz: azeez
rashid: rasheed
said: saeed sayed saeid saed
sayyid: syed seyed sayed saiyid seyyed sayyed sid
salih: saleh saalih salah
sulayman: suleiman sulaiman soleiman suleyman sulaymon soleyman solomon
tariq: tarek tareq tarik
faisal: faysal feisal
fadl: fazl fazal
nasir: naser nasser nasr naseer
jamal: gamal djamal cemal jamil
jafar: jaafar gafar cafer
mustafa: mostafa moustafa mustapha
mansur: mansour mansoor
musa: mousa moussa moses muse
isa: issa eisa essa
umm: um om
zayn: zain zein zeyn zine
din: deen dine
ibn: bin ben bint
nur: noor nour
shaykh: sheikh shaikh sheik sheykh cheikh
haji: hajji hadji hajj haj al-hajj xaaji
mawlawi: maulvi maulawi moulavi mawlavi
mullah: mulla molla
qasim: kassem qassem kasim ghasem qasem kassim
yasin: yassin yaseen
walid: waleed
jawad: javad
reza: rida rida riza
mahdi: mehdi
hadi: hady
akbar: akber
amir: ameer
habib: habeeb
latif: lateef
majid: majeed
rafiq: rafik rafeeq
sharif: shareef cherif
tahir: taher
wahid: waheed
zahir: zaher
kim: gim
pak: park bak
ri: lee yi rhee li
choe: choi
chong: jong jung jeong cheong
chang: jang
cho: jo
yun: yoon
chol: cheol chul
song: seong sung
yong: young yeong
hyok: hyeok hyuk
hyon: hyeon hyun
kyong: gyeong kyung kyeong
myong: myeong myung
pyong: byeong byung pyung
sok: seok suk
son: seon sun
kun: geun keun
ryong: lyong
"""
# Articles, and titles that stand before names: left out.
ARTICLES = frozenset(("al", "el", "ul", "ud", "ad", "as", "ash", "ar", "an", "at", "az"))
TITLES = frozenset(
    ("doctor", "dr", "sheikh", "shaykh", "shaikh", "sheik", "haji", "hajji", "hadji", "mullah", "mulla",
     "mawlawi", "maulvi")
)  # fmt: skip
OF_FATHERS = (
    "ovich",
    "evich",
    "ovych",
    "evych",
    "yovych",
    "avich",
    "iyovych",
    "yevich",
    "ievich",
    "iovich",
    "ijovych",
)
OF_DAUGHTERS = ("ovna", "ivna", "evna", "yevna", "iivna", "ievna", "auna", "owna")
