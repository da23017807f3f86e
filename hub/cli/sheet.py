"""The brief as one HTML page that needs nothing else: to open, to print, to send."""

import re
from collections.abc import Iterator
from html import escape

STYLE = (
    "body{font:16px/1.5 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;"
    "max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "h1{font-size:1.4rem}h2{font-size:1.05rem;margin:1.2rem 0 .3rem;border-bottom:1px solid #bbb}"
    "ul{margin:.3rem 0;padding-left:1.2rem}@page{size:A4;margin:15mm}"
    "@media print{body{margin:0;font-size:11pt}}"
)
BOLD = re.compile(r"\*\*(.+?)\*\*")


def page(text: str, lang: str) -> str:
    """Turn the Markdown of a brief (headings, lists, bold) into a page in *lang*."""
    title = escape(text.partition("\n")[0].lstrip("# "))
    body = "\n".join(blocks(text))
    return (
        f'<!doctype html>\n<html lang="{lang.replace("_", "-")}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n{body}\n</html>\n"
    )


def blocks(text: str) -> Iterator[str]:
    """Yield the elements of the page, one a line of the text."""
    is_listing = False
    for line in text.splitlines():
        is_item = line.startswith("- ")
        if is_listing and not is_item:
            yield "</ul>"
        if is_item and not is_listing:
            yield "<ul>"
        is_listing = is_item
        if line.strip():
            yield element(line)
    if is_listing:
        yield "</ul>"


def element(line: str) -> str:
    """Turn one line into its element."""
    for mark, tag in (("## ", "h2"), ("# ", "h1"), ("- ", "li")):
        if line.startswith(mark):
            return f"<{tag}>{inline(line.removeprefix(mark))}</{tag}>"
    return f"<p>{inline(line)}</p>"


def inline(text: str) -> str:
    """Escape everything, then let bold be bold."""
    return BOLD.sub(r"<strong>\1</strong>", escape(text))
