"""Open tasks outlive the account of their assignee: somebody else gets them."""

from markupsafe import Markup

from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def action_archive(self):
        # Odoo would delete the open tasks of the users
        self._hand_over_tasks()
        return super().action_archive()

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self.filtered("active")._hand_over_tasks()
        return super().write(vals)

    def unlink(self):
        self._hand_over_tasks()
        return super().unlink()

    def _hand_over_tasks(self):
        """Give the open tasks of these users to others, see
        :meth:`mail.activity._hand_over`."""
        # sudo: all their tasks, whoever archives them
        tasks = self.env["mail.activity"].sudo()
        for user, given in (
            tasks.search([("user_id", "in", self.ids)]).grouped("user_id").items()
        ):
            given._hand_over(
                self.env._("The account of %s was closed", user.name), without=self
            )


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _hand_over(self, reason, without=None):
        """Give tasks to the salesperson of their document, else to the leader of its
        team, else to nobody: they stay on the document. Personal tasks, which are of no
        use to others, are cancelled.

        :param str reason: written into the feed of each task
        :param without: users who can't get them
        """
        without = without or self.env["res.users"]
        personal = self.filtered(lambda task: not task.res_model)
        personal._cancel(reason)
        by_heir = {}
        for model, tasks in (self - personal).grouped("res_model").items():
            heirs = tasks._heirs(model, without | tasks.user_id)
            for task in tasks:
                heir = heirs.get(task.res_id, self.env["res.users"])
                by_heir.setdefault(heir, []).append(task.id)
        for heir, ids in by_heir.items():
            # one notice for all of them instead of one mail for each
            tasks = self.browse(ids).with_context(mail_activity_quick_update=True)
            tasks.write({"user_id": heir.id})
            tasks._message_log_batch(bodies=dict.fromkeys(tasks.ids, reason))
            tasks._tell_handed_over(heir, reason)

    def _heirs(self, model, without):
        """:return: ``{document id: user}`` of the documents that have somebody"""
        heirs = {}
        for document in self._documents(model):
            found = self.env["res.users"]
            if "user_id" in document._fields:
                found |= document.user_id
            if "team_id" in document._fields and "user_id" in document.team_id._fields:
                found |= document.team_id.user_id
            candidates = found.filtered(lambda user: user.active and not user.share)
            if heir := (candidates - without)[:1]:
                heirs[document.id] = heir
        return heirs

    def _tell_handed_over(self, user, reason):
        """One message with the list of the tasks to who got them."""
        if not user or user == self.env.user:
            return
        names = [
            f"{task.display_name} · {task.res_name}"
            if task.res_name
            else task.display_name
            for task in self
        ]
        first = self[:1].with_context(lang=user.lang or self.env.lang)
        first.message_notify(
            partner_ids=user.partner_id.ids,
            subject=first.env._("%(count)s tasks are yours now", count=len(self)),
            body=Markup("<p>%s</p><ul>%s</ul>")
            % (reason, Markup().join(Markup("<li>%s</li>") % name for name in names)),
        )
