"""What a person says with the press of an outcome button."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Press:
    """The values that come with a press; what isn't asked stays empty.

    :ivar str comment: becomes the feedback of the task
    :ivar date_start: new start, naive UTC
    :ivar date_due: new due time, naive UTC
    :ivar date_deadline: new day, for a task without a time
    :ivar str reason: why the task is moved
    :ivar int lost_reason_id: why the deal is lost
    :ivar attachment_ids: ids of attachments that show the result
    :ivar dict values: fields of the task filled in with the press
    """

    comment: str = ""
    date_start: datetime | None = None
    date_due: datetime | None = None
    date_deadline: date | None = None
    reason: str = ""
    lost_reason_id: int | None = None
    attachment_ids: tuple[int, ...] = ()
    values: dict | None = None

    def to_hold(self):
        """What was said beside the comment, as plain values; ``values`` stand on the
        task already."""
        return {
            "date_start": self.date_start and str(self.date_start),
            "date_due": self.date_due and str(self.date_due),
            "date_deadline": self.date_deadline and str(self.date_deadline),
            "reason": self.reason,
            "lost_reason_id": self.lost_reason_id,
            "attachment_ids": self.attachment_ids,
        }

    @property
    def has_time(self):
        return bool(self.date_start or self.date_due or self.date_deadline)
