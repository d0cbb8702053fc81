from . import test_outcome
from . import test_tours
from . import test_server_actions
from . import test_automation
