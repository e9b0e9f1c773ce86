# Pages of orders, of re-accreditation, and of one accreditation.

orders-nav = Orders
orders-title = Suspensions and revocations
orders-lead = One officer proposes an order, another one confirms it. It takes effect at once.
orders-new = New order
orders-measure = Measure
orders-measure-revoke = Revocation
orders-measure-suspend = Suspension
orders-units = Electoral units (CEAZ)
orders-centres = Voting centres
orders-zone-hint = Separate several codes by commas. Whoever has one of them in the accreditation is met.
orders-kinds = Kinds of sender
orders-exempt-kinds = Exempted kinds
orders-more = Single senders, roles and exemptions
orders-roles = Roles of observers
orders-organisations = Only these senders (ids)
orders-exempt-organisations = Exempted senders (ids)
orders-exempt-accreditations = Exempted accreditations (numbers)
orders-preview-button = Show whom it meets
orders-preview-hint = Nothing changes by looking.
orders-preview-revoke = { $count ->
        [one] { $count } accreditation
       *[other] { $count } accreditations
    } would be revoked
orders-preview-suspend = { $count ->
        [one] { $count } accreditation
       *[other] { $count } accreditations
    } would be suspended
orders-what-revoke = { $count ->
        [one] { $count } accreditation is revoked
       *[other] { $count } accreditations are revoked
    }
orders-what-suspend = { $count ->
        [one] { $count } accreditation is suspended
       *[other] { $count } accreditations are suspended
    }
orders-basis = Legal basis
orders-basis-line = Article { $article }, Law no. { $law }
orders-inside = Inside voting centres right now
orders-inside-line = { $place } (unit { $unit }): { $count }
orders-by-sender = By sender
orders-by-unit = By unit
orders-exempted = Exempted: { $count }
orders-exempted-label = Exempted
orders-nobody = nobody
orders-numbers = Numbers of the accreditations
orders-reason-hint = The reason is published with the decision: write no observer's name.
orders-hours = Target of re-accreditation (hours)
orders-propose = Propose the order
orders-propose-hint = Nothing happens yet: a second officer confirms it from an own session.
orders-made = Orders made
orders-none = There are no orders.
orders-order = Order
orders-act = Order no. { $number }
orders-zone = Zone
orders-count = Accreditations
orders-appeal = Appeal
orders-appeal-line = Last day to appeal: { $day }
orders-appeal-unset = The term to appeal is not set
orders-state-proposed = waits for confirmation
orders-state-effective = in effect
orders-state-withdrawn = withdrawn
orders-done-proposed = The order was proposed. It waits for the second officer.
orders-done-effective = The order is in effect.
orders-done-withdrawn = The order was withdrawn.
orders-done-basis = The legal basis was set.
orders-proposed-at = Proposed
orders-effective-at = In effect since
orders-paper-sq = Decision (PDF, Albanian)
orders-paper-en = Decision (PDF, English)
orders-difference = Changed since the proposal
orders-gone = { $count ->
        [one] { $count } accreditation is no longer met
       *[other] { $count } accreditations are no longer met
    }: ended or changed meanwhile.
orders-new-since = { $count ->
        [one] { $count } accreditation would be met now
       *[other] { $count } accreditations would be met now
    }, but are not in the proposal and stay in force.
orders-confirm = The second officer's confirmation
orders-confirm-lead = With your confirmation the order reaches { $count } accreditations at once.
orders-differences-seen = I looked at the changes
orders-confirm-button = Confirm: takes effect now
orders-waits = This order waits for another officer's confirmation.
orders-withdraw = Withdraw the proposal
orders-bases = Legal basis of the measures
orders-blocked = blocked: no basis
orders-law = Law (number)
orders-basis-button = Set the basis
orders-lane = Re-accreditation: { $count ->
        [one] { $count } request waits
       *[other] { $count } requests wait
    }
orders-lane-lead = Before a grant face, new photo and document are compared.
orders-lane-of = after { $number }
orders-same = the same observer
orders-other = another observer
orders-compared = Comparison
orders-matched = matches
orders-not-matched = does not match
orders-compare = Record the comparison
orders-photo = Photo of request { $number }
orders-photo-matches = The face matches the photo
orders-document-matches = The person matches the document
orders-place = Place
orders-compare-button = Keep the comparison
orders-public-title = Orders in effect on accreditations
orders-public-lead = The commission's decisions, without names of observers and senders.
orders-none-public = There are no orders in effect.

standing-who = Accreditation
standing-valid = Validity
standing-reissues = Takes the place of
standing-by-order = by an order
standing-do-suspension = Suspend
standing-do-restoration = Restore
standing-do-reissue = Issue a new badge
standing-do-revoking = Revoke
standing-hint-suspension = The badge does not hold until it is restored.
standing-hint-restoration = A suspended accreditation keeps its badge; a revoked one gets a new badge.
standing-hint-reissue = For a lost badge or a new photo: the old badge stops at once.
standing-hint-revoking = Takes effect at once and can be appealed.
standing-done-suspension = The accreditation is suspended.
standing-done-restoration = The accreditation is restored.
standing-done-reissue = A new badge was issued.
standing-done-revoking = The accreditation is revoked.
standing-move-issue = Issued
standing-move-suspend = Suspended
standing-move-restore = Restored
standing-move-revoke = Revoked
standing-move-replace = Replaced
standing-move-withdraw = Given back
standing-move-expire = Ended
standing-move-renew = Badge renewed
console-standing-reason-no-announcement-yet = the final results are not announced yet
