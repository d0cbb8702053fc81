from unittest.mock import patch

from odoo.addons.crm_task_types.tests.common import tagged

from .template_common import TemplateCase


@tagged("post_install", "-at_install")
class TestAssignee(TemplateCase):
    """Who gets a task that is made by a rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = cls.lead
        for _number in range(6):
            cls.leads |= cls.lead.copy({"user_id": cls.rep.id, "team_id": cls.team.id})
        cls.nobody = cls.env["res.users"]

    def find(self, rule, documents=None, user=None, given=None):
        documents = self.leads if documents is None else documents
        found = self.env["crm.task.assignee"]._find_assignees(
            rule, documents, user, given
        )
        self.assertEqual(list(found), documents.ids)
        return list(found.values())

    def test_asked_and_fixed(self):
        self.assertEqual(self.find("ask", self.lead, self.colleague), [self.colleague])
        self.assertEqual(self.find("ask", self.lead), [self.nobody])
        self.assertEqual(
            self.find("fixed", self.lead, self.colleague), [self.colleague]
        )

    def test_current(self):
        found = (
            self.env["crm.task.assignee"]
            .with_user(self.colleague)
            ._find_assignees("current", self.lead)
        )
        self.assertEqual(found[self.lead.id], self.colleague)

    def test_salesperson(self):
        without = self.lead.copy({"user_id": False})
        self.assertEqual(
            self.find("salesperson", self.lead | without), [self.rep, self.nobody]
        )
        self.client.user_id = self.colleague
        self.assertEqual(self.find("salesperson", self.client), [self.colleague])

    def test_salesperson_where_there_is_none(self):
        country = self.env.ref("base.be")
        for rule in ("salesperson", "leader", "round_robin", "least_busy"):
            self.assertEqual(self.find(rule, country), [self.nobody])

    def test_leader(self):
        self.assertEqual(self.find("leader", self.lead), [self.boss])
        self.team.user_id = False
        self.assertEqual(self.find("leader", self.lead), [self.nobody])

    def test_leader_of_a_client_is_that_of_the_salesperson(self):
        self.client.user_id = self.rep
        self.assertEqual(self.find("leader", self.client), [self.boss])

    def test_archived_people_get_nothing(self):
        self.boss.active = False
        self.colleague.active = False
        self.assertEqual(self.find("leader", self.lead), [self.nobody])
        self.assertEqual(self.find("fixed", self.lead, self.colleague), [self.nobody])
        self.assertNotIn(self.colleague, self.find("round_robin"))
        self.assertNotIn(self.colleague, self.find("least_busy"))

    def test_round_robin(self):
        first, second, third = self.members
        self.assertEqual(
            self.find("round_robin"),
            [first, second, third, first, second, third, first],
        )

    def test_round_robin_goes_on_after_the_last(self):
        first, second, third = self.members
        self.plan(self.lead, user=self.boss, user_id=first.id)
        self.assertEqual(self.find("round_robin", self.leads[:2]), [second, third])
        self.plan(self.lead, user=self.boss, user_id=third.id).action_done()
        self.assertEqual(self.find("round_robin", self.leads[:2]), [first, second])

    def test_round_robin_goes_on_within_a_batch(self):
        first, second, third = self.members
        given = []
        found = self.find("round_robin", self.leads[:2], given=given)
        found += self.find("round_robin", self.leads[:2], given=given)
        self.assertEqual(found, [first, second, third, first])
        self.assertEqual(given, found)

    def test_round_robin_of_two_teams(self):
        first, second, _third = self.members
        other = self.env["crm.team"].create(
            {"name": "Walls", "member_ids": [(6, 0, self.boss.ids)]}
        )
        self.leads[1].team_id = other
        self.assertEqual(
            self.find("round_robin", self.leads[:3]), [first, self.boss, second]
        )

    def test_least_busy(self):
        first, second, third = self.members
        self.plan(self.lead, user=self.boss, user_id=first.id)
        self.plan(self.lead, user=self.boss, user_id=first.id)
        self.plan(self.lead, user=self.boss, user_id=third.id)
        self.plan(self.lead, user=self.boss, user_id=second.id).action_done()
        self.assertEqual(
            self.find("least_busy", self.leads[:6]),
            [second, second, third, first, second, third],
        )

    def test_least_busy_counts_what_is_given_out(self):
        first, second, third = self.members
        given = [first, first, second]
        self.assertEqual(
            self.find("least_busy", self.leads[:3], given=given), [third, second, third]
        )

    def test_least_busy_counts_what_one_may_not_see(self):
        """Tasks of colleagues on their own leads count as well."""
        first, second, third = self.members
        foreign = self.lead.copy({"user_id": first.id, "team_id": self.team.id})
        own = self.lead.copy({"user_id": third.id, "team_id": self.team.id})
        for user in (first, second):
            self.plan(foreign, user=self.boss, user_id=user.id)
        found = (
            self.env["crm.task.assignee"]
            .with_user(third)
            ._find_assignees("least_busy", own)
        )
        self.assertEqual(found[own.id], third)

    def test_empty_team(self):
        self.team.member_ids = False
        for rule in ("round_robin", "least_busy"):
            self.assertEqual(self.find(rule, self.leads[:2]), [self.nobody] * 2)

    def test_without_a_team_the_salesperson_s(self):
        self.lead.team_id = False
        self.assertIn(self.find("round_robin", self.lead)[0], self.members)

    def test_queries_are_flat(self):
        def count(documents, rule):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.find(rule, documents)
            return self.env.cr.sql_log_count - before

        for rule in ("salesperson", "leader", "round_robin", "least_busy"):
            self.assertEqual(count(self.leads[:2], rule), count(self.leads, rule), rule)

    def test_rule_of_another_module(self):
        """Lines of templates know it by its method, too."""
        plan = self.template({"summary": "Thank"})
        line, Assignee = plan.template_ids, self.env.registry["crm.task.assignee"]
        rule = patch.object(
            Assignee,
            "_assign_third",
            lambda _self, documents, user, given: dict.fromkeys(
                documents.ids, self.rep
            ),
            create=True,
        )
        field = line._fields["responsible_type"]
        known = {**field._selection, "third": "The third one"}
        with rule, patch.object(field, "_selection", known):
            line.responsible_type = "third"
            self.assertEqual(self.launch(plan).user_id, self.rep)
            answer = line._determine_responsible(self.boss, self.lead)
            self.assertEqual(answer["responsible"], self.rep)
            line.flush_recordset()
            line.responsible_type = "on_demand"
