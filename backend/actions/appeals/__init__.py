"""Appeals: the register, its steps and rulings, and what follows."""
