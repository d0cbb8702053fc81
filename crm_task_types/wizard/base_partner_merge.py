from odoo import api, models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        self.env["mail.activity"]._move_to_document(dst_partner, src_partners)
        return super()._update_reference_fields(src_partners, dst_partner)
