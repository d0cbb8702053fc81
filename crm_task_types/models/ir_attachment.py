"""A full disk is told as such, and leaves nothing behind."""

import errno
import logging
import os

from odoo import api, models
from odoo.exceptions import UserError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_logger = logging.getLogger(__name__)


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _file_write(self, bin_value, checksum):
        """Odoo leaves what it could write of a file, and later takes it for another
        one with the same checksum: the file could never be attached again."""
        try:
            return super()._file_write(bin_value, checksum)
        except OSError as error:
            self._remove_half_written(bin_value, checksum)
            if error.errno not in FULL:
                raise
            _logger.error("A file couldn't be stored: %s", error)
            raise UserError(
                self.env._(
                    "The file couldn't be stored: the disk of the server is full. "
                    "Please tell your administrator, and attach it again later."
                )
            ) from error

    @api.model
    def _remove_half_written(self, bin_value, checksum):
        path = self._full_path(f"{checksum[:2]}/{checksum}")
        # somebody else may have written the same file meanwhile
        if os.path.isfile(path) and not self._same_content(bin_value, path):
            os.unlink(path)
