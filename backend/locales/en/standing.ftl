# After the grant: suspension, restoration, revocation, orders, code of conduct, re-accreditation.

## Badge and state

badge-reason-suspended = The accreditation is suspended: it does not hold until it is restored.
badge-reason-replaced = This badge was replaced by a new one.
badge-reason-withdrawn = The sender gave the accreditation back.
badge-state-suspended = The accreditation is suspended
badge-state-replaced = This badge was replaced
badge-state-withdrawn = The accreditation was given back
console-accreditation-suspended = suspended
console-accreditation-replaced = replaced
console-accreditation-withdrawn = given back
console-accreditation-expired = ended
standing-since-valid = In force since { $at }
standing-since-suspended = Suspended on { $at }
standing-since-revoked = Revoked on { $at }
standing-since-replaced = Replaced on { $at }
standing-since-withdrawn = Given back on { $at }
standing-since-expired = Ended on { $at }
console-standing-reason-replaced = the observer was replaced
console-standing-reason-withdrawn = the sender withdrew the request
console-standing-reason-final-announcement = the final results were announced

## Findings and remedies

finding-basis-unset = The edition of the code names no such power ({ $measure }): the order is blocked until the commission's lawyer sets by an act on which article it rests.
finding-basis-is-demo = The legal basis { $basis } is DEMO, NOT LAW.
finding-code-of-conduct-outdated = Version { $accepted } of the code of conduct was accepted; version { $current } is in force.
finding-follows-order = The request follows the order that ended accreditation { $accreditation }. Whether the window still binds it is for the commission's lawyer to say.
remedy-accept-code-of-conduct = Accept the version of the code of conduct that is in force, before the decision.
console-remedy-accept-code-of-conduct = accept the version of the code of conduct in force

## Problems

problem-accreditation-not-valid = The accreditation is not valid.
problem-basis-unset = The order has no legal basis: the edition of the code names no such power. The commission's lawyer sets it by an act.
problem-nothing-to-restore = This accreditation is neither suspended nor revoked.
problem-accredited-anew = The observer was accredited anew meanwhile: the old accreditation is not restored.
problem-order-not-open = The order was confirmed or withdrawn already.
problem-preview-changed = Something changed since the proposal. Look at the differences and confirm again.
problem-version-published = This version of the code of conduct was published already; publish a new version.
problem-nothing-to-reaccredit = The accreditation was neither revoked nor suspended: there is nothing to accredit anew.
problem-reaccreditation-asked = Re-accreditation was asked for already.
problem-photo-missing = The request has no photo: send a new one first.
problem-identity-check-missing = Before re-accreditation the comparison of face, new photo and document must be recorded.
problem-identity-check-failed = Face or document does not match.

## The written decision

order-paper-title = Decision no. { $number }
order-paper-number = DECISION no. { $number }, { $day }
order-paper-subject-revoke = On the revocation of observers' accreditations
order-paper-subject-suspend = On the suspension of observers' accreditations
order-paper-election = Election
order-paper-basis = Legal basis
order-paper-article = Article { $article }, Law no. { $law }
order-paper-basis-act = The basis was set by act { $act }
order-paper-whom = Whom it reaches
order-paper-does-revoke = { $count } accreditations are revoked.
order-paper-does-suspend = { $count } accreditations are suspended.
order-paper-units = Electoral units (CEAZ): { $names }
order-paper-centres = Voting centres: { $names }
order-paper-kinds = Categories: { $names }
order-paper-spared = Exempted: { $names }
order-paper-senders = Senders named: { $names }
order-paper-exempted = Exempted accreditations that stay in force: { $count }
order-paper-reason = Reason
order-paper-effect = Taking effect
order-paper-effect-at = The decision takes effect at once, { $at }, and is published.
order-paper-appeal = Appeal
order-paper-appeal-until = Appeal to the { $body } until { $day }, that day included.
order-paper-appeal-unset = Appeal to the { $body }. The term is in none of our sources: the commission's lawyer sets it.
order-paper-lane = Re-accreditation
order-paper-lane-hours = Requests for re-accreditation are taken first; the target is { $hours } hours from filing.
order-paper-lane-open = Requests for re-accreditation are taken first.
order-body-kas = Complaints and Sanctions Commission (KAS)
order-body-cec = Central Election Commission
order-body-electoral-college = Electoral College
