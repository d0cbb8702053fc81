from . import shipped
