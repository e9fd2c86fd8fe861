"""量: measure words as offices write them, each with its base unit and factor.

Base units are 元, 米, 平方米 and %; every other measure keeps the word as written (亩 stays 亩: a township counts in
亩, and a number it cannot recognise is a number it cannot check). 万 and 亿 belong to the number, not to the unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Measure(NamedTuple):
    """One written measure word.

    `unless` is a regular expression that must not follow: 处 is a count, 处理 is not. `counts` tells whether a
    Chinese numeral before it is a number too: 三条 is one, 三中 (of a plenary session) is not.
    """

    word: str
    unit: str
    factor: float = 1.0
    unless: str = ""
    counts: bool = True


def _same(words: str, *, counts: bool = True) -> tuple[Measure, ...]:
    return tuple(Measure(word, word, counts=counts) for word in words.split())


_SIZES = (
    Measure("元", "元", unless="旦|宵|素|件|宇宙|首|老|气"),
    Measure("块钱", "元"),
    Measure("元人民币", "元"),
    Measure("个亿", "元", 1e8),
    Measure("个点", "百分点", unless="位|赞|子|亮|击|评|名|长"),
    Measure("角钱", "元", 0.1),
    *_same("美元 港元 港币 欧元 日元 英镑 澳元"),
    Measure("公里", "米", 1000.0),
    Measure("千米", "米", 1000.0),
    Measure("米", "米", unless='[“"]?[^，。；、\n]{0,5}圈|粉|其林|兰|面|饭'),
    Measure("延米", "米"),
    Measure("平方公里", "平方米", 1e6),
    Measure("平方千米", "平方米", 1e6),
    Measure("平方米", "平方米"),
    Measure("平米", "平方米"),
    Measure("㎡", "平方米"),
    Measure("公顷", "平方米", 1e4),
    Measure("%", "%"),
    Measure("％", "%"),
    Measure("﹪", "%"),
    Measure("‰", "‰"),
    Measure("个百分点", "百分点"),
    Measure("百分点", "百分点"),
    *_same("亩 立方米 立方 海里 厘米 毫米 微克 毫克 千克 公斤 斤 吨标准煤 吨标煤 吨 标方 毫升"),
    *_same("千瓦时 千瓦 兆瓦时 兆瓦 吉瓦 千伏安 兆伏安 兆帕 标准箱 标箱 TEU 倍"),
    Measure("km", "米", 1000.0),
    Measure("kW", "千瓦"),
    Measure("MW", "兆瓦"),
)

# Durations are numbers only where they measure work (办理时限压缩至3个工作日), not where they name a circle
# (15分钟生活圈) or a plan (三年行动): years, months and weeks are left to dates.
_NO_CIRCLE = "(?:[^，。；、\n]{0,7}圈)|以?内?无理由|热线|营业|自助|服务|不打烊|便利店|直播|在线|值班|值守|响应|全天候|过境"
_TIMES = (
    Measure("个工作日", "工作日"),
    Measure("工作日", "工作日"),
    Measure("个小时", "小时", unless=_NO_CIRCLE),
    Measure("小时", "小时", unless=_NO_CIRCLE),
    Measure("分钟", "分钟", unless=_NO_CIRCLE),
    Measure("秒", "秒", unless="批|办|杀|报|级|付|审"),
    Measure("天", "天", unless="然|气|桥|河|津|府|宁|山|后|前|左右内", counts=False),
)

_COUNTS = (
    Measure(
        "个",
        "个",
        unless="月|半月|年头|星期|礼拜|季度|季节|年度|五年|小时|世纪|一批|一工程|一(?=[”，。])|代表重要|全面(?!推)"
        "|自信|意识|维护|确立|务必|必须|结合起来|毫不动摇|百分百|100[%％]|倡导",
    ),
    Measure("家", "家", unless="子|沟|河口|岗镇|屯|堡|坡|村|渠|庄"),
    Measure("条", "条", unless="例|件下|龙|心"),
    Measure("座", "座", unless="谈|位|右铭"),
    Measure("处", "处", unless="理|置|罚|长|级|以(?![上内下])|于|在"),
    Measure("所", "所", unless="有|以(?![上内下])|谓|需|得|在|长|属|示|作|列"),
    Measure("套", "套", unless="餐|路|用|现"),
    Measure("件", "件", unless="套|均"),
    Measure("项", "项", unless="目(?!标)|链"),
    Measure("户", "户", unless="籍|型|均|口|厕|主|门|政|县|部"),
    Measure("名", "名", unless="单|录|牌|额|列|次|下|义|工程"),
    Measure("位", "位", unless="于|置|居|列|次|一体|数|移"),
    Measure("人次", "人次"),
    Measure("人份", "人份"),
    Measure("人天", "人天"),
    Measure(
        "人",
        "人",
        unless="工智|才|民|均|居|口|大[常代会]|行|机|力|文|物|类|事|社|体|像|脸|格|心|气|防|生|世"
        "|造|群|身|性|篮球|足球",
        counts=False,
    ),
    Measure("场次", "场次"),
    Measure("场", "场", unless="所|馆|地|景|站|面|域|均|硬仗"),
    Measure(
        "次",
        "次",
        unless="要|干|产业|日|年|级|元|生|新|于|分配|会议|全会|全体会议|党代会|代表大会|人代会|常务|创业|世",
    ),
    Measure("种", "种", unless="植|业|子|质|养|群|粮|类"),
    Measure("类", "类", unless="似|别|型|脑|水|标准|工业|地|用地|区|海|生|型|人才"),
    Measure("支", "支", unless="持|撑|付|出|行|部|线|一扶|柱|队(?!伍)|路|流"),
    Measure("批次", "批次"),
    Measure("批", "批", unless="准|复|发|文|改|示|评|而|零|次"),
    Measure("栋", "栋"),
    Measure("幢", "幢"),
    Measure("辆", "辆"),
    Measure("架次", "架次"),
    Measure("架", "架", unless="构|空"),
    Measure("艘", "艘"),
    Measure("台套", "台套"),
    Measure("台", "台", unless="账|风|湾|商|胞|阶|山|县|子|区|镇|乡|村|海|州|北|东|中|港|资|合"),
    Measure("张", "张", unless="家|力|贴|扬|开|江|掖|店|网"),
    Measure("间", "间", unless="隔|距|接|断|歇|房"),
    Measure("片", "片", unless="区|面|段"),
    Measure("块", "块", unless="链"),
    Measure("宗", "宗", unless="教|旨|族|地"),
    Measure("起", "起", unless="点|降|步|草|到|来|重|诉|飞|落|源|航|跑|底|始|伏|用"),
    Measure("例", "例", unless="会|行|如|外|子"),
    Measure("份", "份", unless="额|子"),
    Measure("册", "册", unless="子"),
    Measure("篇", "篇", unless="章"),
    Measure("部", "部", unless="门|分|委|署|队|级|落|位|省|长|曲|件"),
    Measure("轮", "轮", unless="驱|候|换|岗|车|训|流|胎|渡|椅|动|回"),
    Measure("门", "门", unless="诊|类|户|店|槛|前|口|路|禁|头|楼|峡|源|牌|类"),
    Measure("款", "款", unless="项|式"),
    Measure("株", "株", unless="洲|连|式"),
    Measure("棵", "棵", unless="树"),
    Measure("盏", "盏"),
    Measure("组", "组", unless="织|建|团|合|成|长|件|装|阁"),
    Measure(
        "对",
        "对",
        unless="口|接|外|标|应|策|比|于|象|症|公|照|手|冲|一|多|点|话|路|折|联|换|付|内|立|方|流",
    ),
    Measure("条次", "条次"),
    Measure("件次", "件次"),
    Measure("家次", "家次"),
    Measure("户次", "户次"),
    Measure("车次", "车次"),
    Measure("班次", "班次"),
    Measure("课时", "课时"),
    Measure("学时", "学时"),
    Measure("方面", "方面"),
    Measure("样", "样", unless="本|板|品|式|例|态|貌|机|张|子|样"),
    Measure("重", "重", unless="点|要|大|庆|新|建|视|心|型|构|塑|复|阳|叠|返|症", counts=False),
)

# Only after Arabic figures or a multiplied number: after a Chinese numeral these are ordinary words.
_FIGURES_ONLY = tuple(
    Measure(word, word, unless=unless, counts=False)
    for word, unless in (
        ("方", "面|案|向|式|法|位|便|舱|针|阵|圆|形|略|才|可|能"),
        (
            "期",
            "间|末|待|望|内|限|刊|货|工程|项目|建设|[^，。；、]{0,10}(?:开工|竣工|完工|建成|投产|动工|通车|封顶)",
        ),
        ("层", "次|面|级|层|出"),
        ("只", "有|要|能|是|争|做|租|争"),
        ("头", "部|雁|等|脑|条|衔"),
        ("口", "岸|径|腔|号|碑|令|头|感|罩|味"),
        ("面", "积|向|对|临|貌|板|上|前|世"),
        ("根", "据|本|治|源|植|基"),
        ("节", "约|能|点|水|日|庆|目|假|会|省|奏|前|后|电|气"),
        ("笔", "记|者|试"),
        ("枚", ""),
        ("封", "顶|闭|控|堵|锁"),
        ("颗", "粒"),
        ("粒", "子"),
        ("本", "科|地|级|土|月|周|年|市|区|届|轮|省|县|镇|村|币|人|次|质|色|领|报|着"),
        ("床", "位|垫|上"),
        ("股", "份|权|东|票|改|市|价|民"),
        ("趟", ""),
        ("列", "入|为|车|出|支|席|举|表"),
        ("杆", ""),
        ("盆", "地|景"),
        ("幅", "度|员|射"),
        ("羽", "毛"),
        ("尾", "气|水|号|款|矿|部|欠"),
        ("匹", "配"),
        ("眼", "科|镜|界|光|前|睛"),
        ("顶", "尖|层|级|部|端"),
        ("桌", "面"),
        ("餐", "饮|厅|桌|厨|馆|饮|次"),
        ("箱", "包|体"),
        ("单", "位|个|元|独|一|项|体|边|价|次|亩|板|程|产|打|列|车"),
        ("队", "伍|员|友|列"),
        ("班", "组|子|列|车|级|次"),
        ("字", "母|节|符|典"),
        ("页", "面|岩"),
        (
            "分",
            "钟|之|类|级|区|公|局|院|期|校|会|散|步|行|布|享|红|支|流|层|批|段|工|解|管|为|别|成|离|拨|子|配"
            "|析|包|红|拣|馆|中心|项|所|块|摊|歧|制|档",
        ),
        ("平方", "公|千|米"),
        ("标段", ""),
        ("车位", ""),
        ("泊位", ""),
        ("床位", ""),
        ("学位", ""),
        ("千克", ""),
    )
)

MEASURES: tuple[Measure, ...] = (*_SIZES, *_TIMES, *_COUNTS, *_FIGURES_ONLY)
UNITS: Mapping[str, tuple[str, float]] = {m.word: (m.unit, m.factor) for m in MEASURES}
MONEY = "元"


def base(word: str) -> tuple[str, float]:
    """The base unit and the factor of a written measure; what is not in the table stays as written, factor 1.

    A rate (万元/亩, 微克/立方米) is never converted: its unit is the whole of it.
    """
    if "/" in word or "／" in word:
        return word.replace("／", "/"), 1.0
    return UNITS.get(word, (word, 1.0))
