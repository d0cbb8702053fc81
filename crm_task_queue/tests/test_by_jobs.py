"""What jobs do comes out as it does without them: the same tests, once more."""

from odoo.addons.crm_task_types.tests import (
    test_absence,
    test_handover_batches,
    test_news,
    test_remind,
    test_reminder,
    test_series,
    test_series_change,
    test_series_ground,
)
from odoo.addons.crm_task_workflow.tests import (
    test_process_engine,
    test_process_life,
    test_process_repair,
    test_process_steps,
    test_process_timer,
    test_template_batches,
)

from .common import ByJobs


class TestReminderByJobs(ByJobs, test_reminder.TestReminder):
    pass


class TestRemindByJobs(ByJobs, test_remind.TestRemind):
    pass


class TestNewsOverdueByJobs(ByJobs, test_news.TestNewsOverdue):
    pass


class TestSeriesByJobs(ByJobs, test_series.TestSeries):
    pass


class TestSeriesChangeByJobs(ByJobs, test_series_change.TestSeriesChange):
    pass


class TestSeriesGroundByJobs(ByJobs, test_series_ground.TestSeriesGround):
    pass


class TestAbsenceByJobs(ByJobs, test_absence.TestAbsence):
    pass


class TestHandoverByJobs(ByJobs, test_handover_batches.TestHandoverBatches):
    pass


class TestTemplateBatchesByJobs(ByJobs, test_template_batches.TestTemplateBatches):
    pass


class TestProcessTaskByJobs(ByJobs, test_process_engine.TestProcessTask):
    pass


class TestProcessStartByJobs(ByJobs, test_process_engine.TestProcessStart):
    pass


class TestProcessLifeByJobs(ByJobs, test_process_life.TestProcessLife):
    pass


class TestProcessRepairByJobs(ByJobs, test_process_repair.TestProcessRepair):
    pass


class TestProcessStepsByJobs(ByJobs, test_process_steps.TestProcessSteps):
    pass


class TestProcessTimerByJobs(ByJobs, test_process_timer.TestProcessTimer):
    pass
