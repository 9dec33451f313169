"""What must be told to the protected person, and what others must do, from what is recorded of a case.

`tables` holds the rules as rows, `telling` and `tasks` what of them a case calls for, `listed` all of it in one list.
"""
