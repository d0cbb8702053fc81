"""Runs the unit tests in the ``static/tests`` of an add-on in a headless browser."""

from odoo.tests import HttpCase

from odoo.addons.web.tests import test_js

# Only the module is imported: pytest would collect the test classes in it.


class HootCase(HttpCase):
    """Opens suites such as ``@crm_task_types`` on a desktop or a phone."""

    def run_on_desktop(self, suite):
        self._run_suite(suite, "desktop", "")

    def run_on_phone(self, suite):
        self.browser_size = "375x667"
        self.touch_enabled = True
        self._run_suite(suite, "mobile", "&tag=-headless")

    def _run_suite(self, suite, preset, options):
        suite_id = test_js.HOOTCommon._generate_hash(self, suite)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000&id={suite_id}{options}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
