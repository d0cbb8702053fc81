"""Records that several tests make or look for, through the API."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import RunningOdoo


def xml_id(server: "RunningOdoo", name: str) -> int:
    """The id of the record with this external name, such as ``base.user_demo``."""
    module, _dot, short = name.partition(".")
    (data,) = server.call(
        "ir.model.data",
        "search_read",
        domain=[("module", "=", module), ("name", "=", short)],
        fields=["res_id"],
    )
    found: int = data["res_id"]
    return found


def create_template(server: "RunningOdoo", name: str, *calls: str) -> int:
    """A task template for leads with a call for each of the titles."""
    call_type = xml_id(server, "mail.mail_activity_data_call")
    lines = [{"activity_type_id": call_type, "summary": title} for title in calls]
    values = {
        "name": name,
        "res_model": "crm.lead",
        "template_ids": [[0, 0, line] for line in lines],
    }
    template: int
    (template,) = server.call("mail.activity.plan", "create", vals_list=[values])
    return template


def create_share(server: "RunningOdoo", level: str, **values: object) -> int:
    """A rule that gives Marc Demo this much of the administrator's tasks."""
    share: int
    (share,) = server.call(
        "crm.task.share",
        "create",
        vals_list=[
            {
                "user_id": xml_id(server, "base.user_admin"),
                "grantee_kind": "user",
                "grantee_id": xml_id(server, "base.user_demo"),
                "level": level,
                **values,
            }
        ],
    )
    return share
