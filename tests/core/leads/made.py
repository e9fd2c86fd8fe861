"""Made leads: firms of word lists, told once or told again with the damage that offices know. Nothing here is a real firm.

How a name is damaged, one way at a time: the legal form goes or changes (suffix); a place is put in front, in brackets or taken away
(region); only the brand and the trade's first words are left (abbreviation); only the brand is left (short, 简称); one character is
another of the same sound (homophone); two words change places (order); traditional characters; brackets of the other width.
"""

from __future__ import annotations

import random
from typing import Any, NamedTuple

from opencc import OpenCC

SIGNS = "恒远华峰盛瑞宏博联信诚朗嘉禾昌隆旺川顺安康泰海青岚昊宇星辰晨曦凯捷铭睿启航腾龙骏驰芯垣堃耀翀越砚池澜舟丰廪碧渚朔阳洁沐岱岳松霖瀚谷雨云岫锦程润泽力拓明德"
TRADES = [
    ("新材料", "科技"),
    ("智能装备", "制造"),
    ("电子", "科技"),
    ("生物医药", "开发"),
    ("食品", "加工"),
    ("冷链物流", "服务"),
    ("精密模具", "制造"),
    ("光伏", "能源"),
    ("软件", "开发"),
    ("环保", "工程"),
    ("农业", "开发"),
    ("汽车零部件", "制造"),
    ("包装印刷", "服务"),
    ("文化旅游", "发展"),
]
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
PRODUCTS = {
    "新材料": ("碳纤维预浸料", "特种工程塑料", "气凝胶毡", "电子级环氧树脂", "高温合金粉末"),
    "智能装备": ("码垛机器人", "数控磨床", "视觉检测台", "无人叉车", "激光焊接机"),
    "电子": ("柔性线路板", "片式电容", "连接器", "功率模块", "传感器芯片"),
    "生物医药": ("重组蛋白", "体外诊断试剂", "缓释微球", "中药配方颗粒", "多肽原料药"),
    "食品": ("预制菜", "烘焙糕点", "果蔬脆片", "植物蛋白饮料", "速冻米面"),
    "冷链物流": ("低温仓库", "城市配送站", "海鲜分拣", "疫苗转运", "果品预冷"),
    "精密模具": ("注塑模", "压铸模", "冲压级进模", "吹塑模", "粉末冶金模"),
    "光伏": ("异质结电池片", "组件封装", "逆变器", "跟踪支架", "边框型材"),
    "软件": ("工业仿真平台", "医院信息系统", "仓库调度软件", "语音质检", "财务机器人"),
    "环保": ("污泥干化", "餐厨垃圾处理", "膜法水处理", "废旧电池回收", "烟气脱硝"),
    "农业": ("工厂化育苗", "肉牛养殖", "食用菌菌棒", "柑橘选果", "稻种加工"),
    "汽车零部件": ("空气悬架", "轮毂铸造", "线束总成", "热管理阀件", "座椅骨架"),
    "包装印刷": ("可降解餐盒", "标签印刷", "蜂窝纸板", "铝塑软管", "礼品盒"),
    "文化旅游": ("研学营地", "古镇修缮", "夜游演艺", "温泉酒店", "房车露营"),
}
AIMS = ("年产{n}万件", "改造旧厂房{n}亩", "新增设备{n}台套", "带动就业{n}人", "一次规划分{n}期")
PLACES = ("望川", "苏州", "重庆市", "江苏省", "杭州", "望江县")
HOMOPHONES = dict(
    zip(
        "恒华盛瑞宏博联诚嘉昌康海星凯铭启腾芯堃碧朔洁松明润",
        "衡骅晟睿鸿搏连成佳畅抗骇兴恺名起藤新坤壁硕杰淞铭闰",
        strict=True,
    )
)
WORKS = ("生产线", "研发中心", "产业园", "二期扩建", "检测中心", "仓储基地", "区域总部", "示范基地")
SITES = ("河西工业园区", "鹭湖南岸", "迎宾路", "柳林工业小区", "滨江路", "")
DAMAGES = (
    "suffix",
    "region",
    "abbreviation",
    "short",
    "homophone",
    "order",
    "traditional",
    "brackets",
)
_TRADITIONAL = OpenCC("s2t")


