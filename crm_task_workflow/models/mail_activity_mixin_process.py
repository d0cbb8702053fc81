"""On a document of any kind: the runs of processes on it, and where they stand."""

from odoo import fields, models

from .crm_task_process_run import OPEN_STATES


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    # Models whose form has a button of its own say no.
    _shows_runs_in_chatter = True

    process_run_count = fields.Integer(
        compute="_compute_process_runs", groups="base.group_user"
    )
    process_standing = fields.Char(
        "Processes",
        compute="_compute_process_runs",
        groups="base.group_user",
        help="Where they stand.",
    )

    def _compute_process_runs(self):
        runs = self.env["crm.task.process.run"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        by_document = runs.grouped("res_id")
        for document in self:
            of_document = by_document.get(document._origin.id, runs.browse())
            document.process_run_count = len(of_document)
            document.process_standing = ", ".join(
                f"{run.process_id.name}: {run.standing}"
                for run in of_document
                if run.state in OPEN_STATES
            )

    def action_open_process_runs(self):
        """The run on a document, or the list of several."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_task_workflow.crm_task_process_run_action"
        )
        domain = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        runs = self.env["crm.task.process.run"].search(domain, limit=2)
        if len(runs) == 1:
            action |= {"views": [(False, "form")], "res_id": runs.id}
        return action | {"domain": domain, "context": {}}


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _thread_to_store(self, store, fields, *, request_list=None):
        result = super()._thread_to_store(store, fields, request_list=request_list)
        if "activities" in (request_list or []) and getattr(
            self, "_shows_runs_in_chatter", False
        ):
            for document in self:
                store.add_records_fields(
                    document,
                    {
                        "process_run_count": document.process_run_count,
                        "process_standing": document.process_standing or "",
                    },
                    as_thread=True,
                )
        return result


class CrmLead(models.Model):
    _inherit = "crm.lead"

    _shows_runs_in_chatter = False


class ResPartner(models.Model):
    _inherit = "res.partner"

    _shows_runs_in_chatter = False
