"""The law of accreditation as functions of facts: no input or output, no clock, no text for people.

Start at `assessment.assess` for one request, `decision_time.time_limits` for an election's calendar,
`decisions.decision_defects` for a commission's decision, and `law/limits.py` for every number.
"""
