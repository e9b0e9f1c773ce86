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
