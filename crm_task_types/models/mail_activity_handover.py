"""Open tasks are given to others: to whom, and how these and the tasks are told."""

from markupsafe import Markup

from odoo import models

LISTED = 50  # tasks named in the message to who got them


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _hand_over(self, say, without=None):
        """Give tasks to the salesperson of their document, else to the leader of its
        team, else to nobody: they stay on the document. Personal tasks, which are of no
        use to others, are cancelled.

        :param say: the reason, see :meth:`_give`
        :param without: users who can't get them
        """
        without = without or self.env["res.users"]
        personal = self.filtered(lambda task: not task.res_model)
        personal._cancel(say(self.env))
        rest = self - personal
        self._give(rest._by_heir(rest._find_heirs(without)), say)

    def _find_heirs(self, without):
        """:return: ``{task: user}``, the salesperson of the document or else the leader
        of its team; without the tasks that nobody could get"""
        found = {}
        for model, tasks in self.filtered("res_model").grouped("res_model").items():
            heirs = tasks._heirs(model, without | tasks.user_id)
            found |= {
                task: heirs[task.res_id] for task in tasks if task.res_id in heirs
            }
        return found

    def _by_heir(self, heir_by_task):
        """:return: ``{user: tasks}``; the empty user has those of nobody"""
        nobody = self.env["res.users"]
        return self.grouped(lambda task: heir_by_task.get(task, nobody))

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

    def _give(self, by_heir, say):
        """Give tasks to others, write why into the feed of each, and tell who got some
        once.

        :param dict by_heir: the tasks by user; the empty user: nobody gets them
        :param say: function of an environment that says why, in its language
        """
        for heir, tasks in by_heir.items():
            tasks._give_to(heir, say)
            tasks._tell_handed_over(heir, say)

    def _give_to(self, heir, say):
        # one notice for all of them instead of one mail for each, in the language of
        # who works on them now
        tasks = self.with_context(
            mail_activity_quick_update=True, lang=heir.lang or self.env.lang
        )
        tasks.write({"user_id": heir.id})
        tasks._message_log_batch(bodies=dict.fromkeys(tasks.ids, say(tasks.env)))

    def _tell_handed_over(self, user, say):
        """One message with the list of the tasks to who got them."""
        if not user or user == self.env.user or not self:
            return
        tasks = self.with_context(lang=user.lang or self.env.lang)
        names = [
            f"{task.display_name} · {task.res_name}"
            if task.res_name
            else task.display_name
            for task in tasks[:LISTED]
        ]
        if len(tasks) > LISTED:
            names.append(tasks.env._("and %s more", len(tasks) - LISTED))
        tasks[:1].message_notify(
            partner_ids=user.partner_id.ids,
            subject=tasks.env._("1 task is yours now")
            if len(tasks) == 1
            else tasks.env._("%(count)s tasks are yours now", count=len(tasks)),
            body=Markup("<p>%s</p><ul>%s</ul>")
            % (
                say(tasks.env),
                Markup().join(Markup("<li>%s</li>") % name for name in names),
            ),
        )
