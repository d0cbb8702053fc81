"""What jobs do comes out as it does without them: the same tests, once more."""

from odoo.addons.crm_task_types.tests import test_absence, test_remind, test_reminder
from odoo.addons.crm_task_workflow.tests import (
    test_process_engine,
    test_process_life,
    test_process_steps,
    test_process_timer,
    test_template_batches,
)

from .common import ByJobs


class TestReminderByJobs(ByJobs, test_reminder.TestReminder):
    pass


class TestRemindByJobs(ByJobs, test_remind.TestRemind):
    pass


class TestAbsenceByJobs(ByJobs, test_absence.TestAbsence):
    pass


class TestTemplateBatchesByJobs(ByJobs, test_template_batches.TestTemplateBatches):
    pass


class TestProcessTaskByJobs(ByJobs, test_process_engine.TestProcessTask):
    pass


class TestProcessStartByJobs(ByJobs, test_process_engine.TestProcessStart):
    pass


class TestProcessLifeByJobs(ByJobs, test_process_life.TestProcessLife):
    pass


class TestProcessStepsByJobs(ByJobs, test_process_steps.TestProcessSteps):
    pass


class TestProcessTimerByJobs(ByJobs, test_process_timer.TestProcessTimer):
    pass
