"""What senders, commissions and observers are told, and where it is delivered."""
