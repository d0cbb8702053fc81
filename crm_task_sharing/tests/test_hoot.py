from odoo.tests import tagged

from odoo.addons.crm_task_types.tests.hoot import HootCase


@tagged("post_install", "-at_install")
class TestShareHoot(HootCase):
    def test_desktop(self):
        self.run_on_desktop("@crm_task_sharing")

    def test_mobile(self):
        self.run_on_phone("@crm_task_sharing")
