# Acts, proposals, delegations and interim accreditations.
problem-act-blocked = { $count } requests of this act cannot be decided. Leave them out, or mend what is missing.
problem-act-not-in-effect = The earlier act is not in effect.
problem-act-not-a-draft = This act is no draft any more.
problem-act-number-taken = Another act of the commission has this number and date.
problem-nothing-to-decide = No request fits the filter.
problem-delegation-conflicts = A unit is delegated to another kind of commission in the same time.
problem-delegation-ended = This delegation has ended already.
problem-interim-basis-unset = No basis for interim accreditation is set for this election.
problem-nothing-refused = Interim accreditation needs a refusal or a failure to decide under appeal.
problem-interim-issued = An accreditation is in force on this request already.
problem-decision-missing = Nothing is decided on this request yet.
