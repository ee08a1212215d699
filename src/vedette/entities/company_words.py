"""What companies are and do, in several languages: a table.

Each line: what it is read as, then how it is written after romanisation. ``-`` stands for endings.
"""

COMMON = """
plant: plant factory works zavod zavoda zavodi fabrika kombinat kombinata combine fabrik karkhaneh fabrica
plant: gongchang
plant: fabrikasi
enterprise: enterprise predpriyatie predpriyatiya pidpryiemstvo predpriemstvo qiye empresa
association: association obedinen- obyedinen- obiedinen- obednann- obyednann- union soyuz society jamiat
association: jamiyat
association: anjoman asociacion sociedad xiehui
production: production proizvodst- vyrobnych- virobnich- manufacturing manufacture manufactur- tolidi tolid
production: produccion shengchan zhizao
scientific: scientific science research nauchno nauchn- nauka naukov- issledovatelsk- isledovatelsk-
scientific: doslidn-
scientific: tahghighat tahqiqat pazhouhesh- keyan yanjiu investigacion
institute: institute institut instituta inst yanjiusuo yanjiuyuan moassese muassasa
center: center centre tsentr tsentra cntr centr markaz merkez merkezi zhongxin centro
design: design konstruktorsk- konstruktor proektn- proyektn- proektno sheji
bureau: bureau byuro biuro buro office
experimental: experimental opytno opytn- eksperimentaln- experimentaln-
special: special specialized specialised spetsialn- specialn- spetsializirov- specializirov-
central: central tsentraln- centraln- zhongyang
state: state gosudarstven- derzhavn- dawlati guojia
federal: federal federaln- federalnoe
national: national natsionaln- nacionaln- natsiyi nacional melli guoli
industrial: industrial industry industries industrie promyshlen- promislov- sanaye sanayeh sanayi sanaat
industrial: sanat
industrial: industria gongye shiye prom
engineering: engineering inzhinir- inzhenern- inzheniring mohandesi muhendislik gongcheng ingenieria
machinebuilding: mashinostroe- mashinostroi- machinebuilding mashinobud-
machine: machine mashina mashin- mashinn- jixie
technology: technology technologies technologie technological tekhnologi- tehnologi- technolog- tekhnolog-
technology: tech teknoloji
technology: teknoloji- fanavari fannavari keji jishu tecnologia tecnologias
technical: technical tekhnichesk- tehnichesk- technichesk- fanni
trading: trading trade traders torgov- torhov- torg bazargani tejarat tijarat tijara ticaret ticareti
trading: comercio
trading: comercial comercializadora maoyi moyok muyok handels
foreign: foreign vneshn- khareji dis
external: external
economic: economic ekonomich- vneshneekonomich- eqtesadi iqtisadi
group: group gruppa gruppi hrupa holding holdings kholding kholdinga grup grupo gruppe jituan goruh gorouh
group: konzern
group: concern kontsern koncern corporation corp korporats- korporac- sherkatha
management: management upravly- upravlen- upravliay- modiriat guanli idara gestion administracion
company: company companies kompani- compania kompanija sherkat sherkate sharika sharikat sharikah shirkat
company: gongsi
company: hoesa firm firma firmasi firmy house establishment anstalt etablissement co cie cia
investment: investment investments invest investitsion- investicion- sarmayeh sarmaye touzi inversiones
investment: inversion yatirim
development: development razviti- rozvitk- tosee towseh toseh kaifa fazhan desarrollo kalkinma
construction: construction constructions stroitel- budivel- sakhteman sakhtemani insaat construcciones
construction: constructora jianshe
construction: jianzhu building stroi stroy
installation: installation montazh- nasb
ship: ship sudov- vessel kashti keshti
shipbuilding: shipbuilding sudostroi- sudostroe- sudnobud- shipbuilders keshtisazi zaochuan
shiprepair: shiprepair sudoremont-
shipyard: shipyard shipyards verf verfi zaochuanchang tersane astillero
shipping: shipping sudokhod- sudoplav- parokhod- keshtirani navigation naviera haiyun hangyun denizcilik
shipping: shpg
marine: marine maritime morsk- sea darya daryaei bahri haishang maritima
repair: repair repairs remont- remontn- taamirat tamirat xiuli
transport: transport transportation transportn- transports haml yunshu nakliyat tasimacilik transporte
transport: transportes
logistics: logistics logistik- logistic logistich- wuliu lojistik logistica
service: service services servis serwis xedmat khadamat khadamati fuwu servicios servicio obsluzhivan-
service: hizmetleri
aviation: aviation aviats- aviac- avia aircraft aviatsionn- havapeyma havacilik hangkong aviacion samolet-
aviation: airlines airline
aviation: aviakompan- aviakompaniya aviakompanii airways air
helicopter: helicopter helicopters vertolet- helikopter balgard zhishengji
aerospace: aerospace aerokosmich- havafaza havafazaei hangtian
space: space kosmich- kosmos
rocket: rocket missile raketn- raketno mushak musik
instrument: instrument instruments instrumentation priborostroe- pribor pribori priborov priborostroi- yiqi
device: device devices ustroistv-
precision: precision tochn- tochnogo jingmi
electronic: electronic electronics elektron- electron dianzi elektronik electronica
electrical: electrical electric electricity elektrich- elektro elektrotekh- dianqi bargh elektrik electrica
energy: energy energet- enerji energiya energii nengyuan energia enerhet- niroo
power: power elektrostants-
optical: optical optic optich- guangxue
oil: oil petroleum neft nefti neft- naft naftha shiyou petrol petrolera petroleo
gas: gas gaz gazov- gazi tianranqi
petrochemical: petrochemical petrochemicals neftekhim- petroshimi patrushimi shihua
chemical: chemical chemicals chemistry khimich- himich- chimich- shimiyai shimiaei huaxue huagong kimya
chemical: quimica
metal: metal metals metallurgical metallurg- metalurg- metallich- jinshu folad foolad yejin
steel: steel stal staley gangtie celik acero
mining: mining gorn- gorno gornorud- madani maadan kuangye madencilik minera minas
mineral: mineral minerals
coal: coal ugol ugoln- vugil- meitan zhongmei
gold: gold zoloto golden zolot- huangjin
bank: bank banka banco yinhang bankasi
insurance: insurance strakhov- strahov- bimeh baoxian sigorta seguros
finance: finance financial finansov- finans- finansi jinrong finanzas financiera
exchange: exchange exchangers hawala havala sarafi sayrafi hawaleh birzha sarrafi
fund: fund foundation fond fondi bonyad bunyad vakfi jijin fundacion stiftung
charity: charity charitable blagotvoritel- khayriyya kheiriyeh khairiya
international: international mezhdunarodn- mizhnarodn- beynolmelali baynolmelal beynalmelal guoji
international: internacional uluslararasi kukje
world: world mirov- jahani shijie
export: export eksport ihracat chukou exportadora exportaciones suchul
import: import ithalat jinkou importadora importaciones suip
general: general generaln- obshch- zonghe amma chong
military: military voenn- voyenn- viiskov- nezami askeri junshi
defense: defense defence oboron- oborony difae difa guofang savunma
weapon: weapon weapons arms oruzh- aslaheh bingqi
ammunition: ammunition boepripas- mohemmat
security: security bezopasn- bezpek- anquan guvenlik seguridad
system: system systems sistem- sistema sistemi xitong sistemas sistemleri
equipment: equipment oborudovan- tajhizat shebei equipos ekipman
complex: complex kompleks- komplex mojtama
laboratory: laboratory laboratories laborator- azmayeshgah shiyanshi
university: university universitet- daneshgah jamia daxue universitesi universidad
academy: academy akadem- akademiya
school: school shkola madrasa madrese
college: college kolledzh
movement: movement dvizhen- haraka harakat junbish ruch- movimiento
party: party partiya partii hizb hezb partido
front: front fronti jabha jabhat
army: army armi- armii jaysh jaish ejercito sipah
brigade: brigade brigada brigades liwa katibat katiba
council: council sovet shura majlis shora consejo
committee: committee komitet komite comite weiyuanhui
islamic: islamic islami islamiyya islamiya eslami islamique islamista
republic: republic respublik- respublikansk- jomhuri jumhuriyya gongheguo republica
ministry: ministry ministerst- vezarat wizarat
department: department departament- departament upravlenie
agency: agency agentstv- ajans agencia
news: news novost- novosti khabar khabari xinwen
media: media medi
journal: journal magazine zhurnal gazeta newspaper ruznameh
youth: youth molodezh- molod- javanan
sport: sport sports sportiv- varzeshi
club: club klub
food: food foods pishchev- prodovolstv- ghazaei shipin alimentos gida
agricultural: agricultural agriculture agrarn- selskokhoz- keshavarzi nongye agricola tarim agro
fishing: fishing fishery fisheries rybn- rybak- shilat yuye pesca pesquera
medical: medical medicine meditsin- medicin- pezeshki yiliao yiyao saglik medica
pharmaceutical: pharmaceutical pharmaceuticals farmatsev- daruei darusazi zhiyao farmaceutica
automobile: automobile automotive auto avtomobil- avto khodro qiche otomotiv automotriz
tractor: tractor traktorn- traktor
railway: railway railways railroad zheleznodor- zaliznich- rahahan tielu ferrocarril
communication: communication communications svyaz svyazi kommunikats- mokhaberat ertebatat tongxin iletisim
telecommunication: telecommunication telecommunications telecom telekom telekommun- dianxin
computer: computer computers kompyuter- vychislitel- rayaneh jisuanji bilgisayar
software: software programm- ruanjian yazilim
information: information informats- ettelaat xinxi
digital: digital tsifrov- cifrov- raghami shuzi
network: network networks setev- seti shabake wangluo
laser: laser lazer- lazern- leizer
radio: radio radiotekhn- radioelektron-
innovation: innovation innovative innovatsion- innovacion- innovat- chuangxin
new: new novyi noviy novy novaya novoe novoye novogo novye jadid yeni nueva nuevo
eastern: eastern east vostochn- vostok skhidn- sharghi shargh sharq dongfang dogu oriental
western: western west zapadn- zapad gharb
northern: northern north severn- sever shomal
southern: southern south yuzhn- yug jonub
far: far dalnevostochn- dalniy
black: black chernomor-
baltic: baltic baltiy- baltiis-
caspian: caspian kaspiy- kaspiis- khazar hazar
russian: russian russia rossiysk- rossiisk- rossii rossiya rus rusya eluosi
korean: korea korean dprk choson chosun joson chaoxian koreys-
chinese: china chinese zhongguo kitaysk- zhonghua
iranian: iran iranian irani iranskoy yilang
syrian: syria syrian suriya souria siriysk-
ural: ural uralsk- uralskii
siberian: siberia siberian sibirsk-
moscow: moscow moskovsk- moskva moskvi mosco mosike
petersburg: petersburg peterburg- peterburgsk-
beijing: beijing peking
hongkong: hongkong xianggang
freight: freight cargo gruzov-
forwarding: forwarding
intelligent: intelligent smart
components: components component parts
optoelectronic: optoelectronic optoelectronics
hongkong: hk
guangdong: guangdong canton
product: product products produkts- produkty produktsi- chanpin productos mahsulat
material: material materials material- cailiao malzeme
wood: wood timber lesn- drevesin- mucai
paper: paper bumazhn- bumaga
textile: textile textiles tekstil- fangzhi tekstil
store: store shop magazin foroushgah shangdian tienda
city: city gorod gorodsk- shahr ciudad
river: river rechn- reka
port: port portov- portovy bandar puerto liman
terminal: terminal terminala
fleet: fleet flot flota flota
leasing: leasing lizing- lizinh-
agent: agent agents agentsk-
consulting: consulting konsalting- consultancy consultants danismanlik consultoria zixun
partner: partner partners
alloy: alloy alloys splav splavov splavi
civil: civil grazhdansk-
physics: physics physical fizik- fizich- fiziko
television: television tv televid-
casting: casting foundry liteyn- litein-
armored: armored armoured bronetank- bronirov-
automation: automation automatic avtomatizats- avtomatik-
peoples: peoples people narodn- shaab shaabi mardom renmin inmin
revolutionary: revolutionary revolution revolyuts- enghelab thawra revolucionarias
company: dom
all: all vse
allrussian: vserossiysk- vserossiisk-
airplane: airplane samoletostroit-
control: control kontrol- kontrol
protection: protection zashchit- hefazat
training: training uchebn- amuzesh
education: education educational obrazovan- obrazovat- jiaoyu
cultural: cultural culture kultur- farhangi wenhua
charitable: benevolent benevolence humanitarian gumanitarn-
weaving: weaving
optomechanical: optomechanical optikomekhan-
mechanical: mechanical mekhanich- mehanich-
tool: tool tools stanko stankostroit- instrumentaln-
engine: engine engines motor motors dvigatel- motorn- motorostr- fadongji
turbine: turbine turbines turbina turbin-
bearing: bearing bearings podshipnik-
cable: cable cables kabel kabeln-
pipe: pipe pipes trub- trubn-
pipeline: pipeline pipelines truboprovod-
concrete: concrete beton-
cement: cement siman tsement- cemento
glass: glass stekl- shisheh
water: water vodn- vodo ab
brothers: brothers brother bros baradaran kardesler hermanos
sons: sons awlad
"""
# What is shortened, and the words it is short for.
SHORT = """
kb: design bureau
skb: special design bureau
okb: experimental design bureau
tskb: central design bureau
ckb: central design bureau
pkb: design bureau
nii: scientific institute
tsnii: central scientific institute
cnii: central scientific institute
vnii: allrussian scientific institute
spb: petersburg
stc: scientific technical center
it: information technology
npo: scientific production association
npp: scientific production enterprise
npk: scientific production complex
npts: scientific production center
npc: scientific production center
npf: scientific production company
nits: scientific center
ntc: scientific technical center
ntts: scientific technical center
nipi: scientific design institute
po: production association
ptk: production technical complex
srz: shiprepair plant
ssrz: shipbuilding shiprepair plant
ssz: shipbuilding plant
mz: machinebuilding plant
mmz: machinebuilding plant
fkp: federal state enterprise
fku: federal state
vpk: military industrial company
opk: defense industrial complex
uk: management company
gk: group company
tk: trading company
td: trading company
zd: plant
torgovyi: trading
hk: hongkong
mfg: production
intl: international
int: international
natl: national
tech: technology
eng: engineering
engg: engineering
assn: association
dev: development
inst: institute
ind: industrial
inds: industrial
corp: group
mgmt: management
svcs: service
svc: service
govt: state
univ: university
dept: department
ctr: center
mil: military
elec: electronic
elect: electronic
gen: general
nauchnoproizvodstvennoe: scientific production
vneshtorg: foreign trading
zagranitsa: foreign
stroymontazh: construction installation
dalnevostochnaya: far eastern
torgovotransportnaya: trading transport
hangye: aviation
yiliao: medical
guojia: state
jinchukou: import export
"""
DROPPED = frozenset(("the", "of", "and", "for", "named", "after", "imeni", "et", "und", "ve", "va"))
