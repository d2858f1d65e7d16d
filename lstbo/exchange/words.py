"""The words shops write above their columns, and what they mean here.

Every table lists, per canonical column, the everyday headers in English and Chinese, best first. When a file has two
headers for one column the better word wins, then the one further left; the other is reported as ignored.
Words are compared after `normalise`: full-width forms, case, blanks, punctuation, brackets with their content and
traditional characters make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

KINDS = ("sales", "purchases", "expenses", "items", "opening")

_BRACKETS = re.compile(r"[(\[{<【〔「][^)\]}>】〕」]*[)\]}>】〕」]?")
_NOT_A_WORD = re.compile(r"[\W_]+")
_CURRENCY_TAIL = re.compile(r"(?<=.)(?:rmb|cny|usd|eur|gbp|yuan|人民币|元)$")
_PREFIXES = (
    "lineitem",
    "line",
    "items",
    "item",
    "products",
    "product",
    "sales",
    "sale",
    "sold",
    "order",
    "transaction",
    "receipt",
    "bill",
    "pos",
    "商品",
    "销售",
    "单品",
    "货品",
    "产品",
    "订单",
    "交易",
    "小票",
    "单据",
    "进货",
    "采购",
    "入库",
    "费用",
    "支出",
)
_NEVER_GUESSED = frozenset(("kind", "status", "void", "tender", "tax_code", "register", "cashier", "sold_at", "account"))
_TRADITIONAL = str.maketrans(
    "數單價額條碼稱時間號編銀員類別實應優總計買賣銷貨淨稅據訂開機臺門態狀現費備註進庫廠處類項償還憑證簡幣詳細規標產購點數",
    "数单价额条码称时间号编银员类别实应优总计买卖销货净税据订开机台门态状现费备注进库厂处类项偿还凭证简币详细规标产购点数",
)


def normalise(header: str) -> str:
    """Return `header` as it is compared: NFKC, lower case, letters and digits only, no bracketed remark, simplified."""
    text = unicodedata.normalize("NFKC", header).lower().translate(_TRADITIONAL)
    bare = _NOT_A_WORD.sub("", _BRACKETS.sub("", text))
    return _CURRENCY_TAIL.sub("", bare) or _NOT_A_WORD.sub("", text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("\n", ",").split(",") if word.strip())


# One row (or one receipt) of what was sold. `date_word` and `time_word` become sold_at, or sold_date and sold_time;
# `thing` becomes item or name; `total` becomes net or amount_paid: the values of the column decide.
_DATE = _words("date, day, business date, trading date, 日期, 营业日期, 业务日期, 账单日期, 单据日期, 记账日期")
_TIME = _words("time, hour, clock, 时间, 时刻, 扫码时间, 扫码销售时间")
_THING = _words("item, product, article, goods, 商品, 产品, 货品, 菜品, 单品, 物品, 品项, 单品名")
_ITEM = _words(
    """item code, item no, item number, item id, itemcode, sku, sku code, sku id, product code, product id, product no,
    product number, stock code, article no, article number, article code, plu, part no, part number, code, style no,
    货号, 商品编号, 商品编码, 商品代码, 商品货号, 商品id, 单品编码, 单品编号, 货品编码, 货品编号, 产品编码, 产品编号, 物料编码, 款号, 自编码, 店内码,
    编码, 编号, 代码, 商品号, 品号, lineitem sku, menu item code"""
)
_BARCODE = _words(
    """barcode, bar code, barcodes, ean, ean13, ean code, gtin, upc, upc code, jan, isbn, scan code, 条码, 商品条码, 条形码,
    商品条形码, 国际条码, 国条码, 69码, 条码号, 主条码, 扫描码"""
)
_NAME = _words(
    """item name, name, product name, description, item description, product description, product title, product detail, article name,
    lineitem name, line item, menu item, goods name, desc, 商品名称, 品名, 名称, 商品名, 货品名称, 菜品名称,
    单品名称, 产品名称, 货名, 商品描述, 商品标题, 菜名, 物品名称, 商品全名, 品名规格, 存货名称"""
)
_QUANTITY = _words(
    """quantity, qty, qty sold, quantity sold, units sold, units, item quantity, lineitem quantity, pcs, pieces, no of units,
    number of units, number of items, count, 数量, 销售数量, 销量, 件数, 个数, 份数, 数目, 购买数量, 商品数量, 售出数量, 销货数量, 数"""
)
_CATEGORY = _words(
    """category, category name, department, dept, group, product category, item category, sales category, menu group, product
    type, product line, 分类, 类别, 品类, 商品分类, 商品类别, 分类名称, 大类, 大类名称, 部类, 类目, 科组"""
)
_UNIT = _words("unit, uom, unit of measure, measure, 单位, 计量单位, 销售单位, 基本单位")
_TAX_CODE = _words("tax code, vat code, tax class, tax rate, vat rate, 税码, 税率, 税目, 税种, 增值税率")
_SUPPLIER = _words(
    """supplier, supplier name, vendor, vendor name, supplier code, 供应商, 供应商名称, 供货商, 供货单位, 厂商, 厂家, 供方,
    往来单位, 批发商, 经销商, 进货单位"""
)
_PAID_FROM = _words(
    """paid from, paid by, paid with, payment method, payment type, pay type, payment, tender, method, account paid,
    from account, 付款账户, 支付账户, 付款方式, 支付方式, 结算方式, 付款, 收付款方式, 资金账户, 出账账户"""
)

_SALES: Mapping[str, tuple[str, ...]] = {
    "receipt_id": _words(
        """receipt id, receipt no, receipt number, receipt, invoice no, invoice number, invoice id, invoice, transaction id,
        transaction no, transaction number, transaction, trans no, trans id, trx id, txn id, txn no, bill no, bill number,
        bill id, bill, order id, order no, order number, order, ticket no, ticket number, ticket id, ticket, check id,
        check no, check number, sale id, sale no, basket id, basket, cheque no, document no, document number, doc no,
        小票号, 小票编号, 小票单号, 小票流水号, 小票, 流水号, 销售流水号, 交易流水号, 收银流水号, 流水, 单号, 销售单号, 单据号, 单据编号, 订单号,
        订单编号, 交易号, 交易单号, 交易订单号, 票号, 票据号, 收据号, 账单号, 结账单号, 收银单号, 凭证号, 序列号"""
    ),
    "sold_at": _words(
        """sold at, sold on, datetime, date time, date and time, timestamp, invoice date, invoicedate, transaction date,
        transaction time, sale date, sales date, sale time, order date, order time, receipt date, created at, created,
        closed at, paid at, checkout time, business time, 销售时间, 交易时间, 销售日期, 日期时间, 交易日期, 下单时间, 结账时间, 收银时间,
        收款时间, 支付时间, 付款时间, 成交时间, 订单时间, 开单时间, 开单日期, 订单日期, 发生时间, 消费时间, 创建时间, 订单创建时间, 交易创建时间, 时间日期"""
    ),
    "sold_date": ("sold date",),
    "sold_time": ("sold time",),
    "date_word": _DATE,
    "time_word": _TIME,
    "register": _words(
        """register, register id, register no, till, till no, till id, terminal, terminal id, terminal no, pos, pos no, pos id,
        lane, device, device name, workstation, counter, 收银机, 收银机号, 收银台, 收银台号, 机号, pos机号, pos机, 款台, 款台号, 款机号,
        终端号, 终端, 设备号, 设备, 台号"""
    ),
    "cashier": _words(
        """cashier, cashier name, cashier id, employee, employee name, staff, staff name, server, operator, clerk, salesperson,
        user, seller, 收银员, 收银员姓名, 收款员, 营业员, 操作员, 店员, 销售员, 业务员, 经办人, 导购, 导购员, 服务员, 收款人, 收银人员, 员工"""
    ),
    "kind": _words(
        """kind, sale type, sales type, receipt type, event type, operation type, transaction type, type, document type,
        is refund, is return, refund, return, returned, 销售类型, 单据类型, 交易类型, 业务类型, 类型, 销售方式, 是否退货, 退货, 退货标志, 退货标识,
        销售标志, 小票类型"""
    ),
    "status": _words(
        """status, receipt status, order status, transaction status, state, 状态, 单据状态, 订单状态, 交易状态, 小票状态, 当前状态"""
    ),
    "void": _words("void, voided, is void, is voided, cancelled, canceled, 作废, 是否作废, 作废标志"),
    "thing": _THING,
    "item": _ITEM,
    "barcode": _BARCODE,
    "name": _NAME,
    "quantity": _QUANTITY,
    "unit_price": _words(
        """unit price, price, price each, price per unit, each, item price, product price, selling price, sell price, sale price,
        sales price, lineitem price, retail price, 单价, 商品单价, 销售单价, 售价, 零售价, 销售价, 成交价, 成交单价, 实售价, 实际售价, 现价, 价格,
        商品售价, 零售单价, 原价"""
    ),
    "discount": _words(
        """discount, discounts, discount amount, disc, disc amount, line discount, lineitem discount, rebate, markdown, promotion,
        优惠金额, 优惠, 折扣金额, 折扣额, 折扣, 折让, 折让金额, 让利, 让利金额, 减免, 减免金额, 立减, 商家优惠, 优惠额, 总优惠"""
    ),
    "tax_code": _TAX_CODE,
    "net": _words(
        """net, net sales, net amount, net total, net price, line total, line amount, line net, item total, extended price, ext
        price, extended amount, sales amount, sale amount, amount, subtotal, sub total, value, revenue, sales, turnover,
        金额, 销售金额, 小计, 小计金额, 净额, 净销售额, 成交金额, 折后金额, 行金额, 商品金额, 销售额, 实销金额, 实售金额, 折后小计, 销售净额"""
    ),
    "total": _words(
        """total, total amount, total price, total sales, grand total, receipt total, invoice total, order total, transaction
        total, total due, amount due, total collected, 总金额, 总额, 合计, 合计金额, 总计, 总价, 应收, 应收金额, 订单金额, 订单总额,
        交易金额, 应付金额"""
    ),
    "amount_paid": ("amount paid",),
    "paid": _words(
        """paid amount, total paid, paid, payments total, amount received, received, 实收, 实收金额, 实付, 实付金额,
        支付金额, 付款金额, 收款金额, 已付金额, 订单实付金额, 商家实收"""
    ),
    "gross": _words("gross, gross sales, gross amount, gross total, 原价金额, 原金额, 折前金额, 商品总价, 原价小计, 折前小计, 应收小计"),
    "rounding": _words("rounding, round off, rounding amount, 抹零, 抹零金额, 舍入, 去零, 零头"),
    "tender": _words(
        """tender, tender type, payment method, payment type, pay type, payment, pay method, pay by, paid by, paid with, method of
        payment, mop, payment mode, method, 支付方式, 付款方式, 收款方式, 支付类型, 付款类型, 结算方式, 结账方式, 收付款方式, 支付渠道, 付款渠道,
        收款渠道, 支付, 收款类型, 付款"""
    ),
    "customer": _words("customer, customer name, tab, account holder, 顾客, 顾客姓名, 客户, 客户名称, 会员, 会员名称, 会员姓名, 赊账人, 挂账人"),
    "original_receipt": _words("original receipt, original invoice, return against, refund of, 原单号, 原小票号, 原流水号, 原订单号"),
    "category": _CATEGORY,
    "unit": _UNIT,
}
_PURCHASES: Mapping[str, tuple[str, ...]] = {
    "document": _words(
        """document, document no, document number, doc no, delivery note, delivery no, invoice no, invoice number, invoice, bill no,
        order no, order number, po number, po no, purchase order, receipt no, receipt number, reference, ref, number, 单据号, 单据编号,
        入库单号, 进货单号, 采购单号, 送货单号, 单号, 凭证号, 订单号, 发票号, 流水号, 收货单号, 票号"""
    ),
    "received_at": _words(
        """received at, received on, received date, date received, delivery date, receipt date, purchase date, invoice date, order
        date, datetime, timestamp, 入库时间, 入库日期, 进货日期, 进货时间, 采购日期, 收货日期, 收货时间, 到货日期, 送货日期, 单据时间, 开单日期"""
    ),
    "date_word": _DATE,
    "time_word": _TIME,
    "supplier": _SUPPLIER,
    "thing": _THING,
    "item": _ITEM,
    "barcode": _BARCODE,
    "name": _NAME,
    "quantity": (
        *_QUANTITY,
        *_words("received, received quantity, qty received, 进货数量, 采购数量, 入库数量, 收货数量, 到货数量, 实收数量"),
    ),
    "unit_cost": _words(
        """unit cost, cost, unit price, cost price, purchase price, buying price, price, price each, cost each, 进价, 进货价, 进货单价,
        采购价, 采购单价, 成本价, 成本, 单位成本, 单价, 入库单价, 含税单价, 批发价, 价格"""
    ),
    "net": _words(
        """net, line total, amount, total, subtotal, line amount, total cost, value, 金额, 小计, 进货金额, 采购金额, 入库金额, 总金额, 合计, 总价,
        成本金额, 价税合计"""
    ),
    "paid_from": _PAID_FROM,
    "kind": _words("kind, type, document type, 单据类型, 类型, 业务类型"),
    "tax_code": _TAX_CODE,
    "category": _CATEGORY,
    "unit": _UNIT,
}
_EXPENSES: Mapping[str, tuple[str, ...]] = {
    "date": (
        *_words("date, expense date, paid on, payment date, transaction date, datetime, timestamp, 日期, 支出日期, 费用日期, 付款日期"),
        *_words("发生日期, 时间, 交易时间, 支付时间, 付款时间, 记账日期, 交易日期, 发生时间, 创建时间, 交易创建时间, 交易成功时间, 记账时间"),
    ),
    "account": _words("account, account code, account name, ledger account, 科目, 会计科目, 科目编码, 科目代码, 科目名称, 账户"),
    "category": _words(
        """category, expense type, expense category, kind of expense, type, expense, 类别, 分类, 费用类别, 费用类型, 支出类别, 支出类型, 项目,
        费用项目, 支出项目, 收支项目, 用途, 类型"""
    ),
    "amount": _words(
        """amount, amount paid, sum, total, value, cost, paid, price, debit, 金额, 支出金额, 费用金额, 付款金额, 实付金额, 支付金额, 支出, 合计,
        总金额, 发生额"""
    ),
    "paid_from": _PAID_FROM,
    "payee": _words("payee, paid to, vendor, supplier, recipient, merchant, shop, 收款人, 收款方, 收款单位, 对方, 交易对方, 供应商, 商户, 商家"),
    "memo": _words("memo, note, notes, description, remark, remarks, comment, details, reference, 备注, 摘要, 说明, 附言, 描述, 事由, 内容"),
}
_ITEMS: Mapping[str, tuple[str, ...]] = {
    "thing": _THING,
    "item": _ITEM,
    "barcode": _BARCODE,
    "pack_barcodes": _words("pack barcodes, pack barcode, case barcode, carton barcode, 箱码, 箱条码, 包装条码, 整箱条码, 多条码, 辅助条码"),
    "name": _NAME,
    "category": _CATEGORY,
    "unit": _UNIT,
    "price": _words(
        """price, selling price, sell price, retail price, sale price, unit price, sales price, list price, 售价, 零售价, 销售价, 单价, 价格,
        零售单价, 标价, 商品售价, 现价, 销售单价"""
    ),
    "cost": _words(
        """cost, unit cost, cost price, purchase price, buying price, wholesale price, 进价, 成本, 成本价, 进货价, 采购价, 批发价, 进货单价, 采购单价"""
    ),
    "tax_code": _TAX_CODE,
    "supplier": _SUPPLIER,
    "shelf_life_days": _words("shelf life days, shelf life, days to expiry, 保质期, 保质天数, 保质期天数, 有效期天数"),
}
_OPENING: Mapping[str, tuple[str, ...]] = {
    "kind": _words("kind, type, kind of balance, 种类, 类型, 期初类型"),
    "memo": _words("memo, note, notes, remark, remarks, comment, 备注, 摘要, 说明"),
    "date": _words("date, opening date, as of, 日期, 期初日期, 建账日期"),
    "account": _words("account, account code, account name, 科目, 会计科目, 科目编码, 科目代码, 科目名称, 账户"),
    "amount": _words("amount, balance, opening balance, 金额, 余额, 期初余额, 期初金额"),
    "debit": _words("debit, debit balance, opening debit, 借方, 借方余额, 期初借方, 借方金额"),
    "credit": _words("credit, credit balance, opening credit, 贷方, 贷方余额, 期初贷方, 贷方金额"),
    "party": _words("party, customer, supplier, vendor, name of party, 往来单位, 客户, 供应商, 往来, 客户名称, 供应商名称"),
    "thing": _THING,
    "item": _ITEM,
    "barcode": _BARCODE,
    "name": _NAME,
    "category": _CATEGORY,
    "unit": _UNIT,
    "quantity": (
        *_QUANTITY,
        *_words("on hand, stock, stock on hand, in stock, quantity on hand, opening stock, 库存, 库存数量, 期初数量, 现有库存, 结存数量"),
    ),
    "unit_cost": _words("unit cost, cost, cost price, purchase price, 成本, 成本价, 进价, 单位成本, 期初成本, 进货价, 单价, 成本单价"),
    "value": _words("value, stock value, opening value, total cost, 库存金额, 期初库存金额, 库存价值, 货值, 成本金额, 结存金额"),
}
_TABLES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"sales": _SALES, "purchases": _PURCHASES, "expenses": _EXPENSES, "items": _ITEMS, "opening": _OPENING}
)

# What cells say: ways of paying, and what became of a sale. Words are parted by blanks.
TENDER_WORDS: Mapping[str, str] = {
    "cash": "cash 现金 现钞 人民币 现金支付 cash payment 现 notes coins",
    "wechat": "wechat wechatpay weixin 微信 微信支付 wx wxpay 微信收款 财付通 微信扫码 wechat_pay 零钱 零钱通 微信零钱",
    "alipay": "alipay 支付宝 支付宝支付 zfb 花呗 余额宝 支付宝扫码 ant",
    "card": "card creditcard debitcard credit debit credit/debit visa mastercard master amex unionpay maestro eftpos pos "
    "cardpayment bankcard 刷卡 银行卡 信用卡 借记卡 储蓄卡 银联 银联卡 pos刷卡 云闪付 刷卡支付 creditcards applepay googlepay",
    "bank": "bank banktransfer transfer wire bacs sepa 银行 银行转账 转账 对公转账 网银 汇款 网上银行 对公",
    "tab": "tab onaccount account storecredit accountcredit oncredit houseaccount credit_account customeraccount ar "
    "赊账 挂账 赊欠 赊 赊销 记账 欠款 挂单 签单 月结 应收 赊购",
    "voucher": "voucher coupon giftcard gift storedvalue membercard vouchers giftvoucher 储值卡 储值 会员卡 会员储值 优惠券 代金券 购物卡 "
    "礼品卡 券 会员余额 预付卡 卡券 提货券 余额 消费券 充值卡 会员卡支付",
    "platform": "platform meituan eleme 美团 饿了么 京东 京东到家 淘宝 抖音 平台 外卖 美团外卖 饿百 线上 多多 拼多多 ubereats doordash "
    "deliveroo grubhub online 美团闪购 淘宝闪购 小程序 有赞",
    "other": "other others 其他 其它 misc othertender 其他支付 mixed",
}
KIND_WORDS: Mapping[str, str] = {
    "sale": """sale sales sold payment paid closed completed complete done success succeeded normal regular purchase invoice charge
    fulfilled settled finished saleline receipt wccompleted wcprocessing processing 销售 零售 正常 已完成 完成 交易成功 支付成功 成功 已支付 已付款 正常销售 销售单 销货 结账 已结账
    已收款 普通销售 出售 已结算 交易完成 零售单 收款 消费 有效 销售出库 支付""",
    "refund": """refund refunded return returned refunds returns creditnote credit chargeback salereturn salesreturn exchangereturn wcrefunded 退货 退款
    已退款 退货单 销售退货 已全额退款 退款成功 退单 已退货 退 零售退货 全额退款 退货退款 红冲""",
    "void": """void voided cancel cancelled canceled deleted annulled abandoned closedunpaid tradeclosed failed revoked reversed wccancelled wcfailed 作废 已作废
    已取消 取消 交易关闭 已关闭 撤销 已撤销 删除 废单 无效 支付失败 已撤单 撤单 反结账 冲销""",
}

_TOTAL_WORDS = frozenset(
    normalise(word)
    for word in _words(
        """total, totals, grand total, sub total, sum, sums, overall total, page total, report total, total amount, 合计, 总计, 小计, 总合计,
        本页合计, 本页小计, 共计, 累计, 汇总, 日合计, 本日合计, 当日合计, 页小计, 合计金额"""
    )
)
_TOTAL_TEXT = re.compile(r"(?:合计|总计|小计|共计|(?:grand |sub)?total|sum)\s*[:(=]?\s*[\d¥$,.\s笔条行)]*", re.IGNORECASE)


def canonical_columns(kind: str) -> tuple[str, ...]:
    """Return the canonical names that a table of `kind` may have, the in-between words (`date_word` ...) included."""
    return tuple(_TABLES[kind])


@cache
def synonyms(kind: str) -> Mapping[str, tuple[str, int]]:
    """Return, for each normalised header word of `kind`, its canonical name and its rank there (0 is the best word).

    A canonical name is the best word for itself. A word listed twice belongs to the first canonical name that lists it.
    """
    found: dict[str, tuple[str, int]] = {}
    for canonical in _TABLES[kind]:
        if not canonical.endswith("_word") and canonical not in ("thing", "item", "total", "paid"):
            found[normalise(canonical)] = (canonical, 0)
    for canonical, words in _TABLES[kind].items():
        for rank, word in enumerate(words, start=1):
            found.setdefault(normalise(word), (canonical, rank))
    return MappingProxyType(found)


def meaning(kind: str, header: str) -> tuple[str, int] | None:
    """Return what `header` means in a table of `kind` as (canonical name, rank), or None.

    A header that is not listed is tried once more without a leading "item", "order", "商品" ... (rank + 100).
    """
    table = synonyms(kind)
    word = normalise(header)
    if not word:
        return None
    if word in table:
        return table[word]
    for prefix in _PREFIXES:
        canonical, rank = table.get(word[len(prefix) :], ("", 0)) if word.startswith(prefix) else ("", 0)
        if canonical and canonical not in _NEVER_GUESSED:
            return canonical, rank + 100
    return None


@cache
def header_words() -> frozenset[str]:
    """Return every normalised header word of every kind: the evidence that a text was decoded rightly."""
    return frozenset(word for kind in KINDS for word in synonyms(kind) if len(word) > 1)


def is_total_text(cell: str) -> bool:
    """Say whether a cell is what stands in front of a row of totals: "合计", "Total:", "小计 12笔"."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if not text or len(text) > 40:
        return False
    return normalise(text) in _TOTAL_WORDS or bool(_TOTAL_TEXT.fullmatch(text))


def count_header_words(cells: Iterable[str]) -> int:
    """Return how many of `cells` are header words of any kind."""
    words = header_words()
    return sum(1 for cell in cells if len(cell) <= 40 and normalise(cell) in words)
