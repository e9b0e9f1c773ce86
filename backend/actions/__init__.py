"""One module per thing a person does; one function is one transaction, and its answer is built after COMMIT."""
