from . import clock
from . import code
