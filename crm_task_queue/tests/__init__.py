from . import test_by_jobs
from . import test_i18n
from . import test_queue
