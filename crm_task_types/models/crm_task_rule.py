from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import babel_locale_parse

from ..tools import recurrence
from ..tools.recurrence_words import in_words

UNITS = [
    (recurrence.DAY, "Days"),
    (recurrence.WORKDAY, "Working days"),
    (recurrence.WEEK, "Weeks"),
    (recurrence.MONTH, "Months"),
    (recurrence.YEAR, "Years"),
]
BY_DATE, BY_WEEKDAY = "date", "weekday"
FOREVER, COUNT, UNTIL = "forever", "count", "until"
COMPLETION, SCHEDULE = "completion", "schedule"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_INTERVAL, MAX_COUNT, YEARS = 999, 9999, range(1970, 2200)

# what is said of a rule; all other fields of its models are something else
RULE_FIELDS = (
    "repeat_interval",
    "repeat_unit",
    *WEEKDAYS,
    "month_by",
    "month_day",
    "month_week",
    "month_weekday",
    "year_month",
    "end_type",
    "end_count",
    "end_date",
    "next_on",
    "days_off",
)


class CrmTaskRule(models.AbstractModel):
    """When a task comes again, as fields of a form; see
    :class:`tools.recurrence.Rule`."""

    _name = "crm.task.rule"
    _description = "Rule of Repeated Tasks"

    repeat_interval = fields.Integer("Repeat every", default=1, required=True)
    repeat_unit = fields.Selection(UNITS, default=recurrence.WEEK, required=True)
    mon = fields.Boolean()
    tue = fields.Boolean()
    wed = fields.Boolean()
    thu = fields.Boolean()
    fri = fields.Boolean()
    sat = fields.Boolean()
    sun = fields.Boolean()
    month_by = fields.Selection(
        [(BY_DATE, "Day of the month"), (BY_WEEKDAY, "Day of the week")],
        default=BY_DATE,
        required=True,
    )
    month_day = fields.Integer(
        "Day", default=1, help="Months without that day take their last one."
    )
    month_week = fields.Selection(
        [
            ("1", "First"),
            ("2", "Second"),
            ("3", "Third"),
            ("4", "Fourth"),
            (str(recurrence.LAST), "Last"),
        ],
        default="1",
        required=True,
    )
    month_weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        default="0",
        required=True,
    )
    year_month = fields.Selection(
        [
            ("1", "January"),
            ("2", "February"),
            ("3", "March"),
            ("4", "April"),
            ("5", "May"),
            ("6", "June"),
            ("7", "July"),
            ("8", "August"),
            ("9", "September"),
            ("10", "October"),
            ("11", "November"),
            ("12", "December"),
        ],
        default="1",
        required=True,
    )
    end_type = fields.Selection(
        [(FOREVER, "Never"), (COUNT, "After a number of times"), (UNTIL, "On a day")],
        "Ends",
        default=FOREVER,
        required=True,
    )
    end_count = fields.Integer("Times", default=10)
    end_date = fields.Date("Until")
    next_on = fields.Selection(
        [
            (COMPLETION, "When this one is completed"),
            (SCHEDULE, "On schedule, completed or not"),
        ],
        "Next task",
        default=COMPLETION,
        required=True,
        help="On schedule, the next task is there from the day on for which the last "
        "one is planned.",
    )
    days_off = fields.Selection(
        [
            (recurrence.KEEP, "Like any other day"),
            (recurrence.SKIP, "Left out"),
            (recurrence.NEXT, "The next working day"),
            (recurrence.PREVIOUS, "The working day before"),
        ],
        "On days off",
        default=recurrence.KEEP,
        required=True,
        help="Days off are those of the working hours of the assignee, else of the "
        "company.",
    )
    words = fields.Char("Repeats", compute="_compute_words")

    @api.depends(*RULE_FIELDS)
    @api.depends_context("lang")
    def _compute_words(self):
        locale = babel_locale_parse(self.env.lang)
        for record in self:
            if problem := record._rule_problem():
                record.words = problem
                continue
            count = record.end_count if record.end_type == COUNT else 0
            record.words = in_words(record._rule(), self.env._, locale, count)

    def _rule(self):
        """:rtype: tools.recurrence.Rule"""
        self.ensure_one()
        by_date = self.month_by == BY_DATE
        return recurrence.Rule(
            unit=self.repeat_unit,
            interval=self.repeat_interval,
            weekdays=tuple(
                number for number, name in enumerate(WEEKDAYS) if self[name]
            ),
            month_day=self.month_day if by_date else None,
            position=int(self.month_week),
            weekday=int(self.month_weekday),
            month=int(self.year_month),
            until=self.end_date or None if self.end_type == UNTIL else None,
            days_off=self.days_off,
        )

    @api.model
    def _rule_values_of(self, day):
        """The values by which ``day`` is itself a day of the rule."""
        parts = recurrence.rule_fields_of(day)
        return {
            **dict.fromkeys(WEEKDAYS, False),
            WEEKDAYS[parts["weekday"]]: True,
            "month_day": parts["month_day"],
            "month_week": str(parts["position"]),
            "month_weekday": str(parts["weekday"]),
            "year_month": str(parts["month"]),
        }

    def _rule_values(self):
        self.ensure_one()
        return {name: self[name] for name in RULE_FIELDS}

    @api.constrains(*RULE_FIELDS)
    def _check_rule(self):
        for record in self:
            if problem := record._rule_problem():
                raise ValidationError(problem)

    def _rule_problem(self):
        """What is wrong with the rule, in words; empty: nothing."""
        self.ensure_one()
        if not 1 <= self.repeat_interval <= MAX_INTERVAL:
            return self.env._("“Repeat every” takes 1 to %s.", MAX_INTERVAL)
        if self.repeat_unit == recurrence.WEEK and not any(
            self[name] for name in WEEKDAYS
        ):
            return self.env._("Please choose the days of the week.")
        if not 1 <= self.month_day <= 31:
            return self.env._("A month has the days 1 to 31.")
        if self.end_type == COUNT and not 1 <= self.end_count <= MAX_COUNT:
            return self.env._("Please choose 1 to %s times.", MAX_COUNT)
        if self.end_type == UNTIL and not self.end_date:
            return self.env._("Please choose the day on which it ends.")
        if self.end_type == UNTIL and self.end_date.year not in YEARS:
            return self.env._("Please check the year of the day on which it ends.")
        return ""
