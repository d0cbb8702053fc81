"""A rule of repeated tasks in words, without Odoo."""

# pylint: disable=prefer-env-translation  # there is no environment: it is handed in

from datetime import date

from babel import dates
from babel.lists import format_list

from . import recurrence as rules


def in_words(rule: rules.Rule, _, locale, count: int = 0) -> str:
    """For example “Every 2 weeks on Monday and Friday until Dec 31, 2026”.

    :param _: translates a text and fills in its values, as ``env._`` does
    :param locale: of Babel: how it names days
    :param count: how many times in all; 0: not limited
    """
    text = _WORDS[rule.unit](rule, _, locale)
    if rule.until:
        day = dates.format_date(rule.until, locale=locale)
        text = _("%(rule)s until %(day)s", rule=text, day=day)
    elif count:
        text = _("%(rule)s, %(count)s times", rule=text, count=count)
    return _days_off_words(rule, text, _)


def _days_off_words(rule, text, _):
    if rule.days_off == rules.SKIP and rule.unit != rules.WORKDAY:
        return _("%(rule)s, but not on days off", rule=text)
    if rule.days_off == rules.NEXT and rule.unit != rules.WORKDAY:
        return _("%(rule)s; on days off, the next working day", rule=text)
    if rule.days_off == rules.PREVIOUS and rule.unit != rules.WORKDAY:
        return _("%(rule)s; on days off, the working day before", rule=text)
    return text


def _day_words(rule, _, locale):
    if rule.interval == 1:
        return _("Every day")
    return _("Every %(count)s days", count=rule.interval)


def _workday_words(rule, _, locale):
    if rule.interval == 1:
        return _("Every working day")
    return _("Every %(count)s working days", count=rule.interval)


def _week_words(rule, _, locale):
    names = _weekday_names(locale)
    days = format_list([names[day] for day in sorted(rule.weekdays)], locale=locale)
    if rule.interval == 1:
        return _("Every week on %(days)s", days=days)
    return _("Every %(count)s weeks on %(days)s", count=rule.interval, days=days)


def _month_words(rule, _, locale):
    day = _day_in_month_words(rule, _, locale)
    if rule.interval == 1:
        return _("Every month on %(day)s", day=day)
    return _("Every %(count)s months on %(day)s", count=rule.interval, day=day)


def _year_words(rule, _, locale):
    if rule.month_day:
        some_leap_year = date(2024, rule.month, _existing(rule.month, rule.month_day))
        day = dates.format_skeleton("MMMMd", some_leap_year, locale=locale)
    else:
        day = _(
            "%(day)s of %(month)s",
            day=_day_in_month_words(rule, _, locale),
            month=dates.get_month_names("wide", "stand-alone", locale)[rule.month],
        )
    if rule.interval == 1:
        return _("Every year on %(day)s", day=day)
    return _("Every %(count)s years on %(day)s", count=rule.interval, day=day)


def _existing(month, day):
    return min(day, 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)


def _day_in_month_words(rule, _, locale):
    if rule.month_day == 31:
        return _("the last day")
    if rule.month_day and rule.month_day > 28:
        return _("day %(day)s or, without one, the last day", day=rule.month_day)
    if rule.month_day:
        return _("day %(day)s", day=rule.month_day)
    weekday = _weekday_names(locale)[rule.weekday]
    if rule.position == 1:
        return _("the first %(weekday)s", weekday=weekday)
    if rule.position == 2:
        return _("the second %(weekday)s", weekday=weekday)
    if rule.position == 3:
        return _("the third %(weekday)s", weekday=weekday)
    if rule.position == 4:
        return _("the fourth %(weekday)s", weekday=weekday)
    return _("the last %(weekday)s", weekday=weekday)


def _weekday_names(locale):
    return dates.get_day_names("wide", "stand-alone", locale)


_WORDS = {
    rules.DAY: _day_words,
    rules.WORKDAY: _workday_words,
    rules.WEEK: _week_words,
    rules.MONTH: _month_words,
    rules.YEAR: _year_words,
}
