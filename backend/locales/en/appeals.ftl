# Appeals: findings, problems, pages, the attestation.

finding-appeal-body-unset = No source names the body that hears this appeal. The appeal is recorded; the commission must name the body by an act before anything is decided on it.
finding-appeal-content-missing = The appeal lacks parts that the law wants: { $missing }. It is recorded, and can be completed once.
finding-appeal-outlasts-election = An appeal is of use until { $useful_until }, and the way through both instances can last until { $decided_until }. An interim accreditation is an option of the commission.
