"""The tasks of a template that have waited, made when their turn comes."""

from odoo import api, models

from .crm_task_template_slot import Slot, When
from .crm_task_template_wait import CREATED, SKIPPED, WAITING
from .mail_activity_plan_template import PREVIOUS_COMPLETION


class CrmTaskTemplateWait(models.Model):
    _inherit = "crm.task.template.wait"

    def _resume(self):
        """Make the tasks of these rows, and of those that only wait for them to be
        made.

        :return: the tasks
        """
        if not self:
            return self.env["mail.activity"]
        Plan = self.env["mail.activity.plan"]
        launch = Plan._prepare_launch(None, None, automatic=True)
        made, skipped = [], self.browse()
        level = self._make_slots()
        while level:
            applying = self._filter_and_fill(level, launch)
            made += applying
            left_out = [slot for slot in level if slot not in applying]
            skipped |= self.browse([slot.wait.id for slot in left_out])
            level = self._next_slots(applying, left_out)
        Plan._refuse(list(dict.fromkeys(s.problem for s in made if s.problem)))
        skipped.state = SKIPPED
        return self._create_tasks(made, launch)

    def _make_slots(self):
        slots = []
        for model, rows in self.grouped("res_model").items():
            documents = self.env[model].browse(rows.mapped("res_id")).exists()
            by_id = {document.id: document for document in documents}
            slots += [
                Slot(
                    row.line_id,
                    by_id[row.res_id],
                    row.previous_task_id._as_previous_slot(),
                    user=row.user_id,
                    wait=row,
                )
                for row in rows
                if row.res_id in by_id
            ]
        return slots

    @api.model
    def _filter_and_fill(self, slots, launch):
        """The slots whose document matches now, with assignee and time."""
        applying = []
        for line, of_line in self.env["mail.activity.plan"]._by_line(slots).items():
            documents = of_line[0].document.union(*[slot.document for slot in of_line])
            if line._leave_out(documents):
                continue
            matching = line._filtered_documents(documents)
            for user, group in self._by_asked(of_line).items():
                group = [slot for slot in group if slot.document in matching]
                if group:
                    launch.user = user
                    line._fill_slots(group, launch)
                    applying += group
        return applying

    @api.model
    def _by_asked(self, slots):
        groups = {}
        for slot in slots:
            groups.setdefault(slot.wait.user_id, []).append(slot)
        return groups

    @api.model
    def _next_slots(self, applying, left_out):
        """Slots of the rows that need no completion any more.

        After a line that is made: those that only need its deadline. After one that is
        left out: those that follow it, for they follow its previous task now.
        """
        origin = {slot.wait.id: slot for slot in [*applying, *left_out]}
        followers = self.search([("previous_wait_id", "in", list(origin))])
        slots = []
        for row in followers:
            before = origin[row.previous_wait_id.id]
            if before in left_out:
                previous = before.previous
            elif row.line_id.delay_from == PREVIOUS_COMPLETION:
                continue  # waits for the task that is about to be made
            else:
                previous = before
            slots.append(
                Slot(row.line_id, before.document, previous, user=row.user_id, wait=row)
            )
        return slots

    @api.model
    def _create_tasks(self, slots, launch):
        Plan = self.env["mail.activity.plan"]
        Plan._fill_texts(slots)
        tasks = Plan._create_tasks(slots, launch)
        for slot in slots:
            slot.wait.write({"task_id": slot.task.id, "state": CREATED})
        followers = self.search(
            [
                ("previous_wait_id", "in", [slot.wait.id for slot in slots]),
                ("state", "=", WAITING),
            ]
        )
        for row in followers:
            row.previous_task_id = row.previous_wait_id.task_id
        for _model, of_model in self._by_model(slots).items():
            Plan._tell_documents(of_model)
        Plan._tell_assignees(tasks)
        return tasks

    @api.model
    def _by_model(self, slots):
        groups = {}
        for slot in slots:
            groups.setdefault(slot.document._name, []).append(slot)
        return groups


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _as_previous_slot(self):
        """A task that is completed, as what the next line of a template follows."""
        self.ensure_one()
        when = When(self.date_deadline, self.date_start or None, self.date_due or None)
        return Slot(
            None,
            None,
            user=self.user_id,
            when=when,
            summary=self.display_name,
            task=self,
        )
