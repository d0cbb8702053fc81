"""The schedule dialog with templates: what will be made, for whom and when, before it
is made."""

from collections import Counter

from odoo import api, fields, models
from odoo.fields import Command

from ..models.mail_activity_plan_template import RULE_OF

PREVIEWED_DOCUMENTS = 5


class MailActivitySchedule(models.TransientModel):
    _inherit = "mail.activity.schedule"

    plan_preview_ids = fields.One2many(
        "mail.activity.schedule.line",
        "preview_schedule_id",
        "First documents",
        compute="_compute_plan_schedule_line_ids",
        help="In bulk: what the first documents will get.",
    )

    @api.depends(
        "plan_date", "plan_id", "plan_on_demand_user_id", "res_model", "res_ids"
    )
    def _compute_plan_schedule_line_ids(self):
        slots = {scheduler: scheduler._prepare_slots() for scheduler in self}
        without = self.filtered(lambda scheduler: not slots[scheduler])
        without.plan_preview_ids = False
        # no documents: Odoo's forecast
        result = super(MailActivitySchedule, without)._compute_plan_schedule_line_ids()
        for scheduler in self - without:
            scheduler._preview(slots[scheduler])
        return result

    def _preview(self, slots):
        """Show what the template would make."""
        rows = []
        for line, of_line in self.env["mail.activity.plan"]._by_line(slots).items():
            rows.append(self._prepare_summary_row(line, of_line))
            rows += self._prepare_next_rows(line, rows[-1])
        self.plan_schedule_line_ids = self._replace_rows(rows)
        first = self._find_first(slots) if self.is_batch_mode else []
        self._fill_texts(first)
        self.plan_preview_ids = self._replace_rows(
            [self._prepare_row(slot) for slot in first]
        )

    @api.model
    def _replace_rows(self, rows):
        return [Command.clear(), *[Command.create(row) for row in rows]]

    # ---- what is shown

    def _prepare_slots(self):
        """What the template would make; nothing without template or documents."""
        self.ensure_one()
        documents = self._existing_documents()
        if not self.plan_id or not documents:
            return []
        return self.plan_id._prepare_slots(
            documents, self._prepare_launch(), self._lines_to_schedule()
        )

    def _existing_documents(self):
        documents = self._get_applied_on_records()
        return documents.exists() if documents is not None else None

    def _prepare_launch(self):
        return self.plan_id._prepare_launch(
            self.plan_on_demand_user_id, self.plan_date, automatic=False
        )

    def _lines_to_schedule(self):
        return self._plan_filter_activity_templates_to_schedule()._origin

    @api.model
    def _find_first(self, slots):
        """What is made on the first documents, one after the other."""
        of_document = {}
        for slot in slots:
            of_document.setdefault(slot.document.id, []).append(slot)
        first = list(of_document.values())[:PREVIEWED_DOCUMENTS]
        return [slot for of_one in first for slot in of_one]

    @api.model
    def _fill_texts(self, slots):
        self.env["mail.activity.plan"]._fill_texts(
            [slot for slot in slots if not slot.waits and not slot.problem]
        )

    def _prepare_summary_row(self, line, slots):
        """What a line makes on all documents."""
        if not self.is_batch_mode:
            self._fill_texts(slots)
            return self._prepare_row(slots[0])
        ready = [slot for slot in slots if slot.when]
        users = Counter(slot.user for slot in ready)
        row = self._prepare_row(
            min(ready, key=lambda slot: slot.when.day, default=slots[0])
        )
        return row | {
            "line_description": line._line_label(),
            "responsible_user_id": next(iter(users)).id if len(users) == 1 else False,
            "line_assignees": self._count_assignees(users) if len(users) > 1 else "",
            "task_count": len(slots),
        }

    @api.model
    def _count_assignees(self, users):
        return ", ".join(
            f"{user.name or self.env._('nobody')}: {count}"
            for user, count in users.most_common()
        )

    def _prepare_row(self, slot):
        """What a line makes on one document."""
        return {
            "line_description": slot.summary or slot.line._line_label(),
            "line_document": slot.document.display_name,
            "line_date_deadline": slot.when.day if slot.when else False,
            "line_date_start": slot.when.start if slot.when else False,
            "responsible_user_id": slot.user.id,
            "line_assignees": "" if slot.user else self._describe_nobody(slot),
            "line_waits": slot.waits
            and self.env._("when “%s” is completed", slot.previous.line._line_label()),
            "task_count": 1,
        }

    @api.model
    def _describe_nobody(self, slot):
        if not slot.waits:
            return self.env._("nobody")
        field = slot.line._fields["responsible_type"]
        return dict(field._description_selection(self.env))[slot.line.responsible_type]

    def _prepare_next_rows(self, line, row):
        """The tasks that the task type triggers or suggests, as Odoo shows them."""
        task_type = line.activity_type_id
        following = (
            task_type.triggered_next_type_id or task_type.suggested_next_type_ids
        )
        rows = []
        for next_type in following:
            day = row["line_date_deadline"]
            dated = next_type.with_context(activity_previous_deadline=day)
            rows.append(
                {
                    "line_description": next_type.summary or next_type.name,
                    "responsible_user_id": next_type.default_user_id.id,
                    "line_date_deadline": day and dated._get_date_deadline(),
                }
            )
        return rows

    # ---- what is refused

    def _check_plan_templates_error(self, applied_on):
        self.ensure_one()
        slots = self._prepare_slots()
        return self._find_problems(slots) if slots else []

    def _find_problems(self, slots):
        return self.plan_id._find_problems(slots, self._prepare_launch())

    def _check_plan_templates_warning(self, applied_on):
        """Warnings come from the ways to assign that other applications bring."""
        self.ensure_one()
        return [
            warning
            for line in self.plan_id.template_ids
            if line.responsible_type not in RULE_OF
            for document in applied_on
            if (
                warning := line._determine_responsible(
                    self.plan_on_demand_user_id, document
                )["warning"]
            )
        ]

    # ---- doing it

    def action_schedule_plan(self):
        """As Odoo's, for all documents at once."""
        self.ensure_one()
        if not self.res_model:
            return super().action_schedule_plan()
        documents = self._get_applied_on_records()
        self._launch(documents)
        if len(documents) == 1:
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        return self._open_documents(documents, self.env._("Launch Plans"))

    def _launch(self, documents, **options):
        """:return: the tasks made"""
        return self.plan_id._launch(
            documents,
            user=self.plan_on_demand_user_id,
            base=self.plan_date,
            lines=self._lines_to_schedule(),
            **options,
        )

    def _open_documents(self, documents, name):
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "name": name,
            "views": [(False, "list"), (False, "form")],
            "view_mode": "list,form",
            "target": "current",
            "domain": [("id", "in", documents.ids)],
        }


class MailActivityScheduleLine(models.TransientModel):
    _inherit = "mail.activity.schedule.line"

    preview_schedule_id = fields.Many2one("mail.activity.schedule", ondelete="cascade")
    line_document = fields.Char("Document")
    line_date_start = fields.Datetime("Start")
    line_assignees = fields.Char("Assigned to")
    line_waits = fields.Char("Waits")
    task_count = fields.Integer("Tasks")
