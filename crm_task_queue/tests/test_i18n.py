"""Russian and Polish: complete and intact."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.crm_task_types.tests.i18n import I18nChecks


@tagged("post_install", "-at_install")
class TestI18n(I18nChecks, TransactionCase):
    module = "crm_task_queue"
