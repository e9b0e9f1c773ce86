"""A strict mail server on loopback: it takes mails by SMTP, keeps them, shows them on a page, and fails as scripted.

It obeys RFC 5321 where a sender could go wrong: order of commands, line ends and lengths, doubled dots, sizes,
addresses beyond ASCII only with SMTPUTF8 (RFC 6531), nothing before STARTTLS or AUTH where they are required.

Control side of the page's address: `GET /_sim/mails`, `DELETE /_sim/mails`, `GET`, `POST` and `DELETE /_sim/faults`.
"""
