"""词表: the verbs of official Chinese, sorted by whether one can later check that the thing was done.

Added to freely; a word stands in one list only. Longer words win over shorter ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches any of `words`, shared beginnings factored out for speed."""
    rests: dict[str, list[str]] = {}
    ends = False
    for word in dict.fromkeys(words):
        if word:
            rests.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    parts = [re.escape(letter) + alternation(rest) for letter, rest in rests.items()]
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return f"{body}?" if ends else body


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split()))


# The thing is there or not, whoever is asked: hard even after 推动 or 加快.
DONE = _words(
    """
    完成 建成 建成投用 建成启用 建成开放 建成投产 建成投运 建成运营 建成开业 基本建成 全面建成 基本完成 全面完成
    开工 开工建设 动工 动工建设 竣工 完工 复工 启用 投用 投产 投运 封顶 通车 开业 开园 开馆 交付
    出台 印发 颁布 颁发 关闭 关停 取缔 拆除 淘汰 腾退 清退 销号 获批 办结 兑现 发放 出让 挂牌 揭牌 签约
    """
)
# An act with an end, hard when it is what the clause itself does; 推动设立, 探索建立 stay a direction.
ACT = _words(
    """
    制定 制订 制定出台 制定实施 编制 编制完成 拟定 拟订 修订 修编 发布 公布 成立 设立 组建 举办 承办 召开 开办
    开通 开设 新设 新建 改建 扩建 新改扩建 改扩建 新增 增设 修建 兴建 迁建 重建 打通 新开 增开 延长 接通 上线
    杜绝 根治 消除 清零 归零 完善出台 签订 签署 选聘 招聘 招录 评选 命名 授予 编印 开展试点
    """
)
# A start; hard unless what is started is itself only a study or a preparation.
START = _words("启动 启动建设 启动实施 全面启动 正式启动 开建")
# A thing or a rule; hard when it is a thing.
SET_UP = _words("建立 创建")
# Directions.
WAY = _words(
    """
    推动 推进 推出 搭建 加快 加强 加大 加力 加速 深化 强化 完善 健全 优化 提升 提高 提增 提速 打造 构建 建设 支持 鼓励 引导 促进
    培育 培养 培优 壮大 发展 扩大 拓展 拓宽 探索 落实 落细 实施 开展 组织 抓好 抓实 抓牢 抓紧 做好 办好 做强 做大 做优
    做精 做实 做细 用好 用足 发挥 争取 争创 创新 改革 改进 改造 改善 升级 规范 严格 严厉 严打 严控 严守 严防 严肃 整治
    治理 防范 防控 防止 避免 化解 保障 维护 巩固 统筹 协调 谋划 规划 布局 引进 引入 招引 招商 集聚 吸引 盘活 整合 整合
    推广 推行 实行 试点 试行 形成 营造 弘扬 扶持 减轻 压减 压缩 压降 降低 减少 增加 增强 延伸 衔接 对接 参与 承接 服务
    帮助 助力 解决 破解 突破 抢抓 紧抓 抓住 把握 管好 守住 守牢 守护 筑牢 织密 织牢 擦亮 打响 打好 打赢 丰富 充实 开发
    利用 保护 修复 储备 供应 筹集 筹建 筹办 筹备 提供 满足 确保 保持 实现 达到 纳入 转变 再造 梳理 重点 扎实 深入 投入
    安排 划定 排查 清理 清查 查处 打击 惩治 监管 监督 检查 督促 督导 考核 评估 审计 宣传 普及 培训 教育 开放 稳定 稳住
    夯实 凝聚 激发 释放 撬动 带动 发行 争当 力促 联合 联动 融入 建好 管住 建强 种植 绿化 美化 亮化 净化 清淤 疏浚 更新
    建设运营 运营 运作 申报 申请 承担 转化 转移 输送 储备 储存 收储 征收 征地 整备 供地 供给 配建 配备 配置 配套 安装 铺设
    覆盖 惠及 免除 取消 下放 精简 减免 补助 补贴 奖励 资助 救助 帮扶 慰问 走访 调研 摸清 建档 入库 入统 入规 升规 晋级
    做到 听取 报告 厘清 扎紧 汇聚 提请 推介 树立 践行 坚守 传承 举办好 抽检 检测 监测 巡查 修缮 维修 维护 翻新 加装 加固 除险 招 选派 选拔 引育 孵化 认定 新培育
    新引进 新认定 新创建 新改建 新打造 新签约 新落户 新种 新推广 新招引 提质 增效 扩容 扩面 拓 攻坚 攻克 研发 研制 试种
    遏制 控制 约束 问责 追究 兜牢 兜底 织就 落地 落户 冲刺 迈进 跻身 进入 力保 减 增 提 补齐 补足 补短板 盯紧 紧盯 对标
    调整 调控 调优 分类 分步 设计 编写 编纂 挖掘 激活 活化 唱响 讲好 展示 展现 回应 回收 处置 处理 收集 归集 共享 开拓 扩展
    搞好 办理 受理 执行 接受 学习 贯彻 增加值 关心 爱护 精选 用力 减材料 从严 从重 从快 全面 健强 试行 明确 压实
    """
)
# Words before the verb. A verb after one of SOFTENING is only wished for, tried or helped along.
SOFTENING = _words(
    """
    推动 推进 促进 支持 鼓励 引导 探索 研究 积极争取 争取 试点 协调 帮助 协助 筹备 筹划 谋划 酝酿 适时 逐步 配合 指导 督促
    持续 积极 常态化
    """
)
MANNER = _words(
    """
    强力 广泛 始终 自觉 定期 全力以赴 脚踏实地 大胆 合理 妥善 周密 密切 牢固 广泛 深度 高位 联动 全方位 多渠道 圆满 超额 真正 大力 全力 全面 着力 奋力 积极 切实 深入 扎实 持续 不断 进一步 加快 加速 加紧 抓紧 稳步 稳妥 有序 高标准 高质量 高水平
    高品质 高起点 高效 高规格 高位 精心 认真 严格 坚决 坚定不移 坚定 继续 尽快 尽早 及早 重点 努力 力争 确保 率先 科学 统筹
    主动 牢牢 纵深 系统 精准 有效 分类 分批 年内 今年 全年 每年 年底前 基本 顺利 同步 集中 集约 联合 共同 依法 如期 按期
    按时 适度 超前 提前 新 再 力促 必须 务必 一体 统一 逐步 逐年 常态化 规范 创新 因地制宜 务实 稳定 合力 充分 更好 整体
    协同 滚动 继续 提速 力推 致力 聚力 倾力 用心 用情 要 将 须 应 应当 争 对接 谋划 研究 对外 常态 系统性 规范化 大规模 全域
    """
)

