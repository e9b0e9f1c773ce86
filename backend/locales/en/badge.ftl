# The observer's badge: the words on it, verdicts, reasons and the next step.

badge-authority = Central Election Commission
badge-title = OBSERVER
badge-number = No.
badge-valid = Valid
badge-scope = Valid for
badge-everywhere = Whole country
badge-electoral-units = Electoral units
badge-voting-centres = Voting centres
badge-counting-centres = Counting centres
badge-commissions = Commissions
badge-identity-document = Valid only with an identity document
badge-check-at = Check
badge-notice-demo = DEMO, NOT LAW
badge-no-photo = NO PHOTO
badge-election =
    { $kind ->
        [local] Local elections, { $date }
        [referendum] Referendum, { $date }
        [partial] Partial elections, { $date }
       *[assembly] Assembly elections, { $date }
    }

badge-role-citizen = Citizen observer
badge-role-albanian-ngo = Observer of an Albanian organisation
badge-role-international-organisation = International observer
badge-role-political-party = Observer of a political party
badge-role-media = Media
badge-role-interpreter = Interpreter
badge-role-foreign-ngo = Observer of a foreign organisation
badge-role-foreign-state = Representative of a foreign state
badge-role-coalition = Observer of a coalition
badge-role-independent-candidate = Observer of an independent candidate

badge-verdict-valid = Valid
badge-verdict-caution = Valid, with a doubt to settle
badge-verdict-invalid = Not valid
badge-verdict-unknown = Cannot be checked

badge-reason-not-a-badge = This code is not an observer's badge.
badge-reason-damaged = The code cannot be read to its end.
badge-reason-malformed = The code does not have the form that the commission issues.
badge-reason-key-unknown = The signing key is not known.
badge-reason-key-revoked = The signing key was revoked.
badge-reason-key-expired = The signing key has expired.
badge-reason-key-not-yet-valid = The signing key is not valid yet.
badge-reason-algorithm = The algorithm is not the one of the key.
badge-reason-signature = The signature is not the commission's.
badge-reason-update-needed = The badge is of a newer version.
badge-reason-other-election = The badge is of another election.
badge-reason-expired = The badge has expired.
badge-reason-not-yet-valid = The badge is not valid yet.
badge-reason-revoked = The accreditation was revoked.
badge-reason-revocations-missing = The list of revoked accreditations is missing.
badge-reason-revocations-stale = The list of revoked accreditations is old.
badge-reason-clock-doubtful = The clock of this device seems wrong.
badge-reason-not-in-register = The badge is signed, but the register does not hold it.
badge-reason-election-ended = The final results are announced: accreditations have ended.
badge-reason-outside-scope = The accreditation does not cover this voting centre.
badge-reason-other-centre-of-unit = The accreditation is for another centre of the same unit.
badge-reason-unit-unknown = The unit of this centre is not known here.
badge-reason-cap-reached = As many observers of this sender are inside as may be present at once.
badge-reason-already-inside = This observer is recorded as inside already.
badge-reason-inside-elsewhere = This observer was recorded as inside another centre.
badge-reason-not-register-device = This device does not keep the register of entries.
badge-reason-not-compared = Face and document have not been compared yet.
badge-reason-comparison-failed = The face or the document does not match.

badge-step-admit = Admit.
badge-step-compare-photo-and-document = Compare the face with the photo and the identity document.
badge-step-ask-who-left = Ask who has left, and record the departure.
badge-step-record-departure = Record the departure, or go on: already inside.
badge-step-ask-register-device = Send to the device that keeps the register.
badge-step-update-lists = Update the lists and try again.
badge-step-update-app = Update the program.
badge-step-set-clock = Set the clock of the device.
badge-step-scan-again = Scan again, in good light.
badge-step-check-on-list = Look for the name on the commission's list.
badge-step-send-to-own-centre = Send to the centre named on the badge.
badge-step-refuse-and-record = Do not admit, and record the case.

problem-badge-cannot-carry = The badge cannot carry this fact.
problem-accreditation-revoked = The accreditation was revoked.
problem-accreditation-ended = The accreditation has ended.
problem-photo-unavailable = The photo could not be found now; try again.
problem-badge-key-sealed = The signing key is sealed under another secret; tell the operator.
problem-code-unknown = This code is not known.
problem-code-used = This code was used already.
problem-code-expired = This code has expired.
problem-code-burned = This code is no longer good; ask the organisation for a new one.
problem-second-fact-wrong = The birth date does not match.
problem-second-fact-malformed = Write the birth date as 1990-05-17.
problem-badge-not-good = The badge is not accepted.
problem-badge-or-number = Send the badge's text or the accreditation's number, one of them.
problem-outside-scope = The accreditation does not cover this voting centre.
problem-comparison-failed = The face or the document does not match.
problem-already-inside = This observer is recorded as inside already.
problem-cap-reached = As many observers of this sender are inside as may be present at once.
problem-already-out = The departure is recorded already.
problem-filter-empty = An order must say whom it revokes: a sender, a zone or a category.
problem-nothing-to-revoke = No accreditation in force matches the order.
problem-confirmation-wrong = The confirmation must be a live key of another officer of the CEC.

badge-state-valid = The accreditation is in force
badge-state-revoked = The accreditation was revoked
badge-state-ended = The accreditation has ended
badge-state-unknown = There is no accreditation at this address
badge-page-title = Check of an accreditation
badge-page-number = Number: { $number }
badge-page-election = Election: { $election }
badge-page-valid = Valid from { $from } until { $until }
badge-page-revoked = Revoked on { $at }
badge-page-identity = The badge is valid only with an identity document.
