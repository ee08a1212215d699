"""Chinese names of companies: common words are translated, places written as usual, the rest run together.

Lists write ``深圳市佰联升电子科技有限公司`` as *Shenzhen Bailiansheng Electronic Technology Co., Ltd.*: place
and proper name by sound, what the company does by meaning. Words stand in simplified and traditional
signs.
"""

import re
from collections.abc import Callable

# Each line: the words it is read as (none: left out), then how it is written.
_TABLE = """
ltd: 有限责任公司 有限責任公司 股份有限公司 有限公司 公司 株式会社 总公司 總公司
:市 省 县 縣 自治区 自治區 特别行政区 区 區 及 和 与 與 的
group: 集团 集團 控股 企业集团
technology: 科技 技术 技術
science technology: 科学技术 科學技術
information: 信息 資訊 资讯
information technology: 信息技术 資訊科技
trading: 贸易 貿易 商贸 商貿 经贸 經貿 工贸 工貿 商行 贸 貿
scientific trading: 科贸 科貿
industrial: 实业 實業 工业 工業 产业 產業
international: 国际 國際
electronic: 电子 電子
electronic technology: 电子科技 電子科技 电子技术 電子技術
electrical: 电气 電氣 电器 電器
power: 电力 電力
energy: 能源
new energy: 新能源
precision: 精密
manufacturing: 制造 製造
production: 生产 生產
construction: 建设 建設 建筑 建築
engineering: 工程
machine: 机械 機械
machine tool: 机床 機床
equipment: 设备 設備 装备 裝備
automation: 自动化 自動化
intelligent: 智能
digital: 数字 數字 数码 數碼
cnc: 数控 數控
laser: 激光 雷射
optoelectronic: 光电 光電
optical: 光学 光學
semiconductor: 半导体 半導體
chip: 芯片
microelectronic: 微电子 微電子
components: 元件 零部件 元器件 部件
sensor: 传感器 傳感器 传感
instrument: 仪器 儀器 仪表
system: 系统 系統
software: 软件 軟件
network: 网络 網絡
communication: 通信 通讯 通訊
computer: 计算机 計算機
satellite: 卫星 衛星
aviation: 航空
aerospace: 航天 宇航
space: 空间 空間 太空
engine: 发动机 發動機
aircraft: 飞机 飛機
drone: 无人机 無人機
shipping: 航运 航運 海运 海運 船务 船務
ship: 船舶
shipbuilding: 造船
port: 港口
logistics: 物流
freight forwarding: 货运代理 貨運代理
freight: 货运 貨運
transport: 运输 運輸
supply chain: 供应链 供應鏈
import export: 进出口 進出口
management: 管理
service: 服务 服務
development: 发展 發展 开发 開發
investment: 投资 投資
finance: 金融 财务
bank: 银行 銀行
insurance: 保险 保險
consulting: 咨询 諮詢
research institute: 研究院 研究所
research: 研究
design institute: 设计院 設計院
university: 大学 大學
center: 中心
plant: 工厂 工廠 厂 廠
petrochemical: 石化 石油化工
chemical: 化工 化学 化學
oil: 石油
oil gas: 油气
gas: 天然气 燃气
steel: 钢铁 鋼鐵
metal: 金属 金屬
mining: 矿业 礦業
mineral: 矿产
material: 材料
new material: 新材料 新材
textile: 纺织 紡織
food: 食品
medical: 医疗 醫療
pharmaceutical: 药业 医药 制药
agricultural: 农业 農業
fishing: 渔业 漁業 水产
automobile: 汽车 汽車
parts: 配件
product: 产品 產品
innovation: 创新 創新
high tech: 高科 高科技 高新技术
security: 安全 安防
public security bureau: 公安局
bureau: 局
corps: 兵团 兵團
military: 军事
electric: 电动
global: 全球 环球
world: 世界
century: 世纪 世紀
china: 中国 中國 中华
beijing: 北京
shanghai: 上海
tianjin: 天津
chongqing: 重庆 重慶
hongkong: 香港
macau: 澳门
taiwan: 台湾 臺灣
shenzhen: 深圳
guangzhou: 广州 廣州
guangdong: 广东 廣東
guangxi: 广西
dongguan: 东莞 東莞
foshan: 佛山
zhuhai: 珠海
huizhou: 惠州
zhongshan: 中山
suzhou: 苏州 蘇州
wuxi: 无锡
nanjing: 南京
changzhou: 常州
yangzhou: 扬州
jiangsu: 江苏
zhejiang: 浙江
hangzhou: 杭州
ningbo: 宁波 寧波
yiwu: 义乌 義烏
wenzhou: 温州
shaoxing: 绍兴
jiaxing: 嘉兴
jinhua: 金华
zhoushan: 舟山
shandong: 山东 山東
qingdao: 青岛 青島
jinan: 济南
yantai: 烟台
weihai: 威海
weifang: 潍坊
dalian: 大连 大連
shenyang: 沈阳
liaoning: 辽宁 遼寧
liaoyang: 辽阳
dandong: 丹东 丹東
jilin: 吉林
changchun: 长春
yanbian: 延边
hunchun: 珲春
heilongjiang: 黑龙江
harbin: 哈尔滨 哈爾濱
hebei: 河北
henan: 河南
zhengzhou: 郑州
luoyang: 洛阳
hubei: 湖北
wuhan: 武汉 武漢
hunan: 湖南
changsha: 长沙
jiangxi: 江西
anhui: 安徽
hefei: 合肥
wuhu: 芜湖
fujian: 福建
xiamen: 厦门
fuzhou: 福州
quanzhou: 泉州
sichuan: 四川
chengdu: 成都
yunnan: 云南
kunming: 昆明
guizhou: 贵州
shaanxi: 陕西
xian: 西安
shanxi: 山西
taiyuan: 太原
gansu: 甘肃
lanzhou: 兰州
xinjiang: 新疆
inner mongolia: 内蒙古
tibet: 西藏
hainan: 海南
asia: 亚洲 亞洲
asia europe: 亚欧
eurasia: 欧亚
pacific: 太平洋
oriental: 东方 東方
"""


def _words() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        read, _, written = line.partition(":")
        for word in written.split():
            found[word] = read
    return found


_READ = _words()
_KNOWN = re.compile("|".join(sorted(_READ, key=lambda one: (-len(one), one))))
_RUN = re.compile("[\u3400-\u9fff\U00020000-\U0002ffff]+")
# In names of companies this sign is said so; the table of sounds has its other reading.
_SAID = {"长": "chang", "長": "chang"}


def translated(text: str) -> str:
    """Text with its Han words translated, and the others in Latin letters, each run as one word.

    >>> translated("深圳市佰联升电子科技有限公司")
    'shenzhen bailiansheng electronic technology ltd'
    """
    from anyascii import anyascii  # noqa: PLC0415 - loads tables, needed for few names

    def run(found: re.Match[str]) -> str:
        said: list[str] = []
        at = 0
        for known in _KNOWN.finditer(found[0]):
            said += [_sound(found[0][at : known.start()], anyascii), _READ[known[0]]]
            at = known.end()
        return f" {' '.join([*said, _sound(found[0][at:], anyascii)])} "

    return " ".join(_RUN.sub(run, text).split())


def _sound(signs: str, ascii_of: Callable[[str], str]) -> str:
    return "".join(_SAID.get(one) or ascii_of(one).lower() for one in signs)
