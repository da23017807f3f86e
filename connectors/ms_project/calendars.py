"""Reads calendars: which days of the week work, and the exceptions, as lines to compare."""

from typing import Any

from connectors.ms_project.frames import Calendar
from connectors.ms_project.tasks import local, texts_of
from connectors.ms_project.values import is_set

WEEKDAYS = ("", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
EXCEPTION = "0"  # the type of a day that is none of the week: an exception of older files
MOST_LINES = 500


def calendar_of(element: Any) -> Calendar:
    """Give a calendar; equal calendars have equal texts."""
    texts = texts_of(element)
    lines = [line for each in element.iter() if (line := line_of(each))]
    shown = "\n".join(dict.fromkeys(sorted(lines)[:MOST_LINES]))
    return Calendar(texts.get("UID", ""), texts.get("Name", ""), shown)


def line_of(element: Any) -> str:
    """Give the line of a day of the week or of an exception; empty for other elements."""
    name = local(element.tag)
    if name not in ("WeekDay", "Exception"):
        return ""
    texts = texts_of(element)
    works = "works" if is_set(texts.get("DayWorking", "")) else "free"
    if name == "WeekDay" and texts.get("DayType", EXCEPTION) != EXCEPTION:
        number = texts["DayType"]
        day = WEEKDAYS[int(number)] if number in "1234567" and len(number) == 1 else number
        return f"week {day}: {works}{hours_of_day(element)}"
    period = next((child for child in element if local(child.tag) == "TimePeriod"), None)
    bounds = texts_of(period) if period is not None else {}
    first, last = bounds.get("FromDate", "")[:10], bounds.get("ToDate", "")[:10]
    span = first if first == last else f"{first}…{last}"
    title = f" {texts['Name']}" if texts.get("Name") else ""
    return f"{span}: {works}{hours_of_day(element)}{title}" if first else ""


def hours_of_day(element: Any) -> str:
    """Give the working times, such as ` 08:00-12:00 13:00-17:00`."""
    found = []
    for each in element.iter():
        if local(each.tag) == "WorkingTime":
            texts = texts_of(each)
            found.append(f" {texts.get('FromTime', '')[:5]}-{texts.get('ToTime', '')[:5]}")
    return "".join(found)
