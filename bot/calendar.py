"""Deadlines of an item as a calendar file (RFC 5545)."""

import datetime

from retrieval.model.minutes import AgendaItem, Deadline

CALENDAR_NAME = "frister.ics"


def calendar_file(meeting_key: str, item: AgendaItem, reference: str, stamp: datetime.datetime) -> bytes:
    """One all-day entry a deadline; `stamp` is the aware time of writing. Entries keep their ids from file to file."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//referat//frister//DA")
    calendar.add("version", "2.0")
    for number, deadline in enumerate(item.deadlines, 1):
        event = Event()
        event.add("uid", f"{meeting_key}-{item.number}-{number}@referat")
        event.add("dtstamp", stamp)
        event.add("dtstart", deadline.date)
        event.add("dtend", deadline.date + datetime.timedelta(days=1))
        event.add("summary", _summary(item, deadline))
        event.add("description", f"{deadline.text.strip()}\n\n{reference}")
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _summary(item: AgendaItem, deadline: Deadline) -> str:
    words = " ".join((item.title or deadline.text).split())
    return words if len(words) <= 80 else words[:79] + "…"
