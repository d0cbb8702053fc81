from . import clock
from . import code
from . import recurrence
from . import recurrence_words
