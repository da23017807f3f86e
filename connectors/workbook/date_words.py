"""The words and shapes of dates in Chinese, English and Spanish."""

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene",
            "february feb febrero",
            "march mar marzo",
            "april apr abril abr",
            "may mayo",
            "june jun junio",
            "july jul julio",
            "august aug agosto ago",
            "september sep sept septiembre set",
            "october oct octubre",
            "november nov noviembre",
            "december dec diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = "(?P<name>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
WEEKDAY_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lunes",
            "tuesday tue tues martes",
            "wednesday wed miércoles",
            "thursday thu thur thurs jueves",
            "friday fri viernes",
            "saturday sat sábado",
            "sunday sun domingo",
        )
    )
    for name in names.split()
}
NAMED_WEEKDAY = re.compile(
    r"^(?P<day>" + "|".join(sorted(WEEKDAY_NAMES, key=len, reverse=True)) + r")[.,]?\s+(?=\d|[a-z])"
)
BRACKETED_WEEKDAY = re.compile(r"\(?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])\)?$")
TIME_OF_DAY = re.compile(
    r"(?:(?<=\d)t|\s+|(?<=[日号]))"
    r"(?:\d{1,2}[:时点]\d{0,2}(?::\d{2})?(?:\.\d+)?分?\s*(?:[ap]\.?m\.?)?"
    r"(?:\s*(?:z|[+-]\d{2}:?\d{2}))?)$"
)
PART_OF_DAY = re.compile(r"(?<=[日号\d])\s*(?:上午|下午|晚上|晚|早上|中午|全天)$")
NUMERALS = {"〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
NUMERALS |= {"六": 6, "七": 7, "八": 8, "九": 9}
YEAR_IN_NUMERALS = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
NUMBER_IN_NUMERALS = re.compile(r"[一二三四五六七八九十]{1,3}(?=[月日号])")
SHAPES: dict[str, re.Pattern[str]] = {
    name: re.compile(shape)
    for name, shape in {
        "ymd": r"(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})\s?[日号]?",
        "digits8": r"(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})",
        "digits6": r"(?P<y>\d{2})(?P<m>\d{2})(?P<d>\d{2})",
        "short": r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<c>\d{2})",
        "year_last": r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})",
        "short_year": r"(?P<y>\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?",
        "named_dmy": r"(?P<d>\d{1,2})(?:st|nd|rd|th|º)?[-/ ]?(?:de )?"
        + MONTH
        + r",?[-/ ]?(?:de |del )?'?(?P<y>\d{4}|\d{2})",
        "named_mdy": MONTH + r"[-/ ]?(?P<d>\d{1,2})(?:st|nd|rd|th)?,?[-/ ]+(?P<y>\d{4}|\d{2})",
        "named_dm": r"(?P<d>\d{1,2})(?:st|nd|rd|th|º)?[-/ ]?(?:de )?" + MONTH,
        "named_md": MONTH + r"[-/ ]?(?P<d>\d{1,2})(?:st|nd|rd|th)?",
        "named_my": MONTH + r",?[-/ ]?(?:de )?'?(?P<y>\d{4})",
        "relative_day": r"(?P<rel>明年|今年|去年|本年)(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?",
        "md": r"(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?",
        "two_days": r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月"
        r"(?P<d>\d{1,2})[日号]?[/、和-](?P<e>\d{1,2})[日号]",
        "slash": r"(?P<a>\d{1,2})/(?P<b>\d{1,2})",
        "dot": r"(?P<m>\d{1,2})\.(?P<d>\d{2})",
        "third": r"(?:(?P<y>\d{4})[年/.-])?(?P<m>\d{1,2})月(?P<t>上旬|初|中旬|中|下旬|底|末)",
        "month": r"(?P<y>\d{4})[年/.-](?P<m>\d{1,2})月?",
        "bare_month": r"(?P<m>\d{1,2})月份?",
        "week_number": r"(?:(?P<y>\d{4})年?[- ]?)?(?:w|第|week ?|wk ?|cw ?|kw ?)(?P<w>\d{1,2})周?",
        "quarter": r"(?:(?P<y>\d{4})年?[- ]?)?(?:q|第)?(?P<q>[1-4一二三四])(?:季度|季)?",
        "quarter_first": r"q(?P<q>[1-4])[- /]?(?P<y>\d{4})",
        "half": r"(?:(?P<y>\d{4})年?)?(?P<h>上|下)半年",
        "half_en": r"(?:(?P<y>\d{4})[- ]?)?h(?P<n>[12])(?:[- /]?(?P<z>\d{4}))?",
        "year": r"(?P<y>20\d{2})年?",
        "weekday": r"(?P<w>本周|这周|下周|上周|下下周|周|星期|礼拜)(?P<d>[一二三四五六日天])",
        "week": r"(?P<w>本周|这周|下周|上周|下下周)(?:内)?",
        "month_end": r"(?P<w>本月|这个月|当月|下月|下个月)?(?:月)?(?:底|末)",
        "month_word": r"(?P<w>本月|当月|下月|下个月)(?:内)?",
        "year_end": r"(?:(?P<y>\d{4})年|(?P<w>今年|本年|明年))?(?:年底|年末|年内|内|底|末)",
    }.items()
}
CALLED_QUARTER = re.compile(r"q|季度")
UNTIL_AFTER = re.compile(r"(?:之前|以前|前|截止|为止|内完成|前完成)$")
UNTIL_BEFORE = re.compile(
    r"^(?:by|before|until|till|no later than|截止到|截止|截至|不晚于|[?]\s?[-~])\s*"
)
SINCE_AFTER = re.compile(r"(?:\s?[-~]\s?[?]?|起|开始|以后开始)$")
SINCE_BEFORE = re.compile(r"^(?:from|since|starting|自|从)\s*")
RANGE = re.compile(r"\s*(?:~|至|到|—|–|to|through|\bthru\b)\s*|\s+-\s+|(?<=[日号旬初底月])-(?=\d)")
WAVES = str.maketrans(
    {"～": "~", "〜": "~", "∼": "~", "—": "~", "–": "~", "－": "-", "‐": "-", "‑": "-"}
)
