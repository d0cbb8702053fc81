"""A rule that plans a task on each of many documents plans all of them together.

Odoo runs the actions of a rule record by record. Actions that create an activity wait
here until the rule comes to another action, or to its end.
"""

from dateutil.relativedelta import relativedelta

from odoo import fields, models

from odoo.addons.mail.models.ir_actions_server import IrActionsServer as OdooAction

NEXT_ACTIVITY = "next_activity"
KEY = "crm_task_gathered"


class Gathered:
    """Runs of one action that wait for each other: in a context, equal to itself
    only."""

    def __init__(self):
        self.action, self.res_ids = None, []

    def add(self, action):
        if self.action != action:
            self.run()
            self.action = action
        self.res_ids.append(action.env.context["active_id"])

    def run(self):
        action, res_ids = self.action, self.res_ids
        self.action, self.res_ids = None, []
        if res_ids:
            action.with_context(
                **{KEY: None}, active_id=res_ids[0], active_ids=res_ids
            )._plan_activities(res_ids)


class BaseAutomation(models.Model):
    _inherit = "base.automation"

    def _process(self, records, domain_post=None):
        gathered = Gathered()
        gathering = self.with_context(**{KEY: gathered})
        result = super(BaseAutomation, gathering)._process(records, domain_post)
        try:
            gathered.run()
        except Exception as error:
            self._add_postmortem(error)
            raise
        return result


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    def run(self):
        gathered = self.env.context.get(KEY)
        if not gathered:
            return super().run()
        if self._can_wait():
            if not self._is_recompute():
                gathered.add(self)
            return False
        gathered.run()
        return super(IrActionsServer, self.with_context(**{KEY: None})).run()

    def _can_wait(self):
        """Whether this only creates an activity on a document, in Odoo's own way."""
        return (
            len(self) == 1
            and self.state == NEXT_ACTIVITY
            and self.activity_type_id
            and not self.warning
            and self.env.context.get("active_id")
            and type(self)._run_action_next_activity
            is OdooAction._run_action_next_activity
        )

    def _plan_activities(self, res_ids):
        """What ``_run_action_next_activity`` does for one record after the other."""
        records = self.env[self.model_name].browse(res_ids)
        self._can_execute_action_on_records(records)
        values = {
            "summary": self.activity_summary or "",
            "note": self.activity_note or "",
            "activity_type_id": self.activity_type_id.id,
        }
        if self.activity_date_deadline_range > 0:
            unit = self.activity_date_deadline_range_type or "days"
            delay = relativedelta(**{unit: self.activity_date_deadline_range})
            values["date_deadline"] = fields.Date.context_today(self) + delay
        for user, group in records.grouped(self._activity_user).items():
            if user:
                group.activity_schedule(**values, user_id=user.id)
            else:
                group.activity_schedule(**values)

    def _activity_user(self, record):
        """Who gets the activity on a record; empty leaves it to the type."""
        users = self.env["res.users"]
        if self.activity_user_type == "specific":
            users = self.activity_user_id
        elif (
            self.activity_user_type == "generic"
            and self.activity_user_field_name in record
        ):
            users = record[self.activity_user_field_name]
        return users[:1]
