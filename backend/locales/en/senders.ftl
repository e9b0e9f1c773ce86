# Senders of observers: their admission, keys, names, registrations, and what a change of these does.

finding-sender-refused = The commission refused to admit this organisation.
finding-registration-contested = An appeal about the sender's registration is pending.
finding-body-has-observer = Read strictly, the sender has one observer for each body; at { $bodies } it has { $accreditations } already.
finding-left-coalition = The party left the coalition to which the accreditation had passed.
finding-choice-unset = The text leaves open "{ $choice }": the commission's lawyer must first answer it by an act ({ $options }).
finding-dual-citizenship = The observer is a citizen of Albania and of another state. As an Albanian observer: { $as_albanian }; as a foreign one: { $as_foreign }.
remedy-ask-admission-again = Put new facts before the commission and ask it to decide on the admission again.

problem-too-many-keys = The organisation has { $limit } live keys already; delete one first.
problem-last-key = This is the organisation's last key. Issue a new one, which takes its place.
problem-admission-not-refused = The admission of this organisation was not refused.
problem-in-another-coalition = The party appears in another coalition; it can take part in one only.

problem-choice-unset = The text leaves "{ $choice }" open: the commission must first answer it by an act.
problem-preview-outdated = Something changed since the preview. Look at a new one.
problem-change-by-order = This would touch { $accreditations } accreditations: order it as a change of registrations, which shows what follows.
