# Elections and places: findings, calendar, register.

finding-window-truncated = The decree came on { $opens_on }: the window opens { $days } days later than { $full_opening }.
finding-not-nearest-sunday = Art. 7(7): the Sunday nearest to day { $days } after the decree is { $expected }, not { $election_date }.
finding-counting-tables-not-in-edition = Edition { $edition } of the Code knows no counting tables: { $tables }.
