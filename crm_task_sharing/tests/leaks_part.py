"""The ways that lead over what hangs on a task, and over Odoo's tools.

One method ``_way_<name>(user)`` each, see ``test_leaks``.
"""

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import SECRET


class LeaksOfParts:
    def _way_checklist(self, user):
        Item = self.env["crm.task.checklist.item"].with_user(user)
        items = self.tasks.checklist_item_ids.with_user(user)
        return [
            Item.search_read([("name", "ilike", SECRET)], ["name"]),
            self._or_error(lambda: items.read(["name"])),
            Item.formatted_read_group([], ["name"], ["__count"]),
            Item.formatted_read_group([], ["mail_activity_id"], ["__count"]),
        ]

    def _way_part_ids(self, user):
        Item = self.env["crm.task.checklist.item"].with_user(user)
        found = Item.search([("mail_activity_id.summary", "ilike", SECRET)])
        return [SECRET for item in found if user != self.boss]

    def _way_parts(self, user):
        """Whatever else hangs on tasks, from any add-on: results, reminders, runs."""
        return [
            self._reads_of_parts(self.env[field.model_name].with_user(user), field.name)
            for field in self._links_to_tasks()
        ]

    def _links_to_tasks(self):
        for model in self.env.registry.models.values():
            for field in model._fields.values():
                if (
                    field.type == "many2one"
                    and field.comodel_name == "mail.activity"
                    and field.store
                    and not (model._abstract or model._transient)
                ):
                    yield field

    def _reads_of_parts(self, Part, name):
        Part = Part.with_context(active_test=False)
        of_tasks = [(name, "in", self.tasks.ids)]
        everything = Part.sudo().search(of_tasks).sudo(False)
        group = [name]
        return [
            self._or_error(lambda: Part.search_read(of_tasks)),
            self._or_error(everything.read),
            self._or_error(
                lambda: Part.formatted_read_group(of_tasks, group, ["__count"])
            ),
        ]

    def _way_series(self, user):
        """How a task repeats is for those who see the task."""
        Series = self.env["crm.task.series"].with_user(user)
        series = self.open_task.sudo().series_id.with_user(user)
        names = ["mail_activity_id", "words", "user_id", "date_deadline"]
        return [
            Series.search_read([], names),
            self._or_error(lambda: series.read(names)),
            self._or_error(series.action_open_task),
            Series.formatted_read_group([], ["mail_activity_id"], ["__count"]),
            [SECRET for found in Series.search([]) if found == series],
        ]

    def _way_repeat_dialog(self, user):
        Dialog = self.env["crm.task.repeat"].with_user(user)
        dialog = Dialog.create({"mail_activity_id": self.open_task.id, "mon": True})
        return dialog.read(["mail_activity_id", "words"])

    def _way_own_message_linked(self, user):
        """Nobody learns of a task by saying that his message tells of it."""
        message = self.client.message_post(body="Mine").with_user(user)
        message.sudo().author_id = user.partner_id
        message.mail_activity_id = self.open_task
        return message.read(["mail_activity_id"])

    def _way_own_item_moved(self, user):
        """... nor by moving an item of his own checklist to it."""
        task = self.env["mail.activity"].with_user(user).create({"user_id": user.id})
        item = self.env["crm.task.checklist.item"].with_user(user)
        item = item.create({"name": "Mine", "mail_activity_id": task.id})
        item.write({"mail_activity_id": self.open_task.id, "user_id": user.id})
        return item.read(["mail_activity_id"])

    def _way_own_item_added(self, user):
        item = {"name": "Mine", "user_id": user.id}
        Item = self.env["crm.task.checklist.item"].with_user(user)
        Item.with_context(default_mail_activity_id=self.open_task.id).create(item)
        return self.open_task.with_user(user).read(["summary"])

    def _way_lead_counters(self, user):
        """Numbers on the lead count only what its reader may see."""
        names = [
            name
            for name, field in self.lead._fields.items()
            if field.type == "integer" and ("result" in name or "attempt" in name)
        ]
        [counted] = self._lead(user).read(names)
        told = [name for name in names if counted[name]]
        return SECRET if told and user != self.boss else []

    def _way_attachment(self, user):
        Attachment = self.env["ir.attachment"].with_user(user)
        return [
            self._or_error(
                lambda: self.attachment.with_user(user).read(["name", "raw"])
            ),
            Attachment.search_read([("id", "=", self.attachment.id)], ["name"]),
        ]

    def _way_calendar_event(self, user):
        event = self.open_task.calendar_event_id.with_user(user)
        return [
            self._or_error(lambda: event.read(["name", "description", "partner_ids"])),
            event.search_read([("id", "=", event.id)], ["name", "description"]),
            event.formatted_read_group([], ["name"], ["__count"]),
        ]

    def _way_calendar_event_search(self, user):
        event = self.open_task.calendar_event_id
        found = event.with_user(user).search([("name", "ilike", SECRET)])
        return [SECRET for one in found if user != self.boss]

    def _way_calendar_event_parts(self, user):
        event = self.open_task.calendar_event_id
        event.write({"recurrency": True, "rrule_type": "daily", "count": 2})
        parts = event.attendee_ids, event.recurrence_id
        return [
            [
                self._or_error(part.with_user(user).read),
                part.with_user(user).search_read([("id", "in", part.ids)]),
                part.with_user(user).formatted_read_group([], [name], ["__count"]),
            ]
            for part, name in zip(parts, ("event_id", "base_event_id"), strict=True)
        ]

    def _way_lead_meetings(self, user):
        """The lead doesn't tell when there is a meeting that isn't shown."""
        [told] = self._lead(user).read(["meeting_display_date"])
        return [SECRET] if told["meeting_display_date"] else []

    def _way_activity_report(self, user):
        Report = self.env["crm.activity.report"].with_user(user)
        rows = Report.search_read([("lead_id", "=", self.lead.id)], ["body"])
        groups = Report.formatted_read_group(
            [("lead_id", "=", self.lead.id)], ["mail_activity_type_id"], ["__count"]
        )
        return [rows, groups]

    def _way_systray(self, user):
        groups = self.env["res.users"].with_user(user)._get_activity_groups()
        return [groups] + ([SECRET] if user == self.boss else [])

    @mute_logger("odoo.addons.base.models.ir_actions")  # warns of each refusal
    def _way_server_action(self, user):
        """The code of an action sees what the person sees who runs it."""
        return [
            self._or_error(
                lambda: self._run_code(user, "mail.activity", self.tasks, "summary")
            ),
            self._or_error(
                lambda: self._run_code(user, "crm.lead", self.lead, "activity_summary")
            ),
            self._or_error(
                lambda: self._run_code(
                    user, "crm.lead", self.lead, "activity_ids.mapped('summary')"
                )
            ),
        ]

    def _run_code(self, user, model, records, expression):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Tell",
                "model_id": self.env["ir.model"]._get_id(model),
                "state": "code",
                "code": f"action = {{'told': [one.{expression} for one in records]}}",
            }
        )
        running = action.with_user(user).with_context(
            active_model=model, active_ids=records.ids
        )
        return running.run()

    def _way_automation(self, user):
        """A rule that completes tasks completes those of who set it off."""
        Action = self.env["ir.actions.server"]
        if "task_outcome_id" not in Action._fields:  # an add-on that is not there
            return [SECRET] if user == self.boss else []
        model_id = self.env["ir.model"]._get_id("crm.lead")
        outcome = self.meeting.outcome_ids[:1] or self.meeting.outcome_ids.create(
            {
                "name": "Met",
                "activity_type_id": self.meeting.id,
                "effect_ids": [(0, 0, {"kind": "complete"})],
            }
        )
        action = Action.create(
            {
                "name": "Complete meetings",
                "model_id": model_id,
                "state": "press_outcome",
                "task_type_id": self.meeting.id,
                "task_outcome_id": outcome.id,
            }
        )
        self.env["base.automation"].create(
            {
                "name": "Meetings of important leads are over",
                "model_id": model_id,
                "trigger": "on_create_or_write",
                "filter_domain": [("priority", "=", "3")],
                "action_server_ids": action.ids,
            }
        )
        self.lead.with_user(user).priority = "3"
        return [] if self.open_task.active else [SECRET]

    def _way_task_counters(self, user):
        """What needs a reaction is counted for the people of a task only."""
        self.done_task.sudo().active = True
        found = self._task(user).get_task_counters()
        return SECRET if any(one["count"] for one in found["counters"]) else []

    def _way_work_queue(self, user):
        """... where the add-on of the queue is."""
        Task = self._task(user)
        if "outcome_buttons" not in Task._fields:
            return [SECRET] if user == self.boss else []
        cards = self.tasks.with_user(user).get_work_queue_cards()
        tasks = self.tasks.with_user(user)
        return [
            Task.get_work_queue(),
            cards,
            self._result_or_error(tasks.action_work_through),
            self._result_or_error(
                lambda: Task.action_work_through_list([("summary", "ilike", SECRET)])
            ),
        ]

    def _result_or_error(self, ask):
        try:
            return ask()
        except UserError as error:
            return str(error)

    def _way_report_download(self, user):
        """A printed report reads with the rights of who prints it."""
        qweb = self.env["ir.qweb"].with_user(user)
        return str(
            qweb._render(self._report_view.id, {"docs": self.tasks.with_user(user)})
        )

    @property
    def _report_view(self):
        return self.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "arch": "<t t-name='crm_task_sharing.test_report'>"
                "<p t-foreach='docs' t-as='task' t-out='task.summary'/></t>",
            }
        )
