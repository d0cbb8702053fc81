"""The words of reviews."""

# what became of a task that was put up for review
WAITING, RETURNED, ACCEPTED = "waiting", "returned", "accepted"
STATES = [
    (WAITING, "Waiting for review"),
    (RETURNED, "Returned"),
    (ACCEPTED, "Accepted"),
]

# who reviews
NOBODY, USER, CREATOR = "nobody", "user", "creator"
LEADER, SALESPERSON = "leader", "salesperson"
RULES = [
    (NOBODY, "Nobody"),
    (USER, "A person"),
    (CREATOR, "Who planned the task"),
    (LEADER, "The leader of the sales team"),
    (SALESPERSON, "The document's salesperson"),
]
