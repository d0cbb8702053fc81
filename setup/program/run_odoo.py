"""Starts Odoo: ``python run_odoo.py [COMMAND] …``

A file, as ``python -m odoo`` can't serve with several processes: for its websockets,
Odoo runs once more the file that it was started by. In a folder of its own, as Python
looks for modules beside it.
"""

from odoo.cli import main  # type: ignore[import-not-found]

main()
