"""What is written of tasks is cleaned once, and is as clean as ever."""

from markupsafe import Markup

from odoo import fields
from odoo.tests import tagged
from odoo.tools import html_sanitize

from .common import TaskCase

EVIL = Markup('<p onclick="steal()">Hello<script>steal()</script></p>')


@tagged("post_install", "-at_install")
class TestQuickBody(TaskCase):
    def test_a_text_is_as_clean_the_second_time(self):
        for _time in range(2):
            body = self.lead.sudo()._message_log(body=EVIL).body
            self.assertEqual(body, html_sanitize(EVIL, sanitize_attributes=True))
            self.assertNotIn("steal", body)

    def test_each_field_cleans_in_its_own_way(self):
        text = '<p class="big">Hello</p>'
        quick = type(self.env["mail.message"]._fields["body"])
        message = self.env["mail.message"]
        kept, stripped = quick(), quick(strip_classes=True)
        for field in (kept, stripped, kept, stripped):
            field.__dict__.update(field._args__)
            expected = fields.Html._convert(field, text, message, True)
            self.assertEqual(field.convert_to_cache(text, message), expected)
        self.assertIn("big", kept.convert_to_cache(text, message))
        self.assertNotIn("big", stripped.convert_to_cache(text, message))
