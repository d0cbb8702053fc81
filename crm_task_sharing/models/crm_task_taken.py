"""When a task is planned: at what times its assignee is taken on that day."""

from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools.misc import get_lang

from odoo.addons.crm_task_types.tools import clock

from ..tools import busy


class CrmTaskTakenMixin(models.AbstractModel):
    """Adds a line that tells when the assignee is taken, to a model that has the times
    of a task."""

    _name = "crm.task.taken.mixin"
    _description = "When the Assignee Is Taken"

    _assignee_field = "user_id"

    taken_hint = fields.Char("Taken", compute="_compute_taken_hint")

    @api.depends(lambda self: (self._assignee_field, "date_start", "date_deadline"))
    @api.depends_context("uid", "allowed_company_ids", "tz", "lang")
    def _compute_taken_hint(self):
        """In the time zone and as far as the knowledge of who plans."""
        tz = self._planner_tz()
        spans = {task: task._day_span(tz) for task in self}
        slots = self._slots_within([span for span in spans.values() if span])
        for task in self:
            task.taken_hint = task._describe_taken(spans[task], slots, tz)

    def _planner_tz(self):
        return self.env.context.get("tz") or self.env.user.tz

    def _day_span(self, tz):
        """The day of the task, from midnight to midnight of who plans; in UTC.

        :return: ``None`` as long as nobody or no day is chosen
        """
        day = self.date_deadline
        if self.date_start:
            day = clock.local_day(self.date_start, tz)
        if not (self[self._assignee_field] and day):
            return None
        return tuple(
            clock.to_utc(datetime.combine(start, clock.MIDNIGHT), tz)
            for start in (day, day + timedelta(days=1))
        )

    def _slots_within(self, spans):
        """The slots with a time of all assignees, from the first day to the last."""
        Slot = self.env["crm.task.slot"]
        if not spans:
            return Slot
        return Slot.search(
            [
                ("user_id", "in", self[self._assignee_field].ids),
                ("is_all_day", "=", False),
                ("date_start", "<", max(end for _start, end in spans)),
                ("date_due", ">", min(start for start, _end in spans)),
            ]
        )

    def _describe_taken(self, span, slots, tz):
        """:param slots: among others, those of the assignee on that day"""
        if not span:
            return False
        assignee = self[self._assignee_field]
        others = slots.filtered(
            lambda slot: slot.user_id == assignee
            and slot.id not in self._own_slot_ids()
        )
        spans = busy.within(
            [(slot.date_start, slot.date_due) for slot in others], *span
        )
        times = ", ".join(self._describe_span(*span, tz) for span in spans)
        if assignee == self.env.user:
            return times and self.env._("You are taken %s", times)
        if not times:
            return self.env._("As far as you may see, %s is free", assignee.name)
        return self.env._(
            "%(colleague)s is taken %(times)s", colleague=assignee.name, times=times
        )

    def _describe_span(self, start, end, tz):
        time_format = get_lang(self.env).time_format.replace(":%S", "")
        return "–".join(
            clock.to_local(moment, tz).strftime(time_format) for moment in (start, end)
        )

    def _own_slot_ids(self):
        """The slots that this task takes itself."""
        return ()


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "crm.task.taken.mixin"]

    def _own_slot_ids(self):
        return self._origin.ids
