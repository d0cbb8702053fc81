from . import test_i18n
from . import test_project
from . import test_project_access
from . import test_project_progress
from . import test_tours
