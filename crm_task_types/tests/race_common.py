from threading import Thread

from psycopg2.errors import SerializationFailure

from odoo import api
from odoo.sql_db import db_connect
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


class RaceCase(BaseCase):
    """What happens on two real connections; what is made is there for good."""

    def setUp(self):
        super().setUp()
        self.connection = db_connect(get_db_name())

    def env_of(self, cr, uid=api.SUPERUSER_ID):
        return api.Environment(cr, uid, {})

    def at_the_same_moment(self, act, other=None, again=None):
        """Two transactions look before either has acted. The second one waits for the
        first, fails when that is through, and tries again, as Odoo does.

        :param act: what the first one does; gets its cursor
        :param other: what the second one does; the same, if left out
        :param again: what it does when it tries again; the same as before, if left out
        """
        other = other or act
        first, second = self.connection.cursor(), self.connection.cursor()
        failed = []

        def act_too():
            try:
                other(second)
            except SerializationFailure as error:
                failed.append(error)

        with mute_logger("odoo.sql_db"), first, second:
            second.execute("SELECT 1")  # its picture of the data is taken now
            act(first)
            rival = Thread(target=act_too)
            rival.start()
            rival.join(0.3)
            self.assertTrue(rival.is_alive(), "it waits for the lock")
            first.commit()
            rival.join(20)
            self.assertFalse(rival.is_alive())
            self.assertTrue(failed)
            second.rollback()
            (again or other)(second)
            second.commit()
