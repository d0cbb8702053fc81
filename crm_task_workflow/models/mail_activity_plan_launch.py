"""A task template applied to many documents at once: the engine.

Whatever the number of documents and lines, tasks are made in one go, every document
gets one line in its history, and everybody who is given tasks is told once.
"""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date, format_datetime

from odoo.addons.crm_task_types.models.crm_task_card_field import PLANNED

from .crm_task_template_slot import Launch, Slot
from .mail_activity_plan_template import PREVIOUS_COMPLETION, PREVIOUS_DEADLINE

LISTED_TASKS = 50


class MailActivityPlan(models.Model):
    _inherit = "mail.activity.plan"

    def _launch(self, documents, *, user=None, base=None, automatic=False, lines=None):
        """Apply these templates to documents.

        :param documents: records of the model of the templates
        :param user: who gets the tasks of the lines that ask; empty for nobody
        :param base: from when the delays count: a moment (naive UTC), or a day; empty
            for now
        :param bool automatic: by a rule and not by a person: where a line finds nobody
            its fallback counts, and cards are checked only when tasks are completed
        :param lines: the lines to apply; empty for all
        :return: the tasks made at once, others wait for the completion of these
        :raise UserError: when the templates can't be applied, naming who or what
        :raise AccessError: when the user may not plan tasks on one of the documents
        """
        documents = documents.with_env(self.env)
        launch = self._prepare_launch(user, base, automatic)
        slots = self._prepare_slots(documents, launch, lines)
        self._refuse(self._find_problems(slots, launch))
        ready = [slot for slot in slots if not slot.waits]
        self._fill_texts(ready)
        tasks = self._create_tasks(ready, launch)
        self.env["crm.task.template.wait"]._create_from(slots, launch)
        self._tell_documents(slots)
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
        """Why the templates can't be applied, in words, each reason once."""
        problems = [slot.problem for slot in slots if slot.problem]
        for plan in self:
            of_plan = [slot for slot in slots if slot.line.plan_id == plan]
            problems += plan._find_model_problems(of_plan)
            problems += plan._find_line_problems(of_plan, launch)
        return list(dict.fromkeys(problems))

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
            first_of.setdefault(slot.line, slot)
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
        return tasks

    # ---- telling it

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

    def _make_slots(self, documents, latest):
        """One slot for each document on which the line applies.

        :param dict latest: ``{document id: slot of the line before}``, brought up to
            date
        """
        self.ensure_one()
        slots = [
            Slot(self, document, latest.get(document.id)) for document in documents
        ]
        for slot in slots:
            slot.waits = self._waits_for(slot.previous)
        # a line that waits looks at its document when its turn comes
        ready = documents.browse([slot.document.id for slot in slots if not slot.waits])
        matching = set(self._filtered_documents(ready).ids)
        slots = [slot for slot in slots if slot.waits or slot.document.id in matching]
        latest.update({slot.document.id: slot for slot in slots})
        return slots

    def _waits_for(self, previous):
        """Whether a task can't be made yet, after the slot of the line before."""
        if not previous or (previous.task and not previous.task.active):
            return False
        if self.delay_from == PREVIOUS_COMPLETION:
            return True
        return self.delay_from == PREVIOUS_DEADLINE and previous.waits

    def _fill_slots(self, slots, launch):
        """Assignees and times of the slots that don't wait; those of the others are
        found when their turn comes."""
        ready = [slot for slot in slots if not slot.waits]
        if ready:
            self._fill_assignees(ready, launch)
            self._fill_times(ready, launch)
        asks = self.responsible_type == "on_demand"
        for slot in slots:
            if slot.waits:
                slot.user = launch.user if asks else launch.user.browse()
                if asks and not launch.automatic:
                    slot.problem = "" if launch.user else self._unanswered(slot)

    def _unanswered(self, slot):
        return self._determine_responsible(slot.user, slot.document)["error"]

    def _find_type_problem(self):
        task_type = self.activity_type_id
        if task_type.retired:
            return self.env._(
                "The task type “%s” was deleted. Please choose another one in the "
                "plan.",
                task_type.name,
            )
        if not task_type._applies_to(self.plan_id.res_model):
            return self.env["mail.activity"]._not_applicable_message(
                task_type, self.plan_id.res_model
            )
        return ""

    def _find_card_problem(self, slot, launch):
        """What the card of the type requires and the line doesn't say."""
        # sudo: the card counts for everybody who may work on the task
        task_type = self.activity_type_id.sudo()
        names = task_type._required_fields(PLANNED)
        missing = task_type._required_properties(PLANNED).mapped("name")
        if names:
            values = self._prepare_task_values(slot, launch)
            missing = (
                self.env["mail.activity"].new(values)._missing_labels(names) + missing
            )
        if not missing:
            return ""
        return self.env._(
            "“%(task)s” can't be planned by a template, because its card requires: "
            "%(fields)s.",
            task=self._get_title(),
            fields=", ".join(missing),
        )

    def _prepare_task_values(self, slot, launch):
        """The values of the task of a slot."""
        self.ensure_one()
        values = {
            "activity_type_id": self.activity_type_id.id,
            "res_model_id": self.env["ir.model"]._get_id(slot.document._name),
            "res_id": slot.document.id,
            "user_id": slot.user.id,
            "summary": slot.summary or False,
            "note": slot.note or False,
            "automated": launch.automatic,
            "priority": self.priority,
            "duration_hours": self.duration_hours,
            "date_deadline": slot.when.day,
        }
        if slot.when.start:
            values["date_start"] = slot.when.start
        names = self._checklist_names()
        if names:
            values["checklist_item_ids"] = [
                Command.create({"name": name, "sequence": position})
                for position, name in enumerate(names)
            ]
        return values

    def _started_lines(self, slot, times):
        """What to say of a slot in the history of its document.

        :param dict times: those written out already, most tasks have the same
        """
        if slot.waits:
            return [
                self.env._(
                    "%(activity)s, when “%(previous)s” is completed",
                    activity=self._get_title(),
                    previous=slot.previous.summary or slot.previous.line._get_title(),
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


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _tell_new_tasks(self, user):
        """Tell somebody once of all these tasks; language and zone are in the
        context."""
        if len(self) == 1:
            subject = self.env._("New task for you: %s", self.display_name)
        else:
            subject = self.env._("%s new tasks for you", len(self))
        listed = self.sorted("date_overdue")
        items = [task._as_list_item() for task in listed[:LISTED_TASKS]]
        if len(self) > LISTED_TASKS:
            more = self.env._("and %s more", len(self) - LISTED_TASKS)
            items.append(Markup("<li>%s</li>") % more)
        # sudo: the person is told, whether or not his contact may be read
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=user.sudo().partner_id.ids,
            subject=subject,
            body=Markup("<p>%s</p><ul>%s</ul>") % (subject, Markup().join(items)),
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _as_list_item(self):
        when = self._format_when(self.date_start, self.date_deadline)
        link = Markup('<a href="/mail/view?model=%s&amp;res_id=%s">%s</a>') % (
            self.res_model or self._name,
            self.res_id or self.id,
            self.res_name or self.display_name,
        )
        return Markup("<li>%s: %s (%s)</li>") % (link, self.display_name, when)