class Firm(NamedTuple):
    """A firm by its parts."""

    place: str
    brand: str
    trade: tuple[str, str]
    form: str

    @property
    def name(self) -> str:
        return f"{self.place}{self.brand}{''.join(self.trade)}{self.form}"


def firm(dice: random.Random) -> Firm:
    brand = dice.choice(SIGNS) + dice.choice(SIGNS)
    return Firm(dice.choice(PLACES), brand, dice.choice(TRADES), dice.choice(FORMS))


def other(one: Firm, how: str, dice: random.Random) -> Firm:
    """A firm that is not `one` and looks a little like it: the same brand in another trade (a sister), or another brand in the same trade
    and place (a neighbour in the park)."""
    if how == "sister":
        return one._replace(trade=dice.choice([trade for trade in TRADES if trade != one.trade]))
    return one._replace(brand=firm(dice).brand)


def damaged(one: Firm, how: str, dice: random.Random) -> str:
    """The name of the firm as somebody else would write it."""
    place, brand, (trade, kind), form = one
    match how:
        case "suffix":
            return f"{place}{brand}{trade}{kind}{dice.choice(['', '公司', '集团'])}"
        case "region":
            return dice.choice(
                [f"{brand}{trade}{kind}（{place}）{form}", f"{brand}{trade}{kind}{form}"]
            )
        case "abbreviation":
            return f"{brand}{trade}"
        case "short":
            return brand
        case "homophone":
            sound = "".join(HOMOPHONES.get(sign, sign) for sign in brand)
            return f"{place}{sound}{trade}{kind}{form}"
        case "order":
            return f"{brand}{place}{kind}{trade}{form}"
        case "traditional":
            return str(_TRADITIONAL.convert(one.name))
        case _:
            return f"{brand}({place}){trade}{kind}{form}"


def lead(key: str, one: Firm, dice: random.Random) -> dict[str, Any]:
    """A lead of the firm."""
    trade = one.trade[0]
    product, aim = dice.choice(PRODUCTS[trade]), dice.choice(AIMS).format(n=dice.randint(2, 90))
    return {
        "key": key,
        "name": f"{product}{dice.choice(WORKS)}",
        "investor": one.name,
        "product": product,
        "content": f"建设{product}{dice.choice(WORKS)}，{aim}",
        "site": dice.choice(SITES),
        "amount_wan": float(dice.randint(5, 400) * 100),
        "investor_code": "",
    }


def again(key: str, told: dict[str, Any], name: str, dice: random.Random) -> dict[str, Any]:
    """The same lead told by another unit: another name, other words, a rounded sum."""
    return {
        **told,
        "key": key,
        "investor": name,
        "name": f"{told['product']}项目",
        "site": dice.choice((told["site"], "")),
        "amount_wan": round(told["amount_wan"] * dice.choice((1, 1, 0.97, 1.1)), -2),
    }


def register(count: int, seed: int) -> tuple[list[dict[str, Any]], set[tuple[str, str]]]:
    """`count` leads of which every sixth or so is told again, and the true pairs."""
    dice = random.Random(seed)
    rows: list[dict[str, Any]] = []
    of: dict[str, Firm] = {}
    true: set[tuple[str, str]] = set()
    while len(rows) < count:
        key = f"X-{len(rows) + 1:06d}"
        if rows and dice.random() < 0.15:
            first = dice.choice(rows)
            if first["key"] not in of:
                continue
            name = damaged(of[first["key"]], dice.choice(DAMAGES), dice)
            rows.append(again(key, first, name, dice))
            true.add((first["key"], key))
        else:
            near = of and dice.random() < 0.1
            one = (
                other(dice.choice(list(of.values())), dice.choice(("sister", "neighbour")), dice)
                if near
                else firm(dice)
            )
            of[key] = one
            rows.append(lead(key, one, dice))
    return rows, true
