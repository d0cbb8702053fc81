from odoo.tests import tagged

from .hoot import HootCase


@tagged("post_install", "-at_install")
class TestHoot(HootCase):
    def test_desktop(self):
        self.run_on_desktop("@crm_task_types")

    def test_mobile(self):
        self.run_on_phone("@crm_task_types")
