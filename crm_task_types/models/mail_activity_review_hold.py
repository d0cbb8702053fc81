"""Completing a task that is to be reviewed holds what was said until it is accepted."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.review import ACCEPTED, RETURNED, WAITING
from .mail_activity_news import TOLD
from .mail_activity_people import REVIEWER
from .mail_activity_review import UNDECIDED

TO_REVIEW = "to_review"
TOLD[TO_REVIEW] = (REVIEWER,)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    held_uid = fields.Many2one(
        "res.users",
        "Completed by",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Who completed the task that waits for review.",
    )
    held_date = fields.Datetime("Completed on", readonly=True, copy=False)
    held_comment = fields.Text("Comment to the reviewer", readonly=True, copy=False)
    held_values = fields.Json(
        readonly=True, copy=False, help="What else was said, as plain values."
    )

    # ---- completing

    def _action_done(self, feedback=False, attachment_ids=None):
        ready = self._hold_back(feedback or "", attachment_ids=attachment_ids or ())
        return super(MailActivity, ready)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )

    def write(self, vals):
        if "active" not in vals and "is_cancelled" not in vals:
            return super().write(vals)
        if vals.get("active"):
            return self._reopen_with_review(vals)
        if "active" in vals and not vals.get("is_cancelled"):
            return self._close_with_review(vals)
        result = super().write(vals)
        self._check_reviewed()
        self._end_review()
        return result

    def _close_with_review(self, vals):
        """Archiving a task is how it is completed, by whatever way."""
        open_tasks = self.filtered("active")
        waiting = open_tasks - open_tasks._hold_back()
        result = super(MailActivity, self - waiting).write(vals)
        closed = open_tasks.filtered(lambda task: not task.active)
        closed._check_reviewed()
        closed._end_review()
        waiting._write_beside_review(vals)
        return result

    def _write_beside_review(self, vals):
        """What was to be written with the completion of tasks that now wait."""
        others = {name: value for name, value in vals.items() if name != "active"}
        if self and others:
            self.write(others)

    def _end_review(self):
        """Nothing is to be reviewed or mended on what is closed."""
        ended = self.filtered(
            lambda task: not task.active and task.review_state in (WAITING, RETURNED)
        )
        if ended:
            # sudo: who may close a task ends its review by that
            ended.sudo().write(UNDECIDED)

    def _reopen_with_review(self, vals):
        reopened = self.filtered(lambda task: not task.active)
        result = super().write(vals)
        if decided := reopened.filtered("review_state"):
            # sudo: who may open a task again starts its review anew
            decided.sudo().write(UNDECIDED)
        return result

    def _hold_back(self, comment="", *, attachment_ids=(), **said):
        """Put up for review what has to be reviewed.

        :param str comment: what was said to it; empty for nothing
        :param attachment_ids: ids of attachments that show the result
        :param said: what else was said, as plain values; empty ones are left out
        :return: the tasks that may be completed now
        :raise UserError: when one of them waits for its reviewer already
        """
        self._refuse_waiting()
        self._recall_spared_reviews()
        reviewed = self.filtered(
            lambda task: task._wants_review() and task.review_state != ACCEPTED
        )
        own = reviewed.filtered(lambda task: task.reviewer_id == self.env.user)
        if own:
            own.check_access("write")
            own._set_accepted()
        held = reviewed - own
        if held:
            held._hold(comment, attachment_ids, said)
        return self - held

    def _refuse_waiting(self):
        for task in self.filtered(lambda task: task.review_state == WAITING):
            task.check_access("write")  # others don't learn of it
            raise UserError(
                self.env._(
                    "“%(task)s” was completed already and waits for review by "
                    "%(reviewer)s.",
                    task=task.display_name,
                    reviewer=task._reviewer_name(),
                )
            )

    def _set_accepted(self):
        # sudo: a reviewer decides, whether or not he may change the task
        self.sudo().write(
            {
                "review_state": ACCEPTED,
                "decided_uid": self.env.uid,
                "decided_date": fields.Datetime.now(),
            }
        )

    # ---- waiting

    def _hold(self, comment, attachment_ids, said):
        self.check_access("write")
        self._check_completed()
        said = {name: value for name, value in said.items() if value}
        if self.env.su:
            said["su"] = True  # it will be completed with the same rights
        values = {
            "review_state": WAITING,
            "held_uid": self.env.uid,
            "held_date": fields.Datetime.now(),
            "held_comment": comment or False,
            "decided_uid": False,
            "decided_date": False,
        }
        for task, ids in self._keep_attachments(attachment_ids).items():
            kept = {"attachment_ids": ids} if ids else {}
            # sudo: what is held is written by completing only
            task.sudo().write(values | {"held_values": said | kept})
        self._log_review(lambda task: task._held_line())
        self._tell_people(TO_REVIEW, dict.fromkeys(self.ids, comment))

    def _keep_attachments(self, attachment_ids):
        """Attachments that belong to nothing yet come to the tasks, where the reviewer
        can see them; completing takes them along.

        :return: ``{tasks: ids of attachments that belong to something else}``
        """
        attachments = self.env["ir.attachment"].browse(attachment_ids)
        loose = attachments.filtered(lambda file: not file.res_id)
        if not loose:
            return {self: attachments.ids}
        for task in self[1:]:
            loose.copy({"res_model": self._name, "res_id": task.id})
        loose.write({"res_model": self._name, "res_id": self[0].id})
        return {self: (attachments - loose).ids}

    def _log_review(self, get_line):
        """Tell of a review in the feeds of the tasks and on their documents."""
        # sudo: the line belongs to the history, whoever decides
        self.sudo()._message_log_batch(
            bodies={task.id: get_line(task) for task in self}
        )
        self._log_on_documents(
            {
                task: self.env._(
                    "%(task)s: %(line)s", task=task._bold_name(), line=get_line(task)
                )
                for task in self
            }
        )

    def _held_line(self):
        values = {"reviewer": self._reviewer_name(), "comment": self.held_comment}
        if self.held_comment:
            return self.env._(
                "Completed, waits for review by %(reviewer)s: %(comment)s", **values
            )
        return self.env._("Completed, waits for review by %(reviewer)s", **values)

    def _news_titles(self):
        return super()._news_titles() | {
            TO_REVIEW: (
                self.env._("To review: %s"),
                self.env._("%s tasks wait for your review"),
            )
        }
