"""Runs the unit tests in ``static/tests`` in a headless browser."""

from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests import test_js

# Only the module is imported: pytest would collect the test classes in it.
SUITE = "@crm_task_workflow"


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    def test_desktop(self):
        self._run_suite("desktop", "")

    def test_mobile(self):
        self.browser_size = "375x667"
        self.touch_enabled = True
        self._run_suite("mobile", "&tag=-headless")

    def _run_suite(self, preset, options):
        suite_id = test_js.HOOTCommon._generate_hash(self, SUITE)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000&id={suite_id}{options}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
