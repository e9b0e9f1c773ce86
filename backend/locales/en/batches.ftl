# Tables of requests: columns, words of the lists, what to mend.

batch-column-election = Election
    .hint = The number of the election here; may stay empty when the election is chosen on the page.
    .example = 1
batch-column-given-name = Given name
    .hint = As the document has it.
    .example = Ana
batch-column-father-name = Father’s name
    .hint = Where the document has it.
    .example = Petrit
batch-column-family-name = Family name
    .hint = As the document has it.
    .example = Hoxha
batch-column-birth-date = Date of birth
    .hint = Day.month.year, such as 28.02.1990, or 1990-02-28. The day always comes first.
    .example = 28.02.1990
batch-column-citizenship = Citizenship
    .hint = The two-letter code of the state: AL, IT, XK.
    .example = AL
batch-column-phone = Phone
    .hint = With the international prefix. May stay empty.
    .example = +355 69 123 4567
batch-column-email = E-mail
    .hint = May stay empty.
    .example = ana@example.org
batch-column-document-type = Document type
    .hint = Choose from the list.
    .example = identity card
batch-column-document-number = Document number
    .hint = Exactly as on the document: the observer shows it at the door.
    .example = J12345678K
batch-column-languages = Languages
    .hint = The languages spoken, a space between them.
    .example = sq en
batch-column-voting-centres = Voting centres
    .hint = Codes, a semicolon between them: 1850/01; 289/02. The column is text, so that Excel makes no dates of them.
    .example = 1850/01; 1850/02
batch-column-electoral-units = Electoral units
    .hint = Codes, a semicolon between them.
    .example = 30
batch-column-counting-centres = Counting centres
    .hint = Codes, a semicolon between them.
    .example = VNV-30
batch-column-commissions = Commissions
    .hint = cec, zec:30 or KZAZ 30.
    .example = zec:30
batch-column-role = Role
    .hint = Choose from the list; empty means short-term.
    .example = short-term observer
batch-column-language = Language of the request
    .hint = Choose from the list; empty means Albanian.
    .example = Albanian
batch-column-code-of-conduct = Accepts the code of conduct
    .hint = yes, no, or the version that was accepted.
    .example = yes
batch-column-hold-until-opening = Hold until the opening
    .hint = yes: a request sent too early waits and counts from the minute the window opens.
    .example = no
batch-column-note = Note
    .hint = For yourself only; it is not read.
batch-column-row = No.
    .hint = For yourself only; it is not read.
batch-column-what-to-mend = What to mend
    .hint = Not read; it may stay when you upload the corrected file.

batch-word-document-type-id-card = identity card
batch-word-document-type-passport = passport
batch-word-role-short-term = short-term observer
batch-word-role-long-term = long-term observer
batch-word-role-interpreter = interpreter
batch-word-role-media = media
batch-word-language-sq = Albanian
batch-word-language-en = English
batch-word-yes-no-yes = yes
batch-word-yes-no-no = no

batch-sheet-rows = Requests
batch-sheet-help = How to fill in
batch-sheet-lists = Lists
batch-file-template = observers-template
batch-file-rejected = to-mend
batch-example = EXAMPLE – this row is not read; you may delete it
batch-help-head = How to fill in this table
batch-help-lead = One row for each observer, up to { $limit } rows. Headers may be Albanian or English, in any order. Formulas are not accepted. The example row is not read.
batch-help-column = Column
batch-help-needed = Needed
batch-help-meaning = What to write
batch-help-example = Example
batch-needed-yes = yes
batch-needed-no = no
batch-choose = Choose one of the values in the list.
batch-choose-title = Not in the list

batch-note-encoding = The file was in { $encoding } and was read so. See whether names with special letters are right; saving as UTF-8 is safer.
batch-note-examples-left-out = The example rows of the template were not read ({ $count }).
batch-note-day-before-month = Dates with slashes were read with the day first: 03/04/1990 is 3 April 1990.

batch-mend-too-many-cells = The row has more cells than the header: see whether a stray separator has broken it.
batch-mend-field = { $column }: { $reason ->
        [too_long] the text is too long.
        [too_many] there are too many entries.
        [empty] it is empty.
        [unknown] this is not known.
        [unknown_field] there is no such field.
        [impossible_date] this date cannot be.
        [out_of_range] the value is out of bounds.
        [no_letters] a name needs at least one letter.
        [not_a_country_code] write the two-letter code of the state, such as AL.
        [not_an_email_address] this is no e-mail address.
        [not_a_phone_number] this is no phone number.
        [not_a_code] choose one of the values in the list.
        [formula] there is a formula here. Write the value itself.
        [made_a_date] Excel has turned the code into a date. Make the column text and write the code again.
        [not_a_date] write the date like 28.02.1990.
        [missing] it is missing.
       *[other] it does not have the form expected.
    }
