def unchecked(view):
    """In the place of a check who asks."""
    return view
