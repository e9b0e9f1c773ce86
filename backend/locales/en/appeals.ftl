# Appeals: findings, problems, pages, the attestation.

finding-appeal-body-unset = No source names the body that hears this appeal. The appeal is recorded; the commission must name the body by an act before anything is decided on it.
finding-appeal-content-missing = The appeal lacks parts that the law wants: { $missing }. It is recorded, and can be completed once.
finding-appeal-outlasts-election = An appeal is of use until { $useful_until }, and the way through both instances can last until { $decided_until }. An interim accreditation is an option of the commission.
finding-appeal-upheld = Appeal { $appeal } was upheld ({ $body }, act { $act }). The request is before the commission again.

problem-appeal-body-unset = No source names the body that hears this appeal. The commission must name it by an act first.
problem-not-appeal-body = Another body hears this appeal ({ $body }).
problem-appeal-state-forbids = The status of the appeal does not allow this.
problem-completion-open = The appellant may still complete this appeal.
problem-document-type-not-taken = This kind of document is not taken. Send PDF, JPEG, PNG, WebP, DOCX, ODT or plain text.
problem-too-many-documents = The appeal has too many documents; at most { $limit } are taken.

# The attestation
attestation-authority = Republic of Albania · Central Election Commission
attestation-title = Attestation of a recorded appeal
attestation-demo = DEMO, NOT LAW
attestation-lead = The appeal named here is entered in the register of appeals (Article { $article }, Law { $law }).
attestation-ordinal = Place in the register
attestation-number = Number
attestation-recorded = Recorded on
attestation-appellant = Appellant
attestation-election = Election
attestation-object = Object
attestation-body = Body that hears it
attestation-body-kas = Complaints and Sanctions Commission (KAS)
attestation-body-cec = Central Election Commission
attestation-body-electoral-college = Electoral College
attestation-body-unset = to be named by an act
attestation-documents = Documents attached
attestation-documents-count = { $count ->
        [0] none
        [one] 1 document
       *[other] { $count } documents
    }
attestation-text = Text of the appeal
attestation-attested = Attested on { $at }, hour of Tirana.
attestation-foot = This attests that the appeal was recorded. It does not say whether the appeal is admissible or founded.
attestation-act = act { $number } of { $date }
attestation-against-refusal = refusal of a request
attestation-against-failure-to-decide = failure to decide on a request
attestation-against-revocation = revocation of an accreditation
attestation-against-suspension = suspension of an accreditation
attestation-against-admission = refusal to admit the organisation
attestation-against-ruling = ruling on an appeal
attestation-against-nothing = no act was found in the register
