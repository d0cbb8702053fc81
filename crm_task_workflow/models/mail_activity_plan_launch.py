"""A task template applied to many documents at once: the engine.

Whatever the number of documents and lines, tasks are made in one go, every document
gets one line in its history, and everybody who is given tasks is told once.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .crm_task_template_slot import Launch

LISTED_PROBLEMS = 5


class MailActivityPlan(models.Model):
    _inherit = "mail.activity.plan"

    def _launch(
        self,
        documents,
        *,
        user=None,
        base=None,
        automatic=False,
        lines=None,
        tell_assignees=True,
        press_keys=None,
    ):
        """Apply these templates to documents.

        :param documents: records of the model of the templates
        :param user: who gets the tasks of the lines that ask; empty for nobody
        :param base: from when the delays count: a moment (naive UTC), or a day; empty
            for now
        :param bool automatic: by a rule and not by a person: where a line finds nobody
            its fallback counts, lines of deleted types are left out, and cards are
            checked only when tasks are completed
        :param lines: the lines to apply; empty for all
        :param bool tell_assignees: false where the caller tells them of several
            launches at once
        :param dict press_keys: of the press that applies them, by document id
        :return: the tasks made at once, others wait for the completion of these
        :raise UserError: when the templates can't be applied, naming who or what
        :raise AccessError: when the user may not plan tasks on one of the documents
        """
        documents = documents.with_env(self.env)
        launch = self._prepare_launch(user, base, automatic)
        launch.press_keys = press_keys or {}
        if automatic:
            lines = self.template_ids.sorted() if lines is None else lines
            lines -= lines.filtered(lambda line: line._leave_out(documents))
        slots = self._prepare_slots(documents, launch, lines)
        self._refuse(self._find_problems(slots, launch))
        ready = [slot for slot in slots if not slot.waits]
        self._fill_texts(ready)
        tasks = self._create_tasks(ready, launch)
        self.env["crm.task.template.wait"]._create_from(slots, launch)
        self._tell_documents(slots)
        if tell_assignees:
            self._tell_assignees(tasks)
        return tasks

    # ---- what is to be made

    @api.model
    def _prepare_launch(self, user, base, automatic):
        moment, day = fields.Datetime.now(), None
        if isinstance(base, str):
            base = (
                fields.Datetime.to_datetime(base)
                if base[10:]
                else fields.Date.to_date(base)
            )
        if base and hasattr(base, "hour"):
            moment = base
        elif base:
            moment, day = None, base
        return Launch(
            user=user or self.env["res.users"],
            now=fields.Datetime.now(),
            moment=moment,
            day=day,
            automatic=automatic,
        )

    def _prepare_slots(self, documents, launch, lines=None):
        """The tasks that are to be made or to wait, without titles and notes.

        Nothing is written.

        :rtype: list[Slot]
        """
        slots = []
        for plan in self:
            latest = {}
            for line in (
                plan.template_ids.sorted()
                if lines is None
                else lines & plan.template_ids
            ):
                made = line._make_slots(documents, latest)
                line._fill_slots(made, launch)
                slots += made
        return slots

    def _find_problems(self, slots, launch):
        """Why the templates can't be applied, in words, each reason once; of many
        reasons the first ones."""
        problems = self._find_template_problems(slots, launch)
        problems += [slot.problem for slot in slots if slot.problem]
        problems = list(dict.fromkeys(problems))
        more = len(problems) - LISTED_PROBLEMS
        if more > 0:
            last = problems[LISTED_PROBLEMS - 1]
            problems[LISTED_PROBLEMS - 1 :] = [
                self.env._("%(problem)s And %(count)s more.", problem=last, count=more)
            ]
        return problems

    def _find_template_problems(self, slots, launch):
        """Those of the problems that there are on every document."""
        problems = []
        for plan in self:
            of_plan = [slot for slot in slots if slot.line.plan_id == plan]
            problems += plan._find_model_problems(of_plan)
            problems += plan._find_line_problems(of_plan, launch)
        return problems

    def _find_model_problems(self, slots):
        model = slots[0].document._name if slots else self.res_model
        if model == self.res_model:
            return []
        return [
            self.env._(
                "The template “%(template)s” can't be applied here, only to: "
                "%(model)s.",
                template=self.name,
                model=self.res_model_id.sudo().name,  # sudo: names are no secret
            )
        ]

    def _find_line_problems(self, slots, launch):
        """Types that were deleted, and cards that the lines don't fill in."""
        first_of = {}
        for slot in slots:
            if slot.line not in first_of or first_of[slot.line].problem:
                first_of[slot.line] = slot
        problems = [line._find_type_problem() for line in first_of]
        if not launch.automatic:
            problems += [
                line._find_card_problem(slot, launch)
                for line, slot in first_of.items()
                if slot.when and not slot.problem
            ]
        return [problem for problem in problems if problem]

    @api.model
    def _refuse(self, problems):
        if problems:
            raise UserError("\n".join(problems))

    @api.model
    def _fill_texts(self, slots):
        for line, of_line in self._by_line(slots).items():
            line._fill_texts(of_line)

    @api.model
    def _by_line(self, slots):
        groups = {}
        for slot in slots:
            groups.setdefault(slot.line, []).append(slot)
        return groups

    # ---- making it

    @api.model
    def _create_tasks(self, slots, launch):
        """All tasks in one go; people are told of them afterwards, once each."""
        quiet = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True,
            no_mail_to_attendees=True,
            tracking_disable=True,  # nothing changes on tasks that are new
        )
        values = [slot.line._prepare_task_values(slot, launch) for slot in slots]
        tasks = quiet.create(values).with_env(self.env)
        for slot, task in zip(slots, tasks, strict=True):
            slot.task = task
        self.env["crm.task.line"]._give_reviews(slots)
        return tasks
