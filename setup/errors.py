class SetupError(Exception):
    """Something that the user can understand and act on, said in one line."""
