from . import test_levels
from . import test_share
from . import test_preferences
from . import test_slot
from . import test_taken
from . import test_view_as
from . import test_untouched
