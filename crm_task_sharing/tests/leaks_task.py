"""The ways to a task itself.

One method ``_way_<name>(user)`` each, see ``test_leaks``.
"""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.mail.tools.discuss import Store

from .common import SECRET


class LeaksOfTasks:
    def _task(self, user):
        return self.env["mail.activity"].with_user(user).with_context(active_test=False)

    def _way_task_read(self, user):
        return self.tasks.with_user(user).read()

    def _way_task_web_read(self, user):
        return self.tasks.with_user(user).web_read(
            {
                "display_name": {},
                "summary": {},
                "note": {},
                "checklist_item_ids": {"fields": {"name": {}}},
                "activity_type_id": {"fields": {"display_name": {}}},
                "calendar_event_id": {"fields": {"display_name": {}}},
                "partner_id": {"fields": {"display_name": {}}},
                "document_ref": {"fields": {"display_name": {}}},
                "message_ids": {"fields": {"body": {}}},
            }
        )

    def _way_task_search_read(self, user):
        return self._task(user).search_read([("id", "in", self.tasks.ids)])

    def _way_task_web_search_read(self, user):
        return self._task(user).web_search_read(
            [("id", "in", self.tasks.ids)],
            {"display_name": {}, "summary": {}, "res_name": {}},
        )

    def _way_task_name_search(self, user):
        return self._task(user).name_search(SECRET)

    def _way_task_export(self, user):
        paths = ["summary", "note", "checklist_item_ids/name", "message_ids/body"]
        return self.tasks.with_user(user).export_data(paths)["datas"]

    def _way_task_search(self, user):
        found = self._task(user).search([("summary", "ilike", SECRET)])
        return [SECRET for task in found if user != self.boss]

    def _way_task_counts(self, user):
        """No count tells of a task that isn't shown."""
        Task, mine = self._task(user), Domain("id", "in", self.tasks.ids)
        counts = {
            Task.search_count(mine),
            len(Task.search(mine)),
            sum(count for (count,) in Task._read_group(mine, [], ["__count"])),
        }
        self.assertEqual(len(counts), 1)
        return []

    def _way_task_groups(self, user):
        Task, mine = self._task(user), [("id", "in", self.tasks.ids)]
        return [
            Task.formatted_read_group(mine, [group], ["__count"])
            for group in ("summary", "activity_type_id", "calendar_event_id")
        ]

    def _way_task_review(self, user):
        """What waits for review, how much of it, and what is said to who decides."""
        waits = Domain("review_state", "=", "waiting")
        Task, task = self._task(user), self.review_task.with_user(user)
        names = ["held_comment", "review_text", "can_review", "display_name"]
        decisions = (
            task.action_accept_review,
            task.action_withdraw_review,
            task.action_done,
            lambda: task.action_return_review("Go again"),
            lambda: task.write({"reviewer_id": user.id}),
        )
        return [
            Task.search_read(waits, names),
            Task.formatted_read_group(waits, ["held_comment"], ["__count"]),
            Task.search([("held_comment", "ilike", SECRET)]).mapped("summary"),
            *(self._or_error(decide) for decide in decisions),
        ]

    def _way_task_aggregates(self, user):
        aggregates = ["activity_type_id:array_agg", "summary:array_agg"]
        return self._task(user)._read_group(
            [("id", "in", self.tasks.ids)], [], aggregates
        )

    def _way_task_order(self, user):
        """Nothing is sorted by what isn't seen, nor what hangs on tasks."""
        order = "summary desc, activity_type_id, calendar_event_id"
        found = self._task(user).search([("id", "in", self.tasks.ids)], order=order)
        items = self.env["crm.task.checklist.item"].with_user(user)
        return [
            found.mapped("summary"),
            items.search([], order="mail_activity_id desc, name").mapped("name"),
        ]

    def _way_task_properties(self, user):
        path = f"task_properties.{self.hotel}"
        Task = self._task(user)
        return [
            Task.search([(path, "ilike", SECRET)]).read(["task_properties"]),
            Task.formatted_read_group(
                [("id", "in", self.tasks.ids)], [path], ["__count"]
            ),
            self._or_error(lambda: self.open_task.with_user(user).task_properties),
        ]

    def _way_task_results(self, user):
        """The report of results, where the add-on of outcomes is."""
        if "crm.task.result" not in self.env:
            return [SECRET] if user == self.boss else []
        Result = self.env["crm.task.result"].with_user(user)
        of_lead = [("res_model", "=", "crm.lead"), ("res_id", "=", self.lead.id)]
        return [
            Result.search_read(of_lead, ["comment", "activity_type_id"]),
            Result.formatted_read_group(of_lead, ["comment"], ["__count"]),
            Result.formatted_read_group(of_lead, ["activity_type_id"], ["__count"]),
        ]

    def _way_process_runs(self, user):
        """Where runs stand, and what the monitor says of them."""
        if not self.process_task:
            return [SECRET] if user == self.boss else []
        run = self.env["crm.task.process.run"].search([("res_id", "=", self.lead.id)])
        version = run.version_id.with_user(user)
        steps = version.get_monitor()["steps"]
        counted = any(step["waiting"] for step in steps.values())
        opened = [version.open_step(key, "waiting")["domain"][0][2] for key in steps]
        self.assertEqual(counted, any(opened), "what is counted can be opened")
        return [
            self._or_error(run.with_user(user).read),
            self._or_error(run.with_user(user).get_picture),
            self._or_error(lambda: run.event_ids.with_user(user).read()),
            SECRET if counted else "",
        ]

    def _way_task_progress_bar(self, user):
        bar = {"field": "state", "colors": {"overdue": "danger", "done": "muted"}}
        found = self._task(user).read_progress_bar(
            [("id", "in", self.tasks.ids)], "activity_type_id", bar
        )
        return [SECRET] if found and user != self.boss else []

    def _way_task_search_panel(self, user):
        return (
            self._task(user).search_panel_select_range(
                "activity_type_id", enable_counters=False, expand=False
            )["values"]
            if self._task(user).search_count([("id", "in", self.tasks.ids)])
            else []
        )

    def _way_task_store(self, user):
        store = Store()
        store.add(self.tasks.with_user(user))
        return store.get_result()

    def _way_task_format(self, user):
        return self.tasks.with_user(user).activity_format()

    def _way_task_onchange(self, user):
        task = self.open_task.with_user(user)
        spec = {"summary": {}, "note": {}, "res_name": {}, "display_name": {}}
        values = {"res_id": self.lead.id, "res_name": "x", "summary": "x"}
        changed = task.onchange(values, ["res_id"], spec)
        return [changed, task.onchange({}, [], spec)] + (
            [SECRET] if user == self.boss else []
        )

    def _way_task_copy(self, user):
        return self.open_task.with_user(user).copy().sudo().read(["summary"])

    def _way_task_copy_data(self, user):
        return self.open_task.with_user(user).copy_data()

    def _way_task_actions(self, user):
        task = self.open_task.with_user(user)
        return [task.action_open_document(), task.display_name, task.summary]

    def _way_task_template(self, user):
        """Mail templates and the like read with the rights of who renders them."""
        return (
            self.open_task.with_user(user)
            .env["mail.render.mixin"]
            ._render_template(
                "{{ object.summary }}", "mail.activity", self.open_task.ids
            )
        )

    def _way_task_errors(self, user):
        """A refusal doesn't tell what it refuses."""
        errors = []
        for method, values in (
            ("write", [{"summary": "Mine"}]),
            ("action_feedback", []),
            ("unlink", []),
            ("action_move", []),
            ("message_post", []),
        ):
            try:
                with self.env.cr.savepoint():
                    getattr(self.open_task.with_user(user), method)(*values)
            except (AccessError, UserError) as error:
                errors.append(str(error))
        return errors + ([SECRET] if user == self.boss else [])

    def _way_handover_preview(self, user):
        """Whom tasks are taken from, their list is for who may see them."""
        dialog = self.env["crm.task.handover"].with_user(user)
        handover = dialog.create({"user_ids": self.rep.ids})
        spec = {
            "user_ids": {},
            "preview": {},
            "warning": {},
            "hidden_count": {},
            "task_ids": {"fields": {"summary": {}, "res_name": {}, "note": {}}},
        }
        counted = handover.task_count + handover.hidden_count
        return [
            handover.web_read(spec),
            handover.task_ids.read(["summary", "res_name"]),
            dialog.onchange({"user_ids": self.rep.ids}, ["user_ids"], spec),
            SECRET if counted and user != self.boss else "",
        ]

    def _way_handover_done(self, user):
        """... and nobody gets what he may not see by taking it."""
        handover = self.env["crm.task.handover"].with_user(user)
        handover = handover.create(
            {"user_ids": self.rep.ids, "way": "one", "heir_id": user.id}
        )
        handover.action_hand_over()
        return self._task(user).search_read([("id", "in", self.tasks.ids)])

    def _way_absence(self, user):
        """... nor by letting somebody be away."""
        absence = self.env["crm.task.absence"].with_user(user)
        absence = absence.create(
            {
                "user_id": self.rep.id,
                "date_from": "2026-03-18",
                "date_until": "2026-03-20",
                "way": "one",
                "heir_id": user.id,
                "scope": "all",
            }
        )
        return self._task(user).search_read([("id", "in", self.tasks.ids)])

    def _way_cancel_dialog(self, user):
        """Naming a task in a dialog doesn't open it."""
        dialog = self.env["crm.task.cancel"].with_user(user)
        dialog = dialog.create({"task_ids": self.tasks.ids, "reason": "Mine"})
        return [
            dialog.web_read(
                {"task_ids": {"fields": {"summary": {}, "display_name": {}}}}
            ),
            dialog.read(),
        ]
