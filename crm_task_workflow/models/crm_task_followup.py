from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_task_types.tools import clock

from .crm_task_assignee import ASK, CURRENT, RULES


class CrmTaskFollowup(models.Model):
    """After a task of one type comes another: proposed, or created by itself.

    Livespace calls it the automatic proposal of the next task.
    """

    _name = "crm.task.followup"
    _inherit = ["crm.task.delay", "crm.task.kept"]
    _description = "What follows a Task"
    _rec_name = "next_type_id"
    _order = "sequence, id"

    activity_type_id = fields.Many2one(
        "mail.activity.type", "After", required=True, index=True, ondelete="cascade"
    )
    outcome_ids = fields.Many2many(
        "crm.task.outcome",
        string="With the outcome",
        domain="[('activity_type_id', '=', activity_type_id)]",
        help="Empty: whenever the task is completed.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    domain = fields.Char("When the document", help="Empty: always.")
    mode = fields.Selection(
        [("propose", "Propose"), ("create", "Create")], default="propose", required=True
    )
    next_type_id = fields.Many2one(
        "mail.activity.type", "Next task", required=True, ondelete="cascade"
    )
    delay_from = fields.Selection(
        [("now", "from now"), ("due", "from when the task was due")],
        default="now",
        required=True,
    )
    assignee_rule = fields.Selection(
        RULES, "Assigned to", default=CURRENT, required=True
    )
    assignee_id = fields.Many2one("res.users", "Person")
    title = fields.Char(translate=True)

    @api.constrains("domain")
    def _check_domain(self):
        for followup in self.filtered("domain"):
            task_type = followup.activity_type_id
            try:
                known = task_type._knows_condition(followup._parse_domain())
            except (ValueError, TypeError, SyntaxError):
                known = False
            if not known:
                raise ValidationError(
                    self.env._(
                        "The condition of what follows “%s” can't be read.",
                        task_type.name,
                    )
                )

    def _parse_domain(self):
        return Domain(safe_eval(self.domain, {}))

    @api.constrains("assignee_rule", "assignee_id", "mode")
    def _check_assignee(self):
        for followup in self:
            if followup.mode == "create" and followup.assignee_rule == ASK:
                raise ValidationError(
                    self.env._(
                        "A task that is created by itself can't ask who does it."
                    )
                )
            if followup.assignee_rule == "fixed" and not followup.assignee_id:
                raise ValidationError(
                    self.env._("Please choose who gets the next task.")
                )

    @api.model
    def _follow_up(self, tasks, outcome):
        """Create what follows by itself, and say what is proposed.

        :param tasks: tasks of one type, just pressed
        :return: the values of proposed tasks
        :rtype: list[dict]
        """
        proposals = []
        # sudo: the rules of a type are for all who work with it
        for followup in tasks.activity_type_id.sudo().followup_ids.sudo(False):
            matching = followup._filtered_tasks(tasks, outcome)
            if not matching:
                continue
            values = matching._prepare_following(
                followup.next_type_id,
                followup,
                followup.assignee_rule,
                followup.assignee_id,
                followup.title,
                from_due=followup.delay_from == "due",
            )
            if followup.mode == "create":
                self.env["mail.activity"]._create_followers(followup, values)
            else:
                proposals += values.values()
        return proposals

    def _filtered_tasks(self, tasks, outcome):
        if self.outcome_ids:
            if outcome not in self.outcome_ids:
                return tasks.browse()
        else:
            tasks = tasks.filtered(lambda task: not task.active)
        # sudo: the type is for all who use the rules
        next_type = self.sudo().next_type_id
        tasks = tasks.filtered(lambda task: next_type._applies_to(task.res_model))
        return tasks._filtered_outcome(self) if self.domain else tasks

    def _visible_on(self, documents):
        return documents.filtered_domain(self._parse_domain())

    @api.model
    def _open_proposals(self, proposals):
        """The dialog that proposes next tasks; nothing without proposals."""
        if not proposals:
            return False
        proposal = self.env["crm.task.proposal"]._prepare(proposals)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Next task"),
            "res_model": "crm.task.proposal",
            "res_id": proposal.id,
            "views": [(False, "form")],
            "target": "new",
        }


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _create_following(self, task_type, delay, rule, user, title):
        """Create a task after each of these.

        :return: ``{task: the task that follows}``
        """
        values = self._prepare_following(task_type, delay, rule, user, title)
        created = self._create_followers(delay, values)
        return dict(zip(values, created, strict=True))

    def _prepare_following(
        self, task_type, delay, rule, user, title, *, from_due=False
    ):
        """The values of a task of another type after each of these.

        :param delay: a record of ``crm.task.delay``
        :param str rule: who gets it, see ``crm.task.assignee``
        :param bool from_due: count the delay from when the task was due, not from now
        :return: ``{task: values}``
        """
        assignees = self._following_assignees(rule, user)
        result = {}
        for task in self:
            assignee = assignees[task] or task.user_id
            tz = assignee.tz or task._get_tz()
            base = task.date_overdue if from_due else fields.Datetime.now()
            moment = delay._after(base, tz)
            result[task] = {
                "activity_type_id": task_type.id,
                "res_model_id": task.res_model_id.id,
                "res_id": task.res_id,
                "user_id": assignee.id,
                "summary": title or task_type.summary or task_type.name,
                "previous_activity_type_id": task.activity_type_id.id,
                "automated": True,
                **task._values_to_hand_on(),
                **task._following_times(moment, delay, tz),
            }
        return result

    def _following_times(self, moment, delay, tz):
        """With a time if this task had one or the delay is in hours, else the day."""
        if self.date_start or delay.delay_unit in ("minutes", "hours"):
            return {"date_start": moment.replace(second=0)}
        return {"date_deadline": clock.local_day(moment, tz)}

    def _following_assignees(self, rule, user):
        Assignee = self.env["crm.task.assignee"]
        result = dict.fromkeys(self, user)
        for model, tasks in self.filtered("res_id").grouped("res_model").items():
            # sudo: the salesperson or team of a document is found for whoever works on
            # it
            documents = tasks.sudo()._documents(model)
            found = Assignee._find_assignees(rule, documents, user)
            for task in tasks:
                result[task] = found.get(task.res_id, user).sudo(False)
        return result

    def _busy_with(self):
        """Open tasks of the same person at the same time.

        Tasks that have the whole day take no slot; those without a duration take the
        minute at which they start.
        """
        self.ensure_one()
        start = self.date_start
        if not start or not self.user_id:
            return self.browse()
        end = max(self.date_due, start + timedelta(minutes=1))
        return self.search(
            [
                ("user_id", "=", self.user_id.id),
                ("date_start", "<", end),
                "|",
                ("date_start", ">=", start),
                ("date_due", ">", start),
                ("id", "!=", self._origin.id),
            ]
        )
