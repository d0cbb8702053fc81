"""Sets up, serves, tests and packages CRM Tasks: ``python3 -m setup --help``.

Only the standard library is used here: nothing is installed yet when this runs.
"""

import sys

# This file must stay readable for old Pythons, so that they get this line too.
if not (3, 10) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        "setup: Odoo 19 runs on Python 3.10 to 3.13, this is Python "
        + ".".join(map(str, sys.version_info[:3]))
    )