_CLASS: dict[str, str] = {}
for _class, _list in (
    ("way", WAY),
    ("manner", MANNER),
    ("soften", SOFTENING),
    ("set_up", SET_UP),
    ("start", START),
    ("act", ACT),
    ("done", DONE),
):
    _CLASS.update(dict.fromkeys(_list, _class))
_WORD = re.compile(alternation(_CLASS))
_HURRY = frozenset(("加快", "加速", "努力", "奋力", "致力"))
_WILL = _HURRY | frozenset(
    ("力争", "确保", "争取", "推动", "推进", "务必", "必须", "计划", "将", "要", "再", "继续")
)
_ALSO_VERBS = frozenset(WAY) & frozenset(MANNER)
_CARRIERS = frozenset(SOFTENING) | frozenset(
    ("加快", "加速", "实现", "建设", "改造", "实施", "组织", "确保", "统筹", "谋划", "安排", "力促")
)


class Head(NamedTuple):
    """The verbs a clause opens with: the deciding one, whether it is only wished for, and where it stands."""

    kind: str  # done act start set_up way, or "" where the clause opens with no verb
    softened: bool  # 推动, 探索, 争取 …
    hurried: bool  # 加快, 努力 …
    willed: bool  # 力争, 确保, 推动, 加快 …
    action: str
    start: int
    end: int


def head(text: str, start: int, end: int) -> Head:
    """Read the run of adverbs and verbs at `start`: 加快推动完成 -> done 完成."""
    kind, action, begin, after = "", "", start, start
    softened = hurried = willed = False
    place, spare = start, None
    while (match := _WORD.match(text, place, end)) is not None:
        word, said = match.group(), _CLASS[match.group()]
        place = match.end()
        hurried = hurried or word in _HURRY
        willed = willed or word in _WILL
        if said == "manner":
            spare = match if word in _ALSO_VERBS else spare
            continue
        if said == "soften":
            softened = softened or not kind
            if kind:
                continue
        elif kind == "way" and action not in _CARRIERS:
            break  # 提高开工率: what follows is the object
        elif kind in ("done", "act", "start"):
            break
        elif kind == "set_up" and said == "way":
            kind = "way"
            break
        kind, action, begin, after = "way" if said == "soften" else said, word, match.start(), place
    if not kind and spare is not None:
        return Head("way", softened, hurried, willed, spare.group(), spare.start(), spare.end())
    return Head(kind, softened, hurried, willed, action, begin, after)
