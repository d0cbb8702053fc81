"""What a press makes by itself says so, in a way that makes the database refuse to have
it twice."""

from odoo import fields, models

from odoo.addons.crm_task_types.tools.inside import Inside


class MailActivity(models.Model):
    _inherit = "mail.activity"

    press_key = fields.Char(
        "Made by press",
        readonly=True,
        copy=False,
        help="The press that made this task by itself, on which task, and by which of "
        "its rules.",
    )

    _once_per_press = models.UniqueIndex(
        "(press_key) WHERE press_key IS NOT NULL",
        "This task follows from the press already.",
    )

    def _press_key(self, source, press=None):
        """Of the task that follows this one.

        :param source: the record that says what follows: an effect, a rule of the type,
            or the type itself
        :param str press: of a result; empty for the press that is under way
        :return: False when nothing was pressed
        """
        self.ensure_one()
        press = press or self._press_under_way()
        return press and f"{press}/{self.id}/{source._name},{source.id}"

    def _press_under_way(self):
        """What its results and the tasks that it makes have in common; or False."""
        press = self.env.context.get("crm_task_press")
        return isinstance(press, Inside) and str(press)

    def _create_followers(self, source, values):
        """:param dict values: ``{task: values of the task that follows it}``"""
        return self.create(
            [
                {**vals, "press_key": task._press_key(source)}
                for task, vals in values.items()
            ]
        )

    def _prepare_next_activity_values(self):
        key = self._press_key(self.activity_type_id)
        return super()._prepare_next_activity_values() | {"press_key": key}
