"""The problem codes of imports: what each means, in both languages, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from lstbo.core.language import language

ERROR, HELD, NOTE = "error", "held", "note"


@dataclass(frozen=True, slots=True)
class Code:
    """A code's severity, its message in Chinese and English, and a suggestion (both languages in one line)."""

    severity: str
    zh: str
    en: str
    suggestion: str = ""


CODES: dict[str, Code] = {
    "E_ENCODING": Code(ERROR, "这一行有读不出的字符", "this line holds characters that cannot be read", "export again as UTF-8 / 重新导出"),
    "E_HEADER": Code(ERROR, "没有找到表头", "no header line was found", "keep the header line / 保留表头"),
    "E_ROW_WIDTH": Code(ERROR, "本行列数与表头不符", "the line has another number of fields than the header", "line cut off? export again / 重新导出"),
    "E_ROW_LONG": Code(ERROR, "本行太长", "the line is too long", "a quote that never closes? / 检查引号"),
    "E_DATE": Code(ERROR, "日期不对（1990年以前、明天以后或写法不明）", "not a date between 1990 and tomorrow", "write 2026-11-22 18:30"),
    "E_DATE_AMBIGUOUS": Code(ERROR, "分不清日和月", "day or month first is not clear", "write 2026-11-22 18:30"),
    "E_TZ": Code(ERROR, "时区不明", "unknown time zone", "write local time / 写本地时间"),
    "E_NUMBER": Code(ERROR, "不是数字，或小数位太多", "not a number, or too many decimals", "write 12.50"),
    "E_ITEM": Code(ERROR, "没有商品编号、条码或名称", "no item code, barcode or name", "fill one of them / 补上一项"),
    "E_GTIN_PRECISION": Code(ERROR, "条码被表格软件截断", "a spreadsheet cut the digits of this code", "export codes as text / 条码按文本导出"),
    "E_GTIN_CHECK": Code(ERROR, "条码校验位不对", "the barcode's check digit is wrong", "scan it again / 重新扫码"),
    "E_DUPLICATE_CODE": Code(ERROR, "编号重复", "this code stands in the file twice", "keep one line / 只留一行"),
    "E_SIGN": Code(ERROR, "正负号不对：退货的数量和金额应为负", "wrong sign: a refund has negative quantity and net", "check the sign / 检查正负号"),
    "E_TOTALS": Code(ERROR, "商品合计与金额不符", "the lines do not add up to the amount", "missing line? / 少了一行？"),
    "E_TENDER": Code(ERROR, "付款方式写法不对", "the payment cannot be read", "write cash:10.00;wechat:5.50"),
    "E_REFUND_NO_ORIG": Code(ERROR, "退货找不到原单", "the refund's original is not known", ""),
    "E_STATUS": Code(ERROR, "状态不对", "wrong status", ""),
    "E_ACCOUNT": Code(ERROR, "没有这个科目或类别", "no such account or category", "lstbo accounts list"),
    "E_EMPTY": Code(ERROR, "缺少必填内容", "something required is missing", "fill it in / 补上"),
    "E_LOCKED": Code(ERROR, "日期在已锁定的月份", "the date lies in a locked month", "use an open month / 用未锁定的日期"),
    "H_SKU_UNKNOWN": Code(HELD, "商品未建档", "unknown item", "lstbo import map"),
    "H_TENDER_UNKNOWN": Code(HELD, "付款方式未知", "unknown way of paying", "lstbo import map"),
    "H_STATUS_UNKNOWN": Code(HELD, "状态未知", "unknown status", "correct it and import again / 改好后再导入"),
    "H_PRICE_UNKNOWN": Code(HELD, "没有金额，商品也没有售价", "no money in the file and the item has no price", "lstbo import items"),
    "H_PERIOD_LOCKED": Code(HELD, "日期在已锁定的月份", "the date lies in a locked month", "--accept-changes posts it on the first open day"),
    "D_SUPERSEDES": Code(HELD, "与已入账的小票不同", "differs from the receipt in the books", "--accept-changes replaces it / 用 --accept-changes 更正"),
    "D_BARCODE_SHARED": Code(NOTE, "条码与别的商品相同", "the barcode belongs to another item too", ""),
    "I_PREAMBLE": Code(NOTE, "表头重复", "a repeated header", ""),
    "I_TOTAL_ROW": Code(NOTE, "合计行", "a total row", ""),
    "I_VOID": Code(NOTE, "作废", "void", ""),
}


def severity(code: str) -> str:
    """Return error, held or note."""
    return CODES[code].severity if code in CODES else (HELD if code.startswith("H_") else ERROR)


def code_message(code: str) -> str:
    """Return what a code means in the language in force; the code itself when it is not ours."""
    known = CODES.get(code)
    return code if known is None else known.zh if language() == "zh" else known.en
