from odoo.fields import Command

from odoo.addons.crm_task_types.tests.common import TaskCase, new_test_user

BERLIN, NEW_YORK, AUCKLAND = "Europe/Berlin", "America/New_York", "Pacific/Auckland"


class TemplateCase(TaskCase):
    """A team with members in several zones, and templates for its leads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third = new_test_user(
            cls.env, "third", groups="sales_team.group_sale_salesman", tz="UTC"
        )
        cls.members = (cls.rep | cls.colleague | cls.third).sorted("id")
        cls.team = cls.env["crm.team"].create(
            {
                "name": "Roofs",
                "user_id": cls.boss.id,
                "member_ids": [Command.set(cls.members.ids)],
            }
        )
        cls.lead.team_id = cls.team

    @classmethod
    def template(cls, *lines, model="crm.lead", **values):
        """A template whose lines are calls for the asked person, today, unless said
        otherwise."""
        defaults = {
            "activity_type_id": cls.call.id,
            "delay_from": "after_plan_date",
            "summary": False,
        }
        return cls.env["mail.activity.plan"].create(
            {
                "name": "Set",
                "res_model": model,
                "template_ids": [
                    Command.create(
                        {**defaults, "sequence": position, "summary": str(position)}
                        | line
                    )
                    for position, line in enumerate(lines, start=1)
                ],
                **values,
            }
        )

    @classmethod
    def more_leads(cls, count, **values):
        defaults = {"user_id": cls.rep.id, "team_id": cls.team.id}
        return cls.env["crm.lead"].create(
            [
                {"name": f"Lead {number}", "type": "opportunity", **defaults, **values}
                for number in range(count)
            ]
        )

    def launch(self, template, documents=None, by=None, **options):
        """Apply a template as the boss, who gives the tasks of lines that ask to the
        rep."""
        documents = self.lead if documents is None else documents
        options = {"user": self.rep} | options
        return template.with_user(by or self.boss)._launch(documents, **options)

    def tasks_of(self, document=None, **context):
        """Open tasks of a document, in the order in which they were made."""
        document = self.lead if document is None else document
        return self.env["mail.activity"].search(
            [("res_model", "=", document._name), ("res_id", "in", document.ids)],
            order="id",
        )
