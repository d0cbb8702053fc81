from . import busy
from . import levels
