"""What can be said of a matter and of the way of aid in a public list: kinds alone, in the field's own words. Pure.

A matter is one of `MATTERS`, or put together of `OF_CAUSES`, the words that causes of action are made of: so no party
and no story has a word to be told in.
"""

import re

MATTERS = (
    "请求支付劳动报酬", "工伤赔偿", "劳动争议", "社会保险待遇", "最低生活保障待遇", "抚恤金、救济金", "赡养费",
    "抚养费", "扶养费", "婚姻家庭", "继承", "交通事故", "人身损害赔偿", "医疗损害", "产品质量", "农资产品质量",
    "土地承包经营权", "环境污染", "合同纠纷", "刑事案件", "国家赔偿", "行政案件", "公证事项", "其他",
)  # fmt: skip
WAYS = (
    "民事诉讼代理", "行政诉讼代理", "刑事辩护", "刑事代理", "诉讼代理", "非诉讼代理", "仲裁代理", "劳动争议仲裁代理",
    "代拟法律文书", "法律咨询", "值班律师法律帮助", "调解、和解代理", "国家赔偿代理", "公证", "其他",
)  # fmt: skip
WAYS_ALSO = {
    "诉讼": "诉讼代理", "民事诉讼": "民事诉讼代理", "民事代理": "民事诉讼代理", "行政诉讼": "行政诉讼代理",
    "辩护": "刑事辩护", "刑事": "刑事辩护", "非诉": "非诉讼代理", "非诉讼": "非诉讼代理", "仲裁": "仲裁代理",
    "劳动仲裁": "劳动争议仲裁代理",
    "代书": "代拟法律文书", "咨询": "法律咨询", "值班律师": "值班律师法律帮助", "法律帮助": "值班律师法律帮助",
    "调解": "调解、和解代理", "和解": "调解、和解代理",
}  # fmt: skip
OF_CAUSES = (
    "劳动 劳务 雇佣 用工 人事 合同 纠纷 争议 赔偿 补偿 工伤 工资 报酬 追索 支付 请求 "
    "拖欠 经济 保险 社会 养老 医疗 失业 生育 待遇 最低 生活 保障 金 费 权 案 案件 事项 "
    "类 婚姻 家庭 离婚 同居 关系 解除 变更 确认 抚养 赡养 扶养 抚育 收养 监护 彩礼 返还 "
    "财产 分割 继承 遗产 遗嘱 交通 事故 道路 机动车 非机动车 人身 损害 身体 生命 健康 "
    "名誉 隐私 侵权 侵害 责任 产品 质量 农资 种子 消费者 权益 土地 承包 经营 流转 征收 "
    "征地 拆迁 安置 宅基地 房屋 租赁 买卖 建设 工程 装修 物业 服务 相邻 借贷 借款 民间 "
    "担保 保证 债务 债权 不当得利 无因管理 饲养 动物 地面 物件 高度 危险 环境 污染 提供 "
    "劳务者 受害 义务 帮工 学校 教育 机构 公共 场所 管理 安全 抚恤 救济 国家 行政 复议 "
    "诉讼 处罚 强制 措施 不作为 信息 公开 刑事 民事 公证 执行 仲裁 代书 咨询 其他"
)
_OF_CAUSES = re.compile("(?:{0})(?:[、及]?(?:{0}))*".format("|".join(sorted(OF_CAUSES.split(), key=len, reverse=True))))
LONGEST = 20


def is_kind(text: str) -> bool:
    """Whether the text names a kind of matter and tells nothing of a case."""
    return text in MATTERS or (len(text) <= LONGEST and _OF_CAUSES.fullmatch(text) is not None)
