from . import test_leaks
from . import test_levels
from . import test_share
