from . import condition
from . import shipped
from . import graph
from . import lint
from . import values
