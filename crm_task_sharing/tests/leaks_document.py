"""The ways that lead over documents, and their messages.

One method ``_way_<name>(user)`` each, see ``test_leaks``.
"""

from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.bus.models.bus import channel_with_db, json_dump
from odoo.addons.mail.tools.discuss import Store

from .common import SECRET


class LeaksOfDocuments:
    def _lead(self, user):
        return self.lead.with_user(user).with_context(active_test=False)

    def _way_lead_fields(self, user):
        names = [
            name
            for name, field in self.lead._fields.items()
            if ("activity" in name or "process" in name) and field.type != "one2many"
        ]
        return self._lead(user).read(names)

    def _way_lead_tasks(self, user):
        return self._lead(user).web_read(
            {"activity_ids": {"fields": {"summary": {}, "display_name": {}}}}
        )

    def _way_lead_export(self, user):
        paths = ["activity_ids/summary", "activity_summary", "activity_type_id/name"]
        return self._lead(user).export_data(paths)["datas"]

    def _way_lead_search_by_activity(self, user):
        Lead, mine = self._lead(user), Domain("id", "=", self.lead.id)
        for domain in (
            [("activity_ids.summary", "ilike", SECRET)],
            [("activity_summary", "ilike", SECRET)],
            [("activity_type_id", "=", self.meeting.id)],
            [("activity_ids", "any", [("note", "ilike", SECRET)])],
            [("activity_ids.checklist_item_ids.name", "ilike", SECRET)],
            [("activity_ids", "!=", False)],
            [("activity_user_id", "!=", False)],
            [("activity_date_deadline", "!=", False)],
            [("calendar_event_ids", "!=", False)],
            [("activity_ids", "in", self.tasks.ids)],
            [("message_partner_ids.meeting_ids.name", "ilike", SECRET)],
        ):
            if Lead.search(mine & Domain(domain)) and user != self.boss:
                return SECRET
        return []

    def _way_client_search_by_activity(self, user):
        """... nor of whom a document is, or of who wrote a file."""
        self.client.opportunity_ids = self.lead
        file = self.env["ir.attachment"].with_user(self.rep).create({"name": "Mine"})
        file.public = True
        of_lead = Domain("opportunity_ids.activity_ids", "!=", False)
        of_writer = Domain("create_uid.partner_id.meeting_ids.name", "ilike", SECRET)
        for record, domain in ((self.client, of_lead), (file, of_writer)):
            found = record.with_user(user).search(domain & Domain("id", "=", record.id))
            if found and user != self.boss:
                return SECRET
        return []

    def _way_lead_search_by_message(self, user):
        Lead = self._lead(user)
        for path in ("message_ids.body", "message_ids.mail_activity_id.summary"):
            if Lead.search([(path, "ilike", SECRET)]) and user != self.boss:
                return SECRET
        return []

    def _way_lead_state(self, user):
        """Neither shown, nor searched, nor grouped by a task that isn't seen."""
        Lead, mine = self._lead(user), [("id", "=", self.lead.id)]
        self.done_task.sudo().active = False
        told = [
            bool(Lead.read(["activity_state"])[0]["activity_state"]),
            bool(Lead.search([*mine, ("activity_state", "=", "overdue")])),
            any(
                state
                for state, _count in Lead._read_group(
                    mine, ["activity_state"], ["__count"]
                )
            ),
            bool(Lead.search([*mine, ("activity_user_id", "=", self.rep.id)])),
            bool(Lead.search([*mine, ("activity_date_deadline", "<", "2030-01-01")])),
        ]
        return SECRET if any(told) and user != self.boss else []

    def _way_lead_activity_view(self, user):
        data = (
            self.env["mail.activity"]
            .with_user(user)
            .get_activity_data("crm.lead", [("id", "=", self.lead.id)], fetch_done=True)
        )
        ids = [
            task_id
            for row in data["grouped_activities"].values()
            for cell in row.values()
            for task_id in cell["ids"]
        ]
        return [SECRET for task_id in ids if task_id in self.tasks.ids]

    def _way_client_tasks(self, user):
        partner = self.client.with_user(user)
        return partner.web_read({"activity_ids": {"fields": {"summary": {}}}}) + (
            [SECRET] if user == self.boss else []
        )

    def _way_messages_of_lead(self, user):
        return self._lead(user).message_ids.read(
            ["body", "preview", "mail_activity_id"]
        )

    def _way_messages_of_task(self, user):
        return self.tasks.with_user(user).message_ids.read(["body"])

    def _way_messages_searched(self, user):
        Message = self.env["mail.message"].with_user(user)
        return Message.search_read([("body", "ilike", SECRET)], ["body"])

    def _way_messages_by_id(self, user):
        messages = self.env["mail.message"].sudo().search([("body", "ilike", SECRET)])
        texts = []
        for message in messages.with_user(user):
            try:
                texts += message.read(["body"])
            except AccessError as error:
                texts.append(str(error))
        return texts

    def _way_messages_fetched(self, user):
        Message = self.env["mail.message"].with_user(user)
        found = Message._message_fetch(
            domain=[("model", "=", "crm.lead"), ("res_id", "=", self.lead.id)],
            thread=self._lead(user),
        )["messages"]
        store = Store()
        store.add(found)
        return store.get_result()

    def _way_messages_grouped(self, user):
        return (
            self.env["mail.message"]
            .with_user(user)
            .formatted_read_group(
                [("res_id", "=", self.lead.id), ("model", "=", "crm.lead")],
                ["mail_activity_id"],
                ["__count"],
            )
        )

    def _way_tracking_values(self, user):
        values = (
            self.env["mail.tracking.value"]
            .sudo()
            .search([("mail_message_id.model", "=", "mail.activity")])
        )
        return values.with_user(user).read()

    def _way_mail_recipients(self, user):
        """Who was told of the completion, in whatever way."""
        told = (
            self.env["mail.notification"]
            .sudo()
            .search([("res_partner_id", "=", user.partner_id.id)])
        )
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search([("recipient_ids", "in", user.partner_id.ids)])
        )
        hidden = told.mail_message_id | mails.mail_message_id
        return [
            message.body for message in hidden if message.create_date >= self._since
        ]

    _since = property(lambda self: self.env.cr.now())

    def _way_bus(self, user):
        """What is sent to each open browser of the user."""
        heard = (user.partner_id, user, *user.all_group_ids, "broadcast")
        channels = [channel_with_db(self.env.cr.dbname, channel) for channel in heard]
        sent = self.env["bus.bus"].search(
            [("channel", "in", [json_dump(channel) for channel in channels])]
        )
        return sent.mapped("message")

    def _way_push(self, user):
        """What is pushed to the phones of the user."""
        pushed = self.env["mail.push"].search(
            [("mail_push_device_id.partner_id", "=", user.partner_id.id)]
        )
        return pushed.mapped("payload")
