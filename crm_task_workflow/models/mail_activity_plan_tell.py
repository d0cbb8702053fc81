"""What is told of the tasks that templates make: to the documents, to the assignees."""

from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_date, format_datetime


class MailActivityPlan(models.Model):
    _inherit = "mail.activity.plan"

    @api.model
    def _tell_documents(self, slots):
        """One line in the history of each document."""
        if not slots or "message_ids" not in slots[0].document._fields:
            return
        bodies = {}
        for plan in slots[0].line.plan_id.union(*[slot.line.plan_id for slot in slots]):
            of_plan = [slot for slot in slots if slot.line.plan_id == plan]
            for res_id, text in plan._started_texts(of_plan).items():
                bodies[res_id] = bodies.get(res_id, Markup()) + text
        # sudo: the line belongs to the history, also where a rule applies the template
        slots[0].document.browse(bodies).sudo()._message_log_batch(bodies=bodies)

    def _started_texts(self, slots):
        """:return: ``{document id: what the template does there}``"""
        if any(slot.wait and slot.task for slot in slots):
            title = self.env._("The plan “%s” goes on", self.name)
        else:
            title = self.env._(
                'The plan "%(plan_name)s" has been started', plan_name=self.name
            )
        items, times = {}, {}
        for slot in slots:
            items.setdefault(slot.document.id, []).extend(
                slot.line._started_lines(slot, times)
            )
        listed = Markup("<ul>%s</ul>")
        return {
            res_id: Markup("%s") % title
            + listed % Markup().join(Markup("<li>%s</li>") % line for line in lines)
            for res_id, lines in items.items()
        }

    @api.model
    def _tell_assignees(self, tasks):
        """One message to everybody who was given tasks by somebody else, with the list
        of them."""
        for user, given in tasks.grouped("user_id").items():
            if user and user != self.env.user:
                given.with_context(
                    lang=user.lang or self.env.lang, tz=user.tz or "UTC"
                )._tell_new_tasks(user)


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    def _started_lines(self, slot, times):
        """What to say of a slot in the history of its document.

        :param dict times: those written out already, most tasks have the same
        """
        if slot.waits:
            return [
                self.env._(
                    "%(activity)s, when “%(previous)s” is completed",
                    activity=self._line_label(),
                    previous=slot.previous.summary or slot.previous.line._line_label(),
                )
            ]
        key = (slot.when, slot.user.tz)
        if key not in times:
            times[key] = self._format_when(slot)
        values = {
            "activity": slot.summary or self.activity_type_id.name,
            "name": slot.user.name or self.env._("nobody"),
            "deadline": times[key],
        }
        if slot.when.start:
            text = self.env._(
                "%(activity)s, assigned to %(name)s, starts on %(deadline)s", **values
            )
        else:
            text = self.env._(
                "%(activity)s, assigned to %(name)s, due on the %(deadline)s", **values
            )
        return [text, *slot.remarks]

    def _format_when(self, slot):
        """When a task starts or, without a time, its day: for people to read."""
        if slot.when.start:
            tz = slot.user.tz or self.env.context.get("tz") or "UTC"
            return format_datetime(self.env, slot.when.start, tz=tz, dt_format="short")
        return format_date(self.env, slot.when.day)
