import logging

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import TransactionCase

from odoo.addons.crm_task_types.tests.common import tagged

from ..tools.inline_template import attribute_paths, free_names
from .template_common import TemplateCase


class TestInlineTemplate(TransactionCase):
    """What expressions use, without templates."""

    def test_free_names(self):
        for expression, names in (
            ("object.name", {"object"}),
            ("user.name + str(object.id)", {"user", "str", "object"}),
            ("[x for x in object.ids if x != y]", {"object", "y"}),
            ("max(map(lambda line: line.id, object))", {"max", "map", "object"}),
        ):
            self.assertEqual(free_names(expression), names)

    def test_attribute_paths(self):
        for expression, paths in (
            ("object", []),
            ("object.partner_id.name", [["partner_id", "name"]]),
            ("object.name or object.id", [["name"], ["id"]]),
            ("format_date(object.create_date)", [["create_date"]]),
            ("object.name.upper()", [["name", "upper"]]),
            ("user.name", []),
        ):
            self.assertEqual(attribute_paths(expression, "object"), paths)


@tagged("post_install", "-at_install")
class TestTemplateTitle(TemplateCase):
    """Titles and notes with placeholders."""

    def title(self, summary, document=None, **values):
        template = self.template({"summary": summary, **values})
        return self.launch(template, document).summary

    def test_placeholders(self):
        for summary, title in (
            ("Call {{ object.partner_id.name }}", "Call Acme"),
            ("{{ object.name }} / {{ object.user_id.name }}", None),
            ("{{ object.city ||| nowhere }}", "nowhere"),
            ("{{ object.name.upper() }}", "ROOF FOR ACME"),
            ("{{ len(object.name) }}", "13"),
            ("Plain", "Plain"),
        ):
            title = title or f"Roof for Acme / {self.rep.name}"
            self.assertEqual(self.title(summary), title)

    def test_each_document_its_own(self):
        leads = self.more_leads(3)
        template = self.template({"summary": "Ask {{ object.name }}"})
        tasks = self.launch(template, leads)
        self.assertEqual(
            tasks.mapped("summary"), ["Ask Lead 0", "Ask Lead 1", "Ask Lead 2"]
        )

    def test_notes(self):
        template = self.template(
            {"note": "<p>Write to <b>{{ object.partner_id.name }}</b></p>"}
        )
        self.assertIn("<b>Acme</b>", self.launch(template).note)

    def test_values_in_notes_are_text(self):
        self.lead.name = "<b>Roof</b> & more"
        template = self.template(
            {"note": "<p>{{ object.name }} {{ 1 &gt; 2 ||| x}}</p>"}
        )
        self.assertEqual(
            self.launch(template).note,
            "<p>&lt;b&gt;Roof&lt;/b&gt; &amp; more x</p>",
        )

    def test_as_the_assignee_reads_it(self):
        """Dates in his language, times in his zone."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.lead.date_deadline = "2026-03-20"
        summary = (
            "{{ format_date(object.date_deadline) }}"
            " {{ format_datetime(object.create_date, dt_format='HH:mm') }}"
        )
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2026-03-18 22:00' WHERE id = %s",
            [self.lead.id],
        )
        self.lead.invalidate_recordset()
        for lang, tz, title in (
            ("en_US", "America/New_York", "03/20/2026 18:00"),
            ("fr_FR", "Europe/Paris", "20/03/2026 23:00"),
        ):
            self.rep.write({"lang": lang, "tz": tz})
            self.assertEqual(self.title(summary), title)

    def test_broken_ones_are_refused(self):
        for summary in (
            "Call {{ object.partner_id.name",
            "Call object.name }}",
            "{{ object. }}",
            "{{ object.no_such_field }}",
            "{{ object.partner_id.no_such_field }}",
            "{{ nothing }}",
            "{{ 1 + }}",
            "{{ object.__class__ }}",
            "{{ __import__('os') }}",
            "{{ (lambda: [].append(1))( }}",
            "{{ exit() }}",
        ):
            with self.assertRefused(
                ValidationError, "Call" if "Call" in summary else ""
            ):
                self.template({"summary": summary})
            with self.assertRaises(ValidationError):
                self.template({"note": f"<p>{summary}</p>"})

    def test_refused_for_another_model(self):
        """A field of leads isn't one of contacts."""
        template = self.template({"summary": "{{ object.stage_id.name }}"})
        self.assertTrue(template)
        with self.assertRaises(ValidationError):
            self.template(
                {"summary": "{{ object.stage_id.name }}"}, model="res.partner"
            )

    def test_only_template_editors_write_them(self):
        self.env["ir.config_parameter"].set_param("mail.restrict.template.rendering", 1)
        editors = self.env.ref("mail.group_mail_template_editor")
        self.env.ref("base.group_user").implied_ids -= editors
        self.boss.group_ids -= editors
        self.assertFalse(self.boss.has_group("mail.group_mail_template_editor"))
        line = self.template({}).template_ids.with_user(self.boss)
        with self.assertRefused(AccessError, "editors"):
            line.summary = "{{ object.name.upper() }}"
        line.summary = "{{ object.partner_id.name }}"  # harmless
        line.sudo().summary = "{{ object.name.upper() }}"
        # what an editor wrote works for everybody
        task = line.plan_id._launch(self.lead, user=self.rep)
        self.assertEqual(task.summary, "ROOF FOR ACME")

    def test_rights_of_who_applies(self):
        """A placeholder shows nothing that one may not see."""
        secret = self.more_leads(1, user_id=self.rep.id)
        summary = f"{{{{ object.browse({secret.id}).name }}}}"
        template = self.template({"summary": f"Call {summary} !"})
        lead = self.more_leads(1, user_id=self.third.id)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertLogs("odoo", logging.INFO):
            task = self.launch(template, lead, by=self.third, user=self.third)
        self.assertEqual(task.summary, "Call !")

    def test_breaks_later(self):
        """The plain text instead, and a line in the history of that document."""
        fine, empty = leads = self.more_leads(2)
        fine.partner_id = self.client
        template = self.template(
            {"summary": "Call {{ object.partner_id.name.upper() }} today"}
        )
        with self.assertLogs("odoo.addons.crm_task_workflow", logging.INFO) as logs:
            tasks = self.launch(template, leads)
        self.assertEqual(tasks.mapped("summary"), ["Call ACME today", "Call today"])
        self.assertEqual({record.levelname for record in logs.records}, {"INFO"})
        text = "placeholders of “Call today” could not be filled in"
        self.assertIn(text, empty.message_ids[0].body)
        self.assertNotIn(text, fine.message_ids[0].body)

    def test_breaks_in_the_database(self):
        """What was done before it is kept."""
        summary = "Call {{ object.search([('id', '=', 'x')]).name }}"
        template = self.template({"summary": summary})
        with self.assertLogs("odoo", logging.INFO):
            try:
                task = self.launch(template)
            except UserError as error:
                self.fail(error)
        self.assertEqual(task.summary, "Call")

    def test_default_instead_of_a_broken_placeholder(self):
        summary = "Call {{ object.city.upper() ||| the client }}"
        with self.assertLogs("odoo", logging.INFO):
            self.assertEqual(self.title(summary), "Call the client")

    def test_nothing_left(self):
        """A title that says nothing without its placeholder is that of the type."""
        with self.assertLogs("odoo", logging.INFO):
            template = self.template({"summary": "{{ object.city.upper() }}"})
            task = self.launch(template)
        self.assertEqual(task.display_name, self.call.name)
