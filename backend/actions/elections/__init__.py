"""Elections, their calendar, and the register of places."""
