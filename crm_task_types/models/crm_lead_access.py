from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # What the rules of leads ask for: who sees the tasks of many leads, and which leads
    # have urgent ones, is counted without reading the leads.
    _rules_idx = models.Index("(id) INCLUDE (active, company_id, user_id)")
